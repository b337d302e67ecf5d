package io.parley.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import io.parley.event.DraftId;
import io.parley.event.Event;
import io.parley.log.EventCodec.Decoded;
import io.parley.participant.ParticipantId;
import io.parley.platform.Ids;
import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is written is read back, or is not written: tried with events of every type, filled with
/// whatever comes. The seed is in a failure's message.
class EventRoundTripTest {
  private static final int ROUNDS = 400;
  private static final int MAX_BYTES = 64 * 1024;

  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "\0",
          "\u0001\u001f\u007f\u2028\u2029",
          "\"\\/{}[]:,",
          "👋🏽",
          "\ud800",
          "\udc00x",
          "half \ud83d",
          "null",
          "NaN",
          "{\"v\":1,\"type\":\"pulse\"}",
          "x".repeat(40_000),
          "\u0007".repeat(12_000),
          "\u202e\ufeff\ufffe\uffff");

  private static final List<Instant> TIMES =
      List.of(
          Instant.EPOCH,
          Instant.MIN,
          Instant.MAX,
          Instant.parse("0000-01-01T00:00:00Z"),
          Instant.parse("9999-12-31T23:59:59.999999999Z"),
          Instant.parse("-0001-02-28T00:00:00Z"));

  private static final List<BigDecimal> AMOUNTS =
      List.of(
          BigDecimal.ZERO,
          new BigDecimal("-0.00"),
          new BigDecimal("1E+400"),
          new BigDecimal("1E-2147483647"),
          new BigDecimal("9".repeat(1_200)),
          BigDecimal.valueOf(Long.MIN_VALUE, 7));

  private static final List<URI> LINKS =
      List.of(
          URI.create(""),
          URI.create("/docs/x?q=%22#f"),
          URI.create("https://例え.jp/ü"),
          URI.create("a:b"));

  private final EventCodec codec = new EventCodec(MAX_BYTES);

  @Test
  void whatCanBeWrittenCanBeReadAndIsTheSame() {
    long seed = System.nanoTime();
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    Set<Class<?>> written = new HashSet<>();
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      for (Class<?> type : types()) {
        Event event = (Event) value(type, random);
        Optional<byte[]> encoded = encoded(event, seed);
        if (encoded.isEmpty()) {
          refused++;
        } else {
          assertEquals(
              new Decoded.Known(event), codec.decode(encoded.get()), "the seed is " + seed);
          written.add(type);
        }
      }
    }
    assertEquals(Set.copyOf(types()), written, "the seed is " + seed);
    assertTrue(refused > 0, "nothing was refused: the values are too tame");
  }

  private Optional<byte[]> encoded(Event event, long seed) {
    try {
      return Optional.of(codec.encode(event));
    } catch (ProblemException refusal) {
      boolean said =
          refusal.problem() == Problem.INVALID_REQUEST || refusal.problem() == Problem.TOO_LARGE;
      assertTrue(said, refusal.problem() + ", the seed is " + seed);
      return Optional.empty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\ud800", "x\udc00", "\ud83d\ud83d\udc4b", "\0", "\\\0"})
  void whatNoDatabaseKeepsIsRefusedAndNotQuoted(String text) {
    ProblemException refusal =
        assertThrows(ProblemException.class, () -> codec.encode(Events.posted("secret " + text)));
    assertEquals(Problem.INVALID_REQUEST, refusal.problem());
    assertFalse(refusal.detail().contains("secret"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\u0000", "\\ud800 as it is spelt", "\\\\u0000", "\u0001", "👋"})
  void whatOnlyLooksLikeThatIsWritten(String text) {
    Event.MessagePosted posted = Events.posted(text);
    assertEquals(new Decoded.Known(posted), codec.decode(codec.encode(posted)));
  }

  @Test
  @SuppressWarnings("NullAway") // what must not happen, and is caught if it does
  void anEventWithoutWhatItNeedsIsRefused() {
    for (Event broken :
        List.of(
            new Event.StopRequested(null),
            new Event.MessageRemoved(Events.MESSAGE, null),
            new Event.Joined(null))) {
      assertEquals(
          Problem.INVALID_REQUEST,
          assertThrows(ProblemException.class, () -> codec.encode(broken), broken.toString())
              .problem());
    }
  }

  /// Which are not read back before they are written.
  @Test
  void aKeystrokeOrAPieceOfAReplyWithoutWhatItNeedsIsNotMade() throws Exception {
    for (Class<?> type : List.of(Event.ReplyDelta.class, Event.DraftEdited.class)) {
      RecordComponent[] components = type.getRecordComponents();
      Class<?>[] types =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      Event whole =
          type == Event.ReplyDelta.class
              ? new Event.ReplyDelta(Events.REPLY, 1, 1, "text")
              : new Event.DraftEdited(
                  new ParticipantId(Ids.next()),
                  new DraftId(Ids.next()),
                  1,
                  Event.DraftEvent.NEW,
                  List.of(),
                  Ids.next());
      for (int missing = 0; missing < types.length; missing++) {
        if (!types[missing].isPrimitive()) {
          @Nullable Object[] values = new @Nullable Object[types.length];
          for (int i = 0; i < types.length; i++) {
            values[i] = i == missing ? null : components[i].getAccessor().invoke(whole);
          }
          InvocationTargetException refused =
              assertThrows(
                  InvocationTargetException.class,
                  () -> type.getDeclaredConstructor(types).newInstance(values),
                  components[missing].getName());
          assertInstanceOf(NullPointerException.class, refused.getCause());
        }
      }
    }
  }

  @Test
  void whatMayBeWrittenIsAllowedToBeRead() {
    int envelope = codec.encode(Events.posted("")).length;
    Event.MessagePosted largest = Events.posted("x".repeat(MAX_BYTES - envelope));
    assertEquals(new Decoded.Known(largest), codec.decode(codec.encode(largest)));
    Event.MessagePosted larger = Events.posted("x".repeat(MAX_BYTES - envelope + 1));
    assertEquals(
        Problem.TOO_LARGE,
        assertThrows(ProblemException.class, () -> codec.encode(larger)).problem());
  }

  @Test
  void aTextThatNoReaderOfJsonTakesIsRefusedHoweverLargeEventsMayBe() {
    EventCodec generous = new EventCodec(64 * 1024 * 1024);
    Event.MessagePosted huge = Events.posted("x".repeat(21 * 1024 * 1024));
    assertThrows(ProblemException.class, () -> generous.encode(huge));
  }

  private static List<Class<?>> types() {
    return Arrays.stream(Event.class.getAnnotation(JsonSubTypes.class).value())
        .<Class<?>>map(JsonSubTypes.Type::value)
        .toList();
  }

  private static Object value(Type type, RandomGenerator random) {
    if (type instanceof ParameterizedType generic) {
      return many(generic, random);
    }
    Class<?> kind = (Class<?>) type;
    if (kind == String.class) {
      return random.nextInt(8) == 0 ? anyOf(TEXTS, random) : text(random);
    }
    if (kind == UUID.class) {
      return new UUID(random.nextLong(), random.nextLong());
    }
    if (kind == Instant.class) {
      return random.nextInt(4) == 0
          ? anyOf(TIMES, random)
          : Instant.ofEpochSecond(random.nextLong(4_000_000_000L), random.nextInt(1_000_000_000));
    }
    if (kind == int.class || kind == Integer.class) {
      return random.nextInt();
    }
    if (kind == Long.class) {
      return random.nextLong();
    }
    if (kind == Boolean.class || kind == boolean.class) {
      return random.nextBoolean();
    }
    if (kind == BigDecimal.class) {
      return anyOf(AMOUNTS, random);
    }
    if (kind == URI.class) {
      return anyOf(LINKS, random);
    }
    if (kind.isEnum()) {
      return anyOf(List.of(kind.getEnumConstants()), random);
    }
    if (kind.isSealed()) {
      return value(anyOf(List.of(kind.getPermittedSubclasses()), random), random);
    }
    return record(kind, random);
  }

  private static Object many(ParameterizedType type, RandomGenerator random) {
    Type element = type.getActualTypeArguments()[0];
    if (type.getRawType() == Optional.class) {
      return random.nextBoolean() ? Optional.of(value(element, random)) : Optional.empty();
    }
    List<Object> list = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      list.add(value(element, random));
    }
    return list;
  }

  private static Object record(Class<?> kind, RandomGenerator random) {
    RecordComponent[] components = kind.getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    Object[] values =
        Arrays.stream(components)
            .map(component -> value(component.getGenericType(), random))
            .toArray();
    try {
      var constructor = kind.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (InvocationTargetException refused) {
      return record(kind, random);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("no " + kind.getName() + " can be made", e);
    }
  }

  private static String text(RandomGenerator random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(30); i > 0; i--) {
      int character = random.nextInt(Character.MAX_CODE_POINT + 1);
      boolean half = Character.MIN_SURROGATE <= character && character <= Character.MAX_SURROGATE;
      text.appendCodePoint(half ? 'x' : character);
    }
    return text.toString();
  }

  private static <T> T anyOf(List<T> values, RandomGenerator random) {
    return values.get(random.nextInt(values.size()));
  }
}
