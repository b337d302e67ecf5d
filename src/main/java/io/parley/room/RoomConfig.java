package io.parley.room;

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
    RoomConfig config =
        new RoomConfig(
            lookup
                .apply("parley.room.join-within")
                .map(Duration::parse)
                .orElse(Duration.ofSeconds(10)),
            lookup.apply("parley.room.page").map(Integer::parseInt).orElse(50),
            lookup.apply("parley.room.max-rooms").map(Integer::parseInt).orElse(1_000));
    if (!config.joinWithin().isPositive()
        || config.page() < 1
        || config.page() > 200
        || config.maxRooms() < 1) {
      throw new IllegalArgumentException(
          "parley.room.join-within must be positive, parley.room.page 1 to 200,"
              + " parley.room.max-rooms 1 or more");
    }
    return config;
  }
}
