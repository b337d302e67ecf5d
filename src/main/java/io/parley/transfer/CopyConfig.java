package io.parley.transfer;

import io.parley.config.Settings;
import java.util.Optional;
import java.util.function.Function;

/// The keys `parley.copy.*`: how large what is imported, forked and shared may be.
///
/// @param importBytes of an import's body
/// @param messages of an import, and of the branch that is forked
/// @param roomMessages of a room that a fork takes along
/// @param sharedMessages of a share, the last ones
/// @param memory bytes of all that a node imports and forks at a time
/// @param atOncePerGuest imports and forks that one guest may run at the same time on a node
/// @param atOnce imports and forks that all may run at the same time on a node
public record CopyConfig(
    int importBytes,
    int messages,
    int roomMessages,
    int sharedMessages,
    int memory,
    int atOncePerGuest,
    int atOnce) {
  /// @param lookup a setting by its key, empty where it is not set
  static CopyConfig from(Function<String, Optional<String>> lookup) {
    Settings of = Settings.of(lookup);
    return new CopyConfig(
        of.number("parley.copy.import-bytes", 10 * 1024 * 1024),
        of.number("parley.copy.messages", 20_000),
        of.number("parley.copy.room-messages", 200),
        of.number("parley.copy.shared-messages", 2_000),
        of.number("parley.copy.memory-bytes", 24 * 1024 * 1024),
        of.number("parley.copy.at-once-per-guest", 2),
        of.number("parley.copy.at-once", 8));
  }
}
