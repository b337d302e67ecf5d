package io.parley.conversation;

import java.util.Optional;
import java.util.function.Function;

/// The keys `parley.copy.*`: how large what is imported, forked and shared may be.
///
/// @param importBytes of an import's body
/// @param messages of an import, and of the branch that is forked
/// @param roomMessages of a room that a fork takes along
/// @param sharedMessages of a share, the last ones
/// @param memory bytes of all that a node imports and forks at a time
/// @param atOncePerGuest imports and forks that one guest may have under way at a node
/// @param atOnce imports and forks that all may have under way at a node
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
    return new CopyConfig(
        number(lookup, "parley.copy.import-bytes", 10 * 1024 * 1024),
        number(lookup, "parley.copy.messages", 20_000),
        number(lookup, "parley.copy.room-messages", 200),
        number(lookup, "parley.copy.shared-messages", 2_000),
        number(lookup, "parley.copy.memory-bytes", 24 * 1024 * 1024),
        number(lookup, "parley.copy.at-once-per-guest", 2),
        number(lookup, "parley.copy.at-once", 8));
  }

  private static int number(Function<String, Optional<String>> lookup, String key, int otherwise) {
    int number = lookup.apply(key).map(Integer::parseInt).orElse(otherwise);
    if (number < 1) {
      throw new IllegalArgumentException(key + " must be 1 or more");
    }
    return number;
  }
}
