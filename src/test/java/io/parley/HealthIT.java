package io.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.parley.testing.ParleyNode;
import io.parley.testing.TestBed;
import org.junit.jupiter.api.Test;

class HealthIT {
  private final ParleyNode parley = TestBed.node();

  @Test
  void aStartedNodeIsStartedLiveAndReady() throws Exception {
    assertEquals(200, parley.get("/health/started").statusCode());
    assertEquals(200, parley.get("/health/live").statusCode());
    assertEquals(200, parley.get("/health/ready").statusCode());
  }
}
