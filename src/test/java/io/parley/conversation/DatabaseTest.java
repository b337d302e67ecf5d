package io.parley.conversation;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DatabaseTest {
  @Test
  void aNodeDoesNotWaitForLongMigrationsUntilItIsReady() {
    Database database = new Database();
    assertFalse(database.isSettled());
    database.patience = Duration.ZERO;
    assertTrue(database.isSettled());
    assertFalse(database.isAvailable());
  }
}
