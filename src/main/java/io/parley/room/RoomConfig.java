package io.parley.room;

import io.parley.config.Settings;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/// How rooms behave.
///
/// @param joinWithin a connection that has not joined by then is closed
/// @param page how many messages of history a room opens with
/// @param maxRooms how many rooms there may be on this server
record RoomConfig(Duration joinWithin, int page, int maxRooms) {
  /// @param lookup a setting by its key, empty where it is not set
  static RoomConfig from(Function<String, Optional<String>> lookup) {
    Settings of = Settings.of(lookup);
    RoomConfig config =
        new RoomConfig(
            of.duration("parley.room.join-within", Duration.ofSeconds(10)),
            of.number("parley.room.page", 50),
            of.number("parley.room.max-rooms", 1_000));
    if (config.page() > 200) {
      throw new IllegalArgumentException("parley.room.page must be a whole number from 1 to 200");
    }
    return config;
  }
}
