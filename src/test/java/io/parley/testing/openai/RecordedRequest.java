package io.parley.testing.openai;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.StreamSupport;

/// A request as it came in. `headers` have lower-case names. `closedByClient` completes when the
/// client closes the connection before the answer's end; `answered` when the server is done with
/// it, whichever way.
public record RecordedRequest(
    int number,
    Instant at,
    String method,
    String path,
    Map<String, String> headers,
    JsonNode body,
    CompletableFuture<Instant> closedByClient,
    CompletableFuture<Instant> answered) {

  public String model() {
    return body.path("model").asText();
  }

  /// `role: content`, one for each message.
  public List<String> messages() {
    return StreamSupport.stream(body.path("messages").spliterator(), false)
        .map(message -> message.path("role").asText() + ": " + content(message))
        .toList();
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /// Whether it has a field, or for `role:system` a message of that role.
  boolean holds(String what) {
    return what.startsWith("role:")
        ? body.path("messages").findValuesAsText("role").contains(what.substring(5))
        : body.has(what);
  }

  String lastUserText() {
    String text = "";
    for (JsonNode message : body.path("messages")) {
      if (message.path("role").asText().equals("user")) {
        text = content(message);
      }
    }
    return text;
  }

  /// Content is a text, or a list of parts.
  private static String content(JsonNode message) {
    JsonNode content = message.path("content");
    if (!content.isArray()) {
      return content.asText();
    }
    StringBuilder text = new StringBuilder();
    content.forEach(part -> text.append(part.path("text").asText()));
    return text.toString();
  }
}
