package io.parley.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.platform.Ids;
import io.parley.platform.Json;
import io.parley.testing.ApiClient;
import io.parley.testing.Await;
import io.parley.testing.TestBed;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.microshed.testing.jupiter.MicroShedTest;
import org.microshed.testing.kafka.KafkaConsumerClient;

/// What an outsider reads on the topic after a REST call has been acknowledged.
@MicroShedTest
public class MessageOnTheLogIT {
  @KafkaConsumerClient(
      groupId = "message-on-the-log",
      topics = "parley.log",
      properties = {
        "auto.offset.reset=earliest",
        "security.protocol=SASL_PLAINTEXT",
        "sasl.mechanism=PLAIN"
      })
  @SuppressWarnings("NullAway.Init") // MicroShed sets it
  public static KafkaConsumer<String, String> log;

  @AfterAll
  static void close() {
    log.close();
  }

  @Test
  void anAcknowledgedMessageIsOnTheLogUnderItsConversationsKey() throws IOException {
    var ada = ApiClient.guest(TestBed.node(), "ada");
    var room = ada.get("/api/rooms/lobby").body().path("id").asText();
    var messageId = Ids.next().toString();

    var answer =
        ada.post(
            "/api/conversations/%s/messages".formatted(room),
            Map.of("message", "Is anybody here? 👋", "message_id", messageId, "reply", false));

    assertEquals(200, answer.status(), answer.body().toString());
    var record =
        Await.within(Duration.ofSeconds(20))
            .value("the message on parley.log", () -> find(messageId));
    var event = Json.MAPPER.readTree(record.value());
    assertEquals(room, record.key());
    assertEquals("Is anybody here? 👋", event.path("text").asText());
    assertEquals(ada.id(), event.at("/author/id").asText());
    assertEquals(
        Long.toString(record.offset()),
        answer.body().path("position").asText().replaceFirst(".*:", ""));
  }

  private static Optional<ConsumerRecord<String, String>> find(String messageId)
      throws IOException {
    for (var record : log.poll(Duration.ofMillis(200))) {
      JsonNode event = Json.MAPPER.readTree(record.value());
      if (event.path("message_id").asText().equals(messageId)) {
        return Optional.of(record);
      }
    }
    return Optional.empty();
  }
}
