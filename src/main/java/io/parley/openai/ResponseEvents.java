package io.parley.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.platform.Json;
import java.io.IOException;
import java.util.Optional;

/// The stream of a response's events, numbered from 0. To nobody, for an answer in one piece.
final class ResponseEvents {
  private final Optional<Exchange> listener;
  private int next;

  ResponseEvents(Optional<Exchange> listener) {
    this.listener = listener;
  }

  static ObjectNode of(String type) {
    return Json.MAPPER.createObjectNode().put("type", type);
  }

  static ObjectNode of(String type, String field, JsonNode value) {
    ObjectNode event = of(type);
    event.set(field, value);
    return event;
  }

  /// @throws IOException if the caller has left
  void send(ObjectNode event) throws IOException {
    event.put("sequence_number", next++);
    if (listener.isPresent()) {
      listener
          .get()
          .send("event: " + event.path("type").asText() + "\ndata: " + Json.write(event) + "\n\n");
    }
  }
}
