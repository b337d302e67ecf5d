package io.parley.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.config.MapConfig;
import io.parley.identity.Caller;
import io.parley.identity.GuestDesk;
import io.parley.participant.ParticipantId;
import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import io.parley.testing.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class RateLimitsTest {
  private final List<RateLimits.Kind> refused = new ArrayList<>();

  @Test
  void defaultsAreThoseOfTheContract() {
    LimitsConfig limits = new LimitsConfig(new MapConfig(Map.of()));
    assertEquals(new RateLimit.Rate(30, Duration.ofSeconds(1)), limits.drafts());
    assertEquals(new RateLimit.Rate(60, Duration.ofMinutes(1)), limits.posts());
    assertEquals(new RateLimit.Rate(20, Duration.ofMinutes(1)), limits.replies());
    assertEquals(new RateLimit.Rate(600, Duration.ofMinutes(1)), limits.keys());
    assertEquals(new RateLimit.Rate(300, Duration.ofHours(1)), limits.guests());
    assertEquals(new RateLimit.Rate(1_200, Duration.ofMinutes(1)), limits.postsOfAddress());
    assertEquals(new RateLimit.Rate(120, Duration.ofMinutes(1)), limits.repliesOfAddress());
    assertEquals(new RateLimit.Rate(600, Duration.ofMinutes(1)), limits.repliesOfAll());
    assertEquals(new RateLimit.Rate(20, Duration.ofMinutes(1)), limits.stops());
    assertEquals(new RateLimit.Rate(120, Duration.ofMinutes(1)), limits.searches());
    assertEquals(new RateLimit.Rate(300, Duration.ofMinutes(1)), limits.searchesOfAddress());
    assertEquals(new RateLimit.Rate(60, Duration.ofMinutes(1)), limits.copiesOfAddress());
    assertEquals(new RateLimit.Rate(20, Duration.ofMinutes(1)), limits.exports());
    assertEquals(new RateLimit.Rate(120, Duration.ofMinutes(1)), limits.exportsOfAddress());
    assertEquals(new RateLimit.Rate(10, Duration.ofHours(1)), limits.revocations());
    assertEquals(new RateLimit.Rate(10, Duration.ofMinutes(1)), limits.wrongTokens());
    assertEquals(16, limits.streams());
    assertEquals(300, limits.streamsOfAddress());
    assertEquals(new RateLimit.Rate(30, Duration.ofSeconds(1)), limits.sockets());
  }

  @Test
  void eachHasItsKey() {
    LimitsConfig limits =
        limits(
            "drafts-per-second", 1,
            "posts-per-minute", 2,
            "replies-per-minute", 3,
            "guests-per-hour", 4,
            "sockets-per-second", 5,
            "key-requests-per-minute", 6,
            "posts-per-minute-per-address", 7,
            "replies-per-minute-per-address", 8,
            "replies-per-minute-in-total", 9,
            "stops-per-minute", 10,
            "searches-per-minute", 11,
            "searches-per-minute-per-address", 12,
            "revocations-per-hour", 13,
            "wrong-operator-tokens-per-minute", 14,
            "streams-per-guest", 15,
            "streams-per-address", 16,
            "copies-per-minute", 17,
            "reads-per-minute", 18,
            "reads-per-minute-per-address", 19);
    assertEquals(
        List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 17, 18, 19),
        Stream.of(
                limits.drafts(),
                limits.posts(),
                limits.replies(),
                limits.guests(),
                limits.sockets(),
                limits.keys(),
                limits.postsOfAddress(),
                limits.repliesOfAddress(),
                limits.repliesOfAll(),
                limits.stops(),
                limits.searches(),
                limits.searchesOfAddress(),
                limits.revocations(),
                limits.wrongTokens(),
                limits.copies(),
                limits.reads(),
                limits.readsOfAddress())
            .map(RateLimit.Rate::amount)
            .toList());
    assertEquals(15, limits.streams());
    assertEquals(16, limits.streamsOfAddress());
  }

  @Test
  void roomsAreLimitedPerGuestAndPerAddress() {
    LimitsConfig limits = new LimitsConfig(new MapConfig(Map.of()));
    assertEquals(new RateLimit.Rate(10, Duration.ofHours(1)), limits.rooms());
    assertEquals(new RateLimit.Rate(60, Duration.ofHours(1)), limits.roomsOfAddress());
    RateLimits perGuest = rateLimits("rooms-per-hour", 1);
    Caller ada = somebody("192.0.2.1");
    assertTrue(perGuest.room(ada).isEmpty());
    assertTrue(perGuest.room(ada).isPresent());
    assertTrue(perGuest.room(somebody("192.0.2.1")).isEmpty());
    RateLimits perAddress = rateLimits("rooms-per-hour-per-address", 1);
    assertTrue(perAddress.room(ada).isEmpty());
    assertTrue(perAddress.room(somebody("192.0.2.1")).isPresent());
    assertTrue(perAddress.room(somebody("192.0.2.2")).isEmpty());
    assertEquals(List.of(RateLimits.Kind.ROOM, RateLimits.Kind.ROOM_ADDRESS), refused);
  }

  @Test
  void aRefusalIsCountedByItsKindAndNamesTheLimit() {
    RateLimits rateLimits = rateLimits("posts-per-minute", 1);
    Caller ada = somebody("192.0.2.1");
    RateLimits.require(rateLimits.post(ada));
    Optional<RateLimits.Exhausted> exhausted = rateLimits.post(ada);
    assertEquals(List.of(RateLimits.Kind.POST), refused);
    ProblemException refusal =
        assertThrows(ProblemException.class, () -> RateLimits.require(exhausted));
    assertEquals(Problem.RATE_LIMITED, refusal.problem());
    assertEquals(Optional.of(Duration.ofMinutes(1)), refusal.retryAfter());
    assertEquals(
        "Rate limit exceeded: at most 1 messages and other changes per minute for each guest."
            + " Try again in 60 seconds.",
        refusal.detail());
    assertEquals(Optional.empty(), rateLimits.reply(ada));
  }

  @Test
  void whatIsSpentAtOtherNodesCountsAndWhatIsRefusedThereIsNotSpentHere() {
    List<String> spent = new ArrayList<>();
    AtomicReference<Optional<Duration>> elsewhere =
        new AtomicReference<>(Optional.of(Duration.ofSeconds(3)));
    ParticipantId ada = somebody("192.0.2.1").id();
    RateLimits rateLimits =
        new RateLimits(
            limits("stops-per-minute", 1),
            new VirtualClock(),
            (kind, spender, rate) -> {
              spent.add(kind.wire() + " " + spender + " " + rate.amount());
              return elsewhere.get();
            },
            refused::add);
    assertEquals(Optional.of(Duration.ofSeconds(3)), wait(rateLimits.stop(ada)));
    elsewhere.set(Optional.empty());
    assertEquals(Optional.empty(), rateLimits.stop(ada));
    assertEquals(Optional.of(Duration.ofMinutes(1)), wait(rateLimits.stop(ada)));
    assertEquals(List.of("stop " + ada + " 1", "stop " + ada + " 1"), spent);
    assertEquals(Optional.empty(), rateLimits.draft(ada));
    assertEquals(2, spent.size());
  }

  @Test
  void manyGuestsOfOneAddressShareItsRepliesAndPosts() {
    RateLimits rateLimits =
        rateLimits("replies-per-minute-per-address", 3, "posts-per-minute-per-address", 4);
    for (int i = 0; i < 3; i++) {
      RateLimits.require(rateLimits.reply(somebody("192.0.2.1")));
    }
    assertEquals(
        Optional.of(RateLimits.Kind.REPLY_ADDRESS), kind(rateLimits.reply(somebody("192.0.2.1"))));
    assertEquals(Optional.empty(), rateLimits.reply(somebody("192.0.2.2")));
    for (int i = 0; i < 4; i++) {
      RateLimits.require(rateLimits.post(somebody("192.0.2.1")));
    }
    assertEquals(
        Optional.of(RateLimits.Kind.POST_ADDRESS), kind(rateLimits.post(somebody("192.0.2.1"))));
    assertEquals(Optional.empty(), rateLimits.post(somebody("192.0.2.2")));
  }

  @Test
  void repliesToEverybodyTogetherHaveACeiling() {
    RateLimits rateLimits = rateLimits("replies-per-minute-in-total", 5);
    for (int i = 0; i < 5; i++) {
      RateLimits.require(rateLimits.reply(somebody("192.0.2." + i)));
    }
    assertEquals(
        Optional.of(RateLimits.Kind.REPLY_ALL), kind(rateLimits.reply(somebody("192.0.2.9"))));
  }

  @Test
  void whoeverIsRefusedForThemselvesSpendsNothingOfTheOthers() {
    RateLimits rateLimits =
        rateLimits("replies-per-minute", 1, "replies-per-minute-per-address", 2);
    Caller greedy = somebody("192.0.2.1");
    RateLimits.require(rateLimits.reply(greedy));
    for (int i = 0; i < 10; i++) {
      assertEquals(Optional.of(RateLimits.Kind.REPLY), kind(rateLimits.reply(greedy)));
    }
    assertEquals(Optional.empty(), rateLimits.reply(somebody("192.0.2.1")));
  }

  @Test
  void exportsAndCopiesAreCountedPerGuestAndPerAddress() {
    Caller ada = somebody("192.0.2.1");
    RateLimits exports = rateLimits("exports-per-minute", 1, "exports-per-minute-per-address", 2);
    RateLimits.require(exports.export(Optional.of(ada), ada.address()));
    assertEquals(
        Optional.of(RateLimits.Kind.EXPORT), kind(exports.export(Optional.of(ada), ada.address())));
    RateLimits.require(exports.export(Optional.empty(), ada.address()));
    assertEquals(
        Optional.of(RateLimits.Kind.EXPORT_ADDRESS),
        kind(exports.export(Optional.empty(), ada.address())));
    RateLimits copies = rateLimits("copies-per-minute", 1, "copies-per-minute-per-address", 2);
    RateLimits.require(copies.copy(ada));
    assertEquals(Optional.of(RateLimits.Kind.COPY), kind(copies.copy(ada)));
    RateLimits.require(copies.copy(somebody("192.0.2.1")));
    assertEquals(
        Optional.of(RateLimits.Kind.COPY_ADDRESS), kind(copies.copy(somebody("192.0.2.1"))));
  }

  @Test
  void searchesAreCountedPerGuestAndWithoutOnePerAddress() {
    RateLimits rateLimits =
        rateLimits("searches-per-minute", 2, "searches-per-minute-per-address", 3);
    Caller ada = somebody("192.0.2.1");
    RateLimits.require(rateLimits.search(Optional.of(ada), ada.address()));
    RateLimits.require(rateLimits.search(Optional.of(ada), ada.address()));
    assertEquals(
        Optional.of(RateLimits.Kind.SEARCH),
        kind(rateLimits.search(Optional.of(ada), ada.address())));
    RateLimits.require(rateLimits.search(Optional.empty(), ada.address()));
    assertEquals(
        Optional.of(RateLimits.Kind.SEARCH_ADDRESS),
        kind(rateLimits.search(Optional.empty(), ada.address())));
  }

  @Test
  void openStreamsAreLimitedUntilOneIsClosed() {
    RateLimits rateLimits = rateLimits("streams-per-guest", 2, "streams-per-address", 3);
    Caller ada = somebody("192.0.2.1");
    Seat first = rateLimits.stream(Optional.of(ada), ada.address());
    Seat _ = rateLimits.stream(Optional.of(ada), ada.address());
    assertRefused(() -> rateLimits.stream(Optional.of(ada), ada.address()));
    Seat _ = rateLimits.stream(Optional.empty(), ada.address());
    Caller grace = somebody("192.0.2.1");
    assertRefused(() -> rateLimits.stream(Optional.of(grace), grace.address()));
    assertEquals(List.of(RateLimits.Kind.STREAM, RateLimits.Kind.STREAM_ADDRESS), refused);
    first.close();
    first.close();
    Seat _ = rateLimits.stream(Optional.of(grace), grace.address());
    assertRefused(() -> rateLimits.stream(Optional.of(grace), grace.address()));
  }

  @Test
  void aLimitOfZeroIsRejected() {
    LimitsConfig limits =
        new LimitsConfig(new MapConfig(Map.of("parley.limits.posts-per-minute", "0")));
    assertThrows(IllegalArgumentException.class, limits::posts);
  }

  private RateLimits rateLimits(Object... settings) {
    return new RateLimits(limits(settings), new VirtualClock(), Ledger.OWN, refused::add);
  }

  private static LimitsConfig limits(Object... settings) {
    Map<String, String> values = new HashMap<>();
    for (int at = 0; at < settings.length; at += 2) {
      values.put("parley.limits." + settings[at], settings[at + 1].toString());
    }
    return new LimitsConfig(new MapConfig(values));
  }

  private static Caller somebody(String address) {
    return GuestDesk.caller(address);
  }

  private static Optional<RateLimits.Kind> kind(Optional<RateLimits.Exhausted> exhausted) {
    return exhausted.map(RateLimits.Exhausted::kind);
  }

  private static Optional<Duration> wait(Optional<RateLimits.Exhausted> exhausted) {
    return exhausted.map(RateLimits.Exhausted::retryAfter);
  }

  private static void assertRefused(Executable call) {
    ProblemException refusal = assertThrows(ProblemException.class, call);
    assertEquals(Problem.RATE_LIMITED, refusal.problem());
    assertTrue(refusal.retryAfter().orElseThrow().isPositive());
  }
}
