package io.parley.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.event.Event;
import io.parley.log.EventCodec.Decoded;
import io.parley.platform.Json;
import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventCodecTest {
  private static final int MAX_BYTES = 1024 * 1024;

  /// Fields that are `Optional` in the records, wherever they stand.
  private static final Set<String> OPTIONAL =
      Set.of(
          "parent_id",
          "owner",
          "origin",
          "draft_id",
          "usage",
          "error",
          "snippet",
          "details",
          "asked_model",
          "context",
          "cost",
          "first_token_ms",
          "duration_ms",
          "thinking_ms",
          "thinking",
          "finish_reason",
          "refusal",
          "continues",
          "cached");

  private final EventCodec codec = new EventCodec(MAX_BYTES);

  static List<Event> oneOfEach() {
    return Events.oneOfEach();
  }

  @ParameterizedTest
  @MethodSource("oneOfEach")
  void anEventIsReadAsItWasWritten(Event event) {
    assertEquals(new Decoded.Known(event), codec.decode(codec.encode(event)));
  }

  @Test
  void everyTypeOfEventIsAmongThoseTested() {
    var tested = Events.oneOfEach().stream().map(Object::getClass).collect(Collectors.toSet());

    var types =
        Arrays.stream(Event.class.getAnnotation(JsonSubTypes.class).value())
            .map(JsonSubTypes.Type::value)
            .collect(Collectors.toSet());
    var permitted =
        Stream.of(Event.Durable.class, Event.Live.class)
            .flatMap(kind -> Arrays.stream(kind.getPermittedSubclasses()))
            .collect(Collectors.toSet());

    assertEquals(permitted, types, "a type without a name");
    assertEquals(permitted, tested, "a type without a test");
  }

  @Test
  void versionAndTypeComeFirst() {
    assertEquals(
        "{\"v\":1,\"type\":\"stop.requested\",\"reply_id\":\"%s\"}".formatted(Events.REPLY),
        new String(codec.encode(new Event.StopRequested(Events.REPLY)), UTF_8));
  }

  @ParameterizedTest
  @MethodSource("oneOfEach")
  void theOrderOfFieldsDoesNotMatter(Event event) throws IOException {
    var fields = new ArrayList<>(tree(event).properties());
    var reversed = Json.MAPPER.createObjectNode();
    fields.reversed().forEach(field -> reversed.set(field.getKey(), field.getValue()));

    assertEquals(new Decoded.Known(event), decode(reversed));
  }

  @ParameterizedTest
  @MethodSource("oneOfEach")
  void fieldsFromTheFutureAreIgnored(Event event) throws IOException {
    var newer = tree(event);
    everyObjectIn(newer).forEach(it -> it.putObject("mood").put("of", "tomorrow"));

    assertEquals(new Decoded.Known(event), decode(newer));
  }

  @ParameterizedTest
  @MethodSource("oneOfEach")
  void aRequiredFieldMustBeThere(Event event) throws IOException {
    for (int object = 0; object < everyObjectIn(tree(event)).size(); object++) {
      for (String field : required(everyObjectIn(tree(event)).get(object))) {
        var missing = tree(event);
        everyObjectIn(missing).get(object).remove(field);
        assertInstanceOf(Decoded.Unreadable.class, decode(missing), field + " missing");

        var absent = tree(event);
        everyObjectIn(absent).get(object).putNull(field);
        assertInstanceOf(Decoded.Unreadable.class, decode(absent), field + " null");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("oneOfEach")
  void anOptionalFieldMayBeNullOrMissing(Event event) throws IOException {
    for (int object = 0; object < everyObjectIn(tree(event)).size(); object++) {
      for (String field : optional(everyObjectIn(tree(event)).get(object))) {
        var bare = tree(event);
        var holder = everyObjectIn(bare).get(object);
        holder.remove(field);
        var missing = assertInstanceOf(Decoded.Known.class, decode(bare), field + " missing");
        holder.putNull(field);
        assertEquals(missing, decode(bare), field + " null");
      }
    }
  }

  @Test
  void anUnknownTypeIsKnownToBeUnknown() {
    assertEquals(
        new Decoded.Unknown("reaction.added"), decode("{\"v\":1,\"type\":\"reaction.added\"}"));
  }

  @Test
  void aVersionFromTheFutureIsUnreadableWhateverItsType() throws IOException {
    var newer = tree(new Event.StopRequested(Events.REPLY)).put("v", EventCodec.VERSION + 1);

    assertEquals(new Decoded.Unreadable("version from the future"), decode(newer));
    assertEquals(
        new Decoded.Unreadable("version from the future"), decode("{\"v\":2,\"type\":\"x.y\"}"));
  }

  @Test
  void nothingIsUnreadable() {
    assertEquals(new Decoded.Unreadable("no value"), codec.decode(null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "1",
        "[]",
        "{}",
        "\"text\"",
        "{\"v\":1",
        "{\"v\":1}",
        "{\"v\":0,\"type\":\"pulse\"}",
        "{\"v\":-1,\"type\":\"pulse\"}",
        "{\"v\":\"1\",\"type\":\"pulse\"}",
        "{\"v\":99999999999999999999,\"type\":\"pulse\"}",
        "{\"v\":1,\"type\":7}",
        "{\"v\":1,\"type\":\"\"}",
        "{\"v\":1,\"type\":\"pulse\"}",
        "{\"v\":1,\"type\":\"pulse\",\"node\":{},\"at\":\"2026-11-21T10:15:30Z\"}",
        "{\"v\":1,\"type\":\"pulse\",\"node\":\"a\",\"at\":\"yesterday\"}",
        "{\"v\":1,\"type\":\"pulse\",\"node\":\"a\",\"at\":\"2026-11-21T10:15:30Z\"} more",
        "{\"v\":1,\"type\":\"stop.requested\",\"reply_id\":\"7\"}",
      })
  void garbageIsUnreadable(String garbage) {
    assertInstanceOf(Decoded.Unreadable.class, decode(garbage));
  }

  @Test
  void bytesThatAreNoTextAreUnreadable() {
    var noise = new byte[4096];
    new Random(7).nextBytes(noise);

    assertInstanceOf(Decoded.Unreadable.class, codec.decode(noise));
  }

  @Test
  void deepNestingIsUnreadable() {
    var deep = "{\"v\":1,\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";

    assertInstanceOf(Decoded.Unreadable.class, decode(deep));
  }

  @Test
  void tenMegabytesAreUnreadableUnlessTheyAreAllowed() {
    var huge = Events.posted("x".repeat(10 * 1024 * 1024));
    var generous = new EventCodec(11 * 1024 * 1024);
    var value = generous.encode(huge);

    assertEquals(new Decoded.Known(huge), generous.decode(value));
    assertEquals(new Decoded.Unreadable("too large"), codec.decode(value));
  }

  @Test
  void whatIsTooLargeIsNotWritten() {
    var refused =
        assertThrows(
            ProblemException.class, () -> codec.encode(Events.posted("x".repeat(MAX_BYTES))));

    assertEquals(Problem.TOO_LARGE, refused.problem());
  }

  @Test
  void theReasonNeverQuotesTheValue() {
    var unreadable =
        assertInstanceOf(
            Decoded.Unreadable.class,
            decode("{\"v\":1,\"type\":\"stop.requested\",\"reply_id\":\"secret\"}"));

    assertEquals("not an event", unreadable.reason());
    assertTrue(unreadable.cause().isPresent());
  }

  private ObjectNode tree(Event event) throws IOException {
    return (ObjectNode) Json.MAPPER.readTree(codec.encode(event));
  }

  private Decoded decode(JsonNode tree) {
    return decode(tree.toString());
  }

  private Decoded decode(String json) {
    return codec.decode(json.getBytes(UTF_8));
  }

  private static List<ObjectNode> everyObjectIn(JsonNode tree) {
    var objects = new ArrayList<ObjectNode>();
    if (tree instanceof ObjectNode object) {
      objects.add(object);
    }
    tree.forEach(child -> objects.addAll(everyObjectIn(child)));
    return objects;
  }

  private static List<String> required(ObjectNode object) {
    var optional = optional(object);
    return object
        .propertyStream()
        .map(Map.Entry::getKey)
        .filter(name -> !optional.contains(name))
        .toList();
  }

  /// A draft's own event cannot do without the draft's id and the connection, nor a request for a
  /// reply without it.
  private static List<String> optional(ObjectNode object) {
    return object
        .propertyStream()
        .map(Map.Entry::getKey)
        .filter(name -> OPTIONAL.contains(name) || (name.equals("reply") && object.has("text")))
        .filter(name -> !(Set.of("draft_id", "origin").contains(name) && object.has("ops")))
        .toList();
  }
}
