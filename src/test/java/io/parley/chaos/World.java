package io.parley.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.testing.ApiClient;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// What one of the victims has, as the API tells it to them: compared before and after an attack.
///
/// @param answers by the calls
record World(Map<String, String> answers) {
  /// What moves on although nothing of theirs has changed: the end of the log, the time of day.
  private static final List<String> MOVING = List.of("position", "exported_at");

  private static final String EXPORTED = "\\*Exported from [^*]*\\*";
  private static final int MOST_PAGES = 500;
  private static final int CONTEXT = 80;

  World {
    answers = Map.copyOf(answers);
  }

  static World of(ApiClient who, Belongings own, String word) {
    Map<String, String> all = new TreeMap<>(withoutExports(who, own, word).answers);
    for (String id : List.of(own.talk(), own.shared())) {
      for (String format : List.of("json", "markdown")) {
        put(all, who, "/api/conversations/" + id + "/export?format=" + format);
      }
    }
    return new World(all);
  }

  /// Exports are limited per minute: not for whoever asks until nothing changes any more.
  static World withoutExports(ApiClient who, Belongings own, String word) {
    Map<String, String> all = new TreeMap<>();
    for (String id : List.of(own.talk(), own.shared())) {
      for (String part : List.of("", "/messages?limit=200", "/feedback", "/shares")) {
        put(all, who, "/api/conversations/" + id + part);
      }
    }
    put(all, who, "/api/conversations/" + own.erased());
    put(all, who, "/api/conversations/" + own.room().id() + "/feedback");
    put(all, who, "/api/conversations/" + own.room().id() + "/shares");
    put(all, who, "/api/guests/me");
    put(all, ApiClient.nobody(who.node()), "/api/shares/" + own.shareToken());
    all.put("list", conversations(who, own));
    all.put("search", found(who, own, word));
    all.put("room", room(who, own));
    return new World(all);
  }

  private static void put(Map<String, String> all, ApiClient who, String path) {
    ApiClient.Answer answer = who.get(path);
    String text =
        answer.body() instanceof ObjectNode object
            ? object.deepCopy().without(MOVING).toString()
            : answer.response().body().replaceFirst(EXPORTED, "");
    all.put(path, answer.status() + " " + text);
  }

  /// Without the one in which a reply is in progress.
  private static String conversations(ApiClient who, Belongings own) {
    return items(who.get("/api/conversations?limit=200").body())
        .filter(item -> !item.path("id").asText().equals(own.busy()))
        .toList()
        .toString();
  }

  private static String found(ApiClient who, Belongings own, String word) {
    return items(who.get("/api/search?limit=200&q=" + word).body())
        .filter(item -> !item.path("conversation_id").asText().equals(own.busy()))
        .map(item -> item.path("message_id").asText() + " " + item.path("snippet").asText())
        .sorted()
        .toList()
        .toString();
  }

  /// What is theirs in a room in which others may speak as well.
  private static String room(ApiClient who, Belongings own) {
    JsonNode room = who.get("/api/rooms/" + own.room().name()).body();
    List<String> theirs = new ArrayList<>();
    for (String field : List.of("id", "name", "topic", "default_model", "answers")) {
      theirs.add(room.path(field).toString());
    }
    Set<String> ids = new HashSet<>(own.messages());
    ids.addAll(own.replies());
    String path = own.room().messages() + "?limit=200";
    String before = "";
    for (int page = 0; page < MOST_PAGES; page++) {
      JsonNode history = who.get(path + before).body();
      items(history)
          .filter(item -> ids.contains(item.path("id").asText()))
          .map(JsonNode::toString)
          .forEach(theirs::add);
      if (!history.path("next").isTextual()) {
        break;
      }
      before = "&before=" + history.path("next").asText();
    }
    return theirs.toString();
  }

  private String answer(String call) {
    return answers.getOrDefault(call, "");
  }

  static Stream<JsonNode> items(JsonNode page) {
    return StreamSupport.stream(page.path("items").spliterator(), false);
  }

  /// In words, one for each call that is answered otherwise: where the difference begins.
  List<String> differences(World later) {
    return answers.keySet().stream()
        .filter(call -> !answer(call).equals(later.answer(call)))
        .sorted()
        .map(call -> call + ": " + difference(answer(call), later.answer(call)))
        .toList();
  }

  private static String difference(String before, String after) {
    int same = 0;
    while (same < Math.min(before.length(), after.length())
        && before.charAt(same) == after.charAt(same)) {
      same++;
    }
    return "%s, then %s".formatted(around(before, same), around(after, same));
  }

  private static String around(String text, int at) {
    return "…"
        + text.substring(Math.max(0, at - CONTEXT), Math.min(text.length(), at + CONTEXT))
            .replace("\n", " ⏎ ")
        + "…";
  }
}
