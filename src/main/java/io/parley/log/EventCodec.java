package io.parley.log;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.parley.event.Event;
import io.parley.platform.Json;
import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// An event's form on the topics: one JSON object with its version `v`, its `type` and its fields.
///
/// A field that is not `Optional` must be there and must not be null. Whoever adds one to an event
/// that is already on somebody's log makes it `Optional`, or raises [#VERSION].
final class EventCodec {
  private static final System.Logger LOG = System.getLogger(EventCodec.class.getName());

  /// The newest version that this server writes and reads.
  static final int VERSION = 1;

  private static final byte[] PREFIX =
      "{\"v\":%d,".formatted(VERSION).getBytes(StandardCharsets.UTF_8);
  private static final ObjectWriter WRITER = Json.MAPPER.writerFor(Event.class);
  private static final Map<Class<?>, String> TYPES = types();
  private static final Map<String, ObjectReader> READERS = readers();

  private final int maxBytes;
  private final Set<String> refusedTypes = ConcurrentHashMap.newKeySet();

  /// @param maxBytes no event is larger than this
  EventCodec(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /// What a record's value turned out to be.
  sealed interface Decoded {
    record Known(Event event) implements Decoded {}

    /// Written by a newer server of the same version; nothing is lost by not knowing it.
    record Unknown(String type) implements Decoded {}

    /// `reason` is fixed text, never part of the value.
    record Unreadable(String reason, Optional<Exception> cause) implements Decoded {
      Unreadable(String reason) {
        this(reason, Optional.empty());
      }
    }
  }

  /// What could not be read back is not written: on the log it would be a dead letter on every node
  /// for as long as the log lasts.
  ///
  /// @throws io.parley.platform.ProblemException `too_large`, or `invalid_request` if it could not
  ///   be read back
  byte[] encode(Event event) {
    String type = typeOf(event.getClass());
    byte[] value;
    try {
      byte[] plain = WRITER.writeValueAsBytes(event);
      value = Arrays.copyOf(PREFIX, PREFIX.length + plain.length - 1);
      System.arraycopy(plain, 1, value, PREFIX.length, plain.length - 1);
      if (value.length <= maxBytes) {
        if (!isPlain(event)) {
          Event _ = reader(type).readValue(value);
        }
        requireWholeText(value);
      }
    } catch (IOException | RuntimeException e) {
      throw unreadable(type, e);
    }
    if (value.length > maxBytes) {
      throw Problem.TOO_LARGE.because("The event is larger than parley.events.max-record-bytes.");
    }
    return value;
  }

  /// Keystrokes and pieces of replies, which are most of what is written. Their records hold
  /// nothing but ids, whole numbers and texts, none of which is missing, so each can be read; to
  /// try it would take several times as long as to write it.
  private static boolean isPlain(Event event) {
    return event instanceof Event.DraftEdited
        || event instanceof Event.ReplyDelta
        || event instanceof Event.ReplyThinking;
  }

  /// Neither people nor the log of this server are told what was in it, and the log is told once:
  /// it may be a stranger who sends it.
  private ProblemException unreadable(String type, Exception cause) {
    if (refusedTypes.add(type)) {
      LOG.log(
          System.Logger.Level.WARNING,
          "an event `{0}` that could not be read back is not written ({1}); others of its type are"
              + " rejected without a log line",
          type,
          cause.getClass().getSimpleName());
    }
    return Problem.INVALID_REQUEST.because("The event contains NUL or half a character.");
  }

  /// NUL and halves of characters can be written in JSON, as escapes alone, but PostgreSQL keeps
  /// neither: the archive would be without the event.
  private static void requireWholeText(byte[] json) {
    boolean halfOpen = false;
    for (int at = 0; at < json.length; at++) {
      boolean escape = json[at] == '\\';
      char unit = escape && json[at + 1] == 'u' ? escaped(json, at + 2) : 'x';
      if (unit == 0 || halfOpen != Character.isLowSurrogate(unit)) {
        throw new IllegalArgumentException("NUL or half a character");
      }
      halfOpen = Character.isHighSurrogate(unit);
      if (escape) {
        at += json[at + 1] == 'u' ? 5 : 1;
      }
    }
  }

  private static char escaped(byte[] json, int from) {
    return (char) HexFormat.fromHexDigits(new String(json, from, 4, StandardCharsets.US_ASCII));
  }

  private static ObjectReader reader(String type) {
    return Objects.requireNonNull(READERS.get(type), type);
  }

  Decoded decode(byte @Nullable [] value) {
    if (value == null) {
      return new Decoded.Unreadable("no value");
    }
    if (value.length > maxBytes) {
      return new Decoded.Unreadable("too large");
    }
    try {
      return decode(Envelope.of(value), value);
    } catch (IOException | RuntimeException e) {
      return new Decoded.Unreadable("not an event", Optional.of(e));
    }
  }

  private static Decoded decode(Envelope envelope, byte[] value) throws IOException {
    if (envelope.version() < 1) {
      return new Decoded.Unreadable("no version");
    }
    if (envelope.version() > VERSION) {
      return new Decoded.Unreadable("version from the future");
    }
    if (envelope.type().isEmpty()) {
      return new Decoded.Unreadable("no type");
    }
    ObjectReader reader = READERS.get(envelope.type());
    return reader == null
        ? new Decoded.Unknown(envelope.type())
        : new Decoded.Known(reader.readValue(value));
  }

  /// The type under which an event is written, and counted.
  static String typeOf(Class<? extends Event> event) {
    return Objects.requireNonNull(TYPES.get(event), event::getName);
  }

  private static Map<Class<?>, String> types() {
    return Arrays.stream(Event.class.getAnnotation(JsonSubTypes.class).value())
        .collect(Collectors.toUnmodifiableMap(JsonSubTypes.Type::value, JsonSubTypes.Type::name));
  }

  private static Map<String, ObjectReader> readers() {
    return Arrays.stream(Event.class.getAnnotation(JsonSubTypes.class).value())
        .collect(
            Collectors.toUnmodifiableMap(
                JsonSubTypes.Type::name,
                type ->
                    Json.MAPPER
                        .readerFor(type.value())
                        .with(
                            DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
                            DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                            DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS,
                            DeserializationFeature.FAIL_ON_TRAILING_TOKENS)));
  }

  /// Version and type, read without reading the rest: they stand first in what we write. The type
  /// is empty, and the version 0, where there is none.
  private record Envelope(int version, String type) {
    static Envelope of(byte[] value) throws IOException {
      int version = 0;
      String type = "";
      try (JsonParser parser = Json.MAPPER.createParser(value)) {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
          return new Envelope(0, "");
        }
        while ((version == 0 || type.isEmpty()) && parser.nextToken() == JsonToken.FIELD_NAME) {
          String field = parser.currentName();
          JsonToken token = parser.nextToken();
          if (field.equals("v") && token == JsonToken.VALUE_NUMBER_INT) {
            version = parser.getIntValue();
          } else if (field.equals("type") && token == JsonToken.VALUE_STRING) {
            type = parser.getText();
          } else {
            parser.skipChildren();
          }
        }
      }
      return new Envelope(version, type);
    }
  }
}
