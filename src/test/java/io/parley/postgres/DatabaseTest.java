package io.parley.postgres;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.time.Duration;
import javax.sql.DataSource;
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

  @Test
  void whateverAPoolThrowsTheSchemaIsTriedAgain() {
    Database database = new Database();
    database.dataSource =
        (DataSource)
            Proxy.newProxyInstance(
                DatabaseTest.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (_, _, _) -> {
                  throw new IllegalStateException("the pool is being changed");
                });
    assertFalse(database.migrate());
    assertFalse(Database.answers(new Pulse(database.dataSource, Duration.ofSeconds(2))));
  }
}
