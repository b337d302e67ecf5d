package io.parley.platform;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochRandomGenerator;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// UUIDs of version 7 (RFC 9562, section 5.7): sorted by the time they were made, to the
/// millisecond. All that follows the time is random anew in each of them, so that nobody who has
/// seen one knows the next.
public final class Ids {
  private static final TimeBasedEpochRandomGenerator GENERATOR =
      Generators.timeBasedEpochRandomGenerator();
  private static final Pattern CANONICAL =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private Ids() {}

  public static UUID next() {
    return GENERATOR.generate();
  }

  /// Reads the canonical 36-character form only: [UUID#fromString] takes shorter ones as well, and
  /// an id must have one spelling.
  public static Optional<UUID> parse(String text) {
    return CANONICAL.matcher(text).matches()
        ? Optional.of(UUID.fromString(text))
        : Optional.empty();
  }

  /// The id in a document that was written by whoever.
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
