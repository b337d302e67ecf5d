package io.parley.platform;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochRandomGenerator;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/// UUIDs of version 7 (RFC 9562, section 5.7): sorted by the time they were made, to the
/// millisecond. All that follows the time is random in each of them, so that nobody who has seen
/// one knows the next.
public final class Ids {
  private static final TimeBasedEpochRandomGenerator GENERATOR =
      Generators.timeBasedEpochRandomGenerator();
  private static final int LENGTH = 36;

  private Ids() {}

  public static UUID next() {
    return GENERATOR.generate();
  }

  /// Reads the canonical 36-character form only: [UUID#fromString] takes shorter ones as well, and
  /// an id must have one spelling.
  public static Optional<UUID> parse(String text) {
    return isCanonical(text) ? Optional.of(UUID.fromString(text)) : Optional.empty();
  }

  /// Several ids stand in each event of the log, so this counts: a regular expression took a
  /// twentieth of a busy node's time.
  private static boolean isCanonical(String text) {
    if (text.length() != LENGTH) {
      return false;
    }
    for (int at = 0; at < LENGTH; at++) {
      char found = text.charAt(at);
      boolean fits =
          switch (at) {
            case 8, 13, 18, 23 -> found == '-';
            default -> HexFormat.isHexDigit(found);
          };
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  /// The id in a document from an untrusted source.
  ///
  /// @throws IllegalArgumentException if it is empty, or has another form; the message does not
  ///   quote it
  public static UUID read(String text) {
    return parse(text).orElseThrow(() -> new IllegalArgumentException("not an id"));
  }

  /// The moment a version-7 id was made by its maker's clock; empty for other versions.
  public static Optional<Instant> madeAt(UUID id) {
    return id.version() == 7
        ? Optional.of(Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16))
        : Optional.empty();
  }
}
