package io.parley.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// A place in a conversation's durable log, written `epoch:offset`. Positions of one conversation
/// and one epoch are totally ordered by their offset; those of different epochs cannot be compared,
/// because the log they pointed into is another one.
@Schema(
    type = SchemaType.STRING,
    description = "A place in a conversation's log; opaque",
    examples = "\"kZ3fQ:42\"")
public record Position(String epoch, long offset) {
  private static final Pattern FORM = Pattern.compile("([0-9A-Za-z_-]{1,32}):(-1|\\d{1,18})");

  /// Before everything: the position of a conversation in which nothing has happened.
  public static Position start(String epoch) {
    return new Position(epoch, -1);
  }

  public static Optional<Position> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches()
        ? Optional.of(new Position(matcher.group(1), Long.parseLong(matcher.group(2))))
        : Optional.empty();
  }

  @JsonCreator
  static Position of(String text) {
    return parse(text).orElseThrow(() -> new IllegalArgumentException("not a position"));
  }

  @JsonValue
  @Override
  public String toString() {
    return epoch + ":" + offset;
  }
}
