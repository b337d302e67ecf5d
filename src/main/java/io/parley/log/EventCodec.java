package io.parley.log;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.parley.platform.Json;
import io.parley.platform.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// An event's form on the topics: one JSON object with its version `v`, its `type` and its fields.
///
/// A field that is not `Optional` must be there and must not be null. Whoever adds one to an event
/// that is already on somebody's log makes it `Optional`, or raises [#VERSION].
final class EventCodec {
  /// The newest version that this server writes and reads.
  static final int VERSION = 1;

  private static final byte[] PREFIX =
      "{\"v\":%d,".formatted(VERSION).getBytes(StandardCharsets.UTF_8);
  private static final ObjectWriter WRITER = Json.MAPPER.writerFor(Event.class);
  private static final Map<String, ObjectReader> READERS = readers();

  private final int maxBytes;

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

  /// @throws io.parley.platform.ProblemException `too_large`
  byte[] encode(Event event) {
    byte[] plain;
    try {
      plain = WRITER.writeValueAsBytes(event);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON form: " + event.getClass().getName(), e);
    }
    byte[] value = Arrays.copyOf(PREFIX, PREFIX.length + plain.length - 1);
    System.arraycopy(plain, 1, value, PREFIX.length, plain.length - 1);
    if (value.length > maxBytes) {
      throw Problem.TOO_LARGE.because("This is larger than one entry of the log may be.");
    }
    return value;
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
    return Arrays.stream(Event.class.getAnnotation(JsonSubTypes.class).value())
        .filter(type -> type.value() == event)
        .map(JsonSubTypes.Type::name)
        .findAny()
        .orElseThrow(() -> new IllegalArgumentException("an event without a type: " + event));
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
