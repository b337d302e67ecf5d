package io.parley.room;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.parley.testing.ApiClient;
import io.parley.testing.ParleyNode;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/// A room that one test has for itself, opened and written into through REST.
///
/// @param host who has opened it
record TestRoom(String name, String id, ApiClient host) {
  /// A room in which models answer nothing that is not addressed to them.
  static TestRoom quiet(ParleyNode node) {
    return open(node, Map.of("answers", "mentions"));
  }

  /// A room in which this model answers everything.
  static TestRoom answeredBy(ParleyNode node, String model) {
    return open(node, Map.of("answers", "all", "default_model", "test/" + model));
  }

  /// A room in which the built-in guide answers everything.
  static TestRoom answeredByTheGuide(ParleyNode node) {
    return open(node, Map.of("answers", "all", "default_model", "demo/guide"));
  }

  private static TestRoom open(ParleyNode node, Map<String, String> settings) {
    var host = ApiClient.guest(node, "Hedy");
    var plan = new HashMap<>(settings);
    plan.put("name", "e2e-" + UUID.randomUUID().toString().substring(0, 13));
    plan.put("topic", "A test has this room for itself");
    var opened = host.post("/api/rooms", plan);
    assertEquals(201, opened.status(), () -> "opening a room: " + opened);
    return new TestRoom(
        opened.body().path("name").asText(), opened.body().path("id").asText(), host);
  }

  /// A message that no model answers.
  void post(ApiClient author, String text) {
    post(author, Map.of("message", text, "reply", false));
  }

  /// A message of the host's that is answered.
  void ask(String text) {
    post(host, Map.of("message", text));
  }

  private void post(ApiClient author, Map<String, Object> message) {
    var posted = author.post("/api/conversations/%s/messages".formatted(id), message);
    assertEquals(200, posted.status(), () -> "posting: " + posted);
  }
}
