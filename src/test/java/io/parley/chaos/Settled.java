package io.parley.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.testing.ApiClient;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/// Whether the archive, as a node shows it, has all of somebody's conversations in which nothing
/// happens any more.
final class Settled {
  private Settled() {}

  static boolean at(ApiClient who, Belongings own) {
    List<JsonNode> list = World.items(who.get("/api/conversations?limit=200").body()).toList();
    return List.of(own.talk(), own.shared()).stream().allMatch(id -> isWhole(who, id, list));
  }

  private static boolean isWhole(ApiClient who, String id, List<JsonNode> list) {
    String path = "/api/conversations/" + id;
    JsonNode conversation = who.get(path).body();
    List<JsonNode> messages = World.items(who.get(path + "/messages?limit=200").body()).toList();
    Optional<JsonNode> listed =
        list.stream().filter(item -> item.path("id").asText().equals(id)).findFirst();
    return !messages.isEmpty()
        && follows(conversation, messages)
        && listed.filter(item -> follows(item, messages)).isPresent()
        && conversation.at("/usage/completion_tokens").asLong() == tokens(messages);
  }

  /// Whether it tells of its last message.
  private static boolean follows(JsonNode conversation, List<JsonNode> messages) {
    Instant last = messages.stream().map(Settled::said).max(Instant::compareTo).orElseThrow();
    String at = conversation.path("last_message_at").asText();
    return !at.isEmpty() && !at.equals("null") && !Instant.parse(at).isBefore(last);
  }

  /// The archive keeps microseconds.
  private static Instant said(JsonNode message) {
    return Instant.parse(message.path("created_at").asText()).truncatedTo(ChronoUnit.MILLIS);
  }

  private static long tokens(List<JsonNode> messages) {
    return messages.stream()
        .mapToLong(message -> message.at("/usage/completion_tokens").asLong())
        .sum();
  }
}
