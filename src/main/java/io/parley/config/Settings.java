package io.parley.config;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;

/// What is configured, key by key. Blank is unset. Durations are ISO 8601, such as `PT30S`.
///
/// A value that cannot be read is an [IllegalArgumentException] with the key and what it must be.
///
/// @param values the configured text of a key
/// @param keys all keys that are configured, in their order
public record Settings(Function<String, Optional<String>> values, List<String> keys) {
  private static final Set<String> TRUE = Set.of("true", "yes", "y", "on", "1");
  private static final Set<String> FALSE = Set.of("false", "no", "n", "off", "0");

  public Settings {
    keys = List.copyOf(keys);
  }

  public static Settings of(Config config) {
    return of(key -> config.getOptionalValue(key, String.class), config.getPropertyNames());
  }

  /// @param values the configured text of a key; which keys there are is not known
  public static Settings of(Function<String, Optional<String>> values) {
    return of(values, List.of());
  }

  public static Settings of(Function<String, Optional<String>> values, Iterable<String> keys) {
    var sorted = new TreeSet<String>();
    keys.forEach(sorted::add);
    return new Settings(values, List.copyOf(sorted));
  }

  public Optional<String> text(String key) {
    return values.apply(key).map(String::strip).filter(text -> !text.isEmpty());
  }

  public String text(String key, String otherwise) {
    return text(key).orElse(otherwise);
  }

  /// Separated by commas.
  public List<String> list(String key) {
    return text(key).stream()
        .flatMap(list -> Stream.of(list.split(",", -1)))
        .map(String::strip)
        .filter(item -> !item.isEmpty())
        .toList();
  }

  public boolean is(String key, boolean otherwise) {
    return text(key)
        .map(text -> text.toLowerCase(Locale.ROOT))
        .map(text -> {
          if (!TRUE.contains(text) && !FALSE.contains(text)) {
            throw wrong(key, "true or false");
          }
          return TRUE.contains(text);
        })
        .orElse(otherwise);
  }

  /// 1 or more.
  public int number(String key, int otherwise) {
    return number(key, otherwise, 1);
  }

  public int number(String key, int otherwise, int least) {
    return Math.toIntExact(number(key, (long) otherwise, least, Integer.MAX_VALUE));
  }

  /// A number of bytes, 1 or more.
  public long bytes(String key, long otherwise) {
    return number(key, otherwise, 1, Long.MAX_VALUE);
  }

  private long number(String key, long otherwise, long least, long most) {
    return text(key)
        .map(text -> {
          String wanted = "a whole number, %d or more".formatted(least);
          long number;
          try {
            number = Long.parseLong(text);
          } catch (NumberFormatException e) {
            throw wrong(key, wanted);
          }
          if (number < least) {
            throw wrong(key, wanted);
          }
          if (number > most) {
            throw wrong(key, "a whole number, %d or less".formatted(most));
          }
          return number;
        })
        .orElse(otherwise);
  }

  /// Longer than nothing.
  public Duration duration(String key, Duration otherwise) {
    Duration duration = durationOrZero(key, otherwise);
    if (duration.isZero()) {
      throw wrong(key, "a positive duration such as PT30S");
    }
    return duration;
  }

  public Duration durationOrZero(String key, Duration otherwise) {
    return text(key)
        .map(text -> {
          Duration duration;
          try {
            duration = Duration.parse(text);
          } catch (DateTimeParseException e) {
            throw wrong(key, "a duration such as PT30S");
          }
          if (duration.isNegative()) {
            throw wrong(key, "a positive duration such as PT30S");
          }
          return duration;
        })
        .orElse(otherwise);
  }

  /// The value is not repeated: it may be a secret under the wrong key.
  private static IllegalArgumentException wrong(String key, String wanted) {
    return new IllegalArgumentException("%s must be %s".formatted(key, wanted));
  }
}
