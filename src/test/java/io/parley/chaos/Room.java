package io.parley.chaos;

import io.parley.testing.ApiClient;
import io.parley.testing.RoomClient;

/// A room that one scenario has for itself.
///
/// @param host who has opened it
record Room(String name, String id, ApiClient host) {
  static Room open(ApiClient host, String answers, String model) {
    String name = RoomClient.room(host, answers, model);
    return new Room(name, host.get("/api/rooms/" + name).body().path("id").asText(), host);
  }

  String messages() {
    return "/api/conversations/" + id + "/messages";
  }
}
