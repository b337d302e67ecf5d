package io.parley.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.platform.Json;
import io.parley.services.DataDirectory;
import io.parley.services.Part;
import io.parley.services.ServicePorts;
import io.parley.services.Services;
import io.parley.testing.Await;
import io.parley.testing.ParleyNode;
import io.parley.testing.TestBed;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server whose Kafka is not there when it starts, comes, goes and comes back.
class KafkaAwayIT {
  private static final Duration START = Duration.ofSeconds(90);
  private static final Duration SECONDS = Duration.ofSeconds(15);
  private static final Duration BACK = Duration.ofSeconds(40);

  @TempDir Path data;

  @Test
  void itStartsWithoutKafkaAndHealsByItself() throws Exception {
    try (var services =
            Services.of(ServicePorts.free(), DataDirectory.claim(data), EnumSet.of(Part.KAFKA));
        var node = TestBed.prepareNode("without-kafka", services.environment()).launch()) {
      Await.within(START)
          .check("it has started", () -> node.get("/health/started").statusCode() == 200);
      assertParts(node, "DOWN");

      services.start(Part.KAFKA);
      Await.within(BACK).check("it is ready", () -> parts(node, "UP"));

      services.stop(Part.KAFKA);
      Await.within(SECONDS).check("it says what is down", () -> parts(node, "DOWN"));
      assertEquals(200, node.get("/health/live").statusCode());

      services.start(Part.KAFKA);
      Await.within(BACK).check("it is ready again", () -> parts(node, "UP"));
      assertEquals(200, node.get("/health/live").statusCode());
    }
  }

  private static void assertParts(ParleyNode node, String status) throws Exception {
    assertEquals(200, node.get("/health/live").statusCode());
    assertTrue(parts(node, status), () -> status);
  }

  private static boolean parts(ParleyNode node, String status)
      throws IOException, InterruptedException {
    JsonNode health = Json.MAPPER.readTree(node.get("/health/ready").body());
    return status.equals(check(health, "kafka")) && status.equals(check(health, "fan-out"));
  }

  private static String check(JsonNode health, String name) {
    for (JsonNode check : health.path("checks")) {
      if (check.path("name").asText().equals(name)) {
        return check.path("status").asText();
      }
    }
    return "absent";
  }
}
