package io.parley.identity;

import com.fasterxml.jackson.annotation.JsonValue;
import io.parley.participant.ParticipantId;
import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import io.parley.redis.Redis;
import io.parley.redis.RedisUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/// What one guest, one address, or everybody together may do in a time, so that nobody spends what
/// belongs to all. Counted over all nodes, and by each for itself while Redis, which keeps the
/// count, is unavailable. Updates of drafts, read positions and open streams are always counted by
/// the node where they are: a keystroke waits for nobody.
///
/// Guests are cheap: whoever wants more gets another one. So whatever is limited per guest is
/// limited per address too, which a school or an office shares.
///
/// Methods that return [Exhausted] take one and return empty if there was one. May block for as
/// long as Redis may take to answer.
public final class RateLimits {
  private static final String EVERYBODY = "all";

  /// Nobody knows when a stream is closed. Until then a page shows what it has.
  private static final Duration SEAT_RETRY_AFTER = Duration.ofSeconds(5);

  private final Counter<ParticipantId> drafts;
  private final Counter<ParticipantId> posts;
  private final Counter<String> postsOfAddress;
  private final Counter<ParticipantId> replies;
  private final Counter<String> repliesOfAddress;
  private final Counter<String> repliesOfAll;
  private final Counter<ParticipantId> stops;
  private final Counter<ParticipantId> searches;
  private final Counter<String> searchesOfAddress;
  private final Counter<ParticipantId> reads;
  private final Counter<String> readsOfAddress;
  private final Counter<ParticipantId> keys;
  private final Counter<ParticipantId> copies;
  private final Counter<String> copiesOfAddress;
  private final Counter<ParticipantId> exports;
  private final Counter<String> exportsOfAddress;
  private final Counter<ParticipantId> rooms;
  private final Counter<String> roomsOfAddress;
  private final Counter<String> guests;
  private final Counter<String> sockets;
  private final Counter<String> revocations;
  private final Counter<String> wrongTokens;
  private final Seats<ParticipantId> streams;
  private final Seats<String> streamsOfAddress;
  private final Consumer<Kind> refused;

  /// @param shared what all nodes spend together
  /// @param refused is told of each refusal
  RateLimits(LimitsConfig limits, Clock clock, Ledger shared, Consumer<Kind> refused) {
    this.drafts = new Counter<>(Kind.DRAFT, limits.drafts(), clock, Ledger.OWN);
    this.posts = new Counter<>(Kind.POST, limits.posts(), clock, shared);
    this.postsOfAddress = new Counter<>(Kind.POST_ADDRESS, limits.postsOfAddress(), clock, shared);
    this.replies = new Counter<>(Kind.REPLY, limits.replies(), clock, shared);
    this.repliesOfAddress =
        new Counter<>(Kind.REPLY_ADDRESS, limits.repliesOfAddress(), clock, shared);
    this.repliesOfAll = new Counter<>(Kind.REPLY_ALL, limits.repliesOfAll(), clock, shared);
    this.stops = new Counter<>(Kind.STOP, limits.stops(), clock, shared);
    this.searches = new Counter<>(Kind.SEARCH, limits.searches(), clock, shared);
    this.searchesOfAddress =
        new Counter<>(Kind.SEARCH_ADDRESS, limits.searchesOfAddress(), clock, shared);
    this.reads = new Counter<>(Kind.READ, limits.reads(), clock, Ledger.OWN);
    this.readsOfAddress =
        new Counter<>(Kind.READ_ADDRESS, limits.readsOfAddress(), clock, Ledger.OWN);
    this.keys = new Counter<>(Kind.KEY, limits.keys(), clock, shared);
    this.copies = new Counter<>(Kind.COPY, limits.copies(), clock, shared);
    this.copiesOfAddress =
        new Counter<>(Kind.COPY_ADDRESS, limits.copiesOfAddress(), clock, shared);
    this.exports = new Counter<>(Kind.EXPORT, limits.exports(), clock, shared);
    this.exportsOfAddress =
        new Counter<>(Kind.EXPORT_ADDRESS, limits.exportsOfAddress(), clock, shared);
    this.rooms = new Counter<>(Kind.ROOM, limits.rooms(), clock, shared);
    this.roomsOfAddress = new Counter<>(Kind.ROOM_ADDRESS, limits.roomsOfAddress(), clock, shared);
    this.guests = new Counter<>(Kind.GUEST, limits.guests(), clock, shared);
    this.sockets = new Counter<>(Kind.SOCKET, limits.sockets(), clock, shared);
    this.revocations = new Counter<>(Kind.REVOCATION, limits.revocations(), clock, shared);
    this.wrongTokens = new Counter<>(Kind.WRONG_TOKEN, limits.wrongTokens(), clock, shared);
    this.streams = new Seats<>(limits.streams());
    this.streamsOfAddress = new Seats<>(limits.streamsOfAddress());
    this.refused = refused;
  }

  /// Where it is counted what all nodes spend together.
  @FunctionalInterface
  interface Ledger {
    /// Nobody else's: each node counts for itself.
    Ledger OWN = (_, _, _) -> Optional.empty();

    /// @throws RedisUnavailableException if that is not known now
    Optional<Duration> spend(Kind kind, String spender, RateLimit.Rate rate);

    /// Whether there is none left. Takes none.
    ///
    /// @throws RedisUnavailableException if that is not known now
    default boolean isExhausted(Kind kind, String spender, RateLimit.Rate rate) {
      return false;
    }
  }

  /// There was nothing left of a limit.
  ///
  /// @param amount how many there are per period
  /// @param retryAfter until there will be one
  public record Exhausted(Kind kind, int amount, String period, Duration retryAfter) {}

  private final class Counter<K> {
    private final Kind kind;
    private final RateLimit.Rate rate;
    private final RateLimit<K> here;
    private final Ledger everywhere;

    Counter(Kind kind, RateLimit.Rate rate, Clock clock, Ledger everywhere) {
      this.kind = kind;
      this.rate = rate;
      this.here = new RateLimit<>(rate, clock);
      this.everywhere = everywhere;
    }

    Optional<Exhausted> spend(K spender) {
      Optional<Exhausted> exhausted =
          missing(spender).map(wait -> new Exhausted(kind, rate.amount(), rate.period(), wait));
      exhausted.ifPresent(_ -> refused.accept(kind));
      return exhausted;
    }

    /// Whether there is none left, here or of what all nodes spend together. Takes none.
    boolean isExhausted(K spender) {
      if (here.isExhausted(spender)) {
        return true;
      }
      return Redis.ifAvailable(() -> everywhere.isExhausted(kind, spender.toString(), rate))
          .orElse(false);
    }

    /// Whoever has spent too much at this node alone is refused without asking anybody.
    private Optional<Duration> missing(K spender) {
      Optional<Duration> wait = here.spend(spender);
      if (wait.isPresent()) {
        return wait;
      }
      wait =
          Redis.ifAvailable(() -> everywhere.spend(kind, spender.toString(), rate))
              .flatMap(missing -> missing);
      if (wait.isPresent()) {
        here.giveBack(spender);
      }
      return wait;
    }
  }

  /// What is counted.
  public enum Kind {
    DRAFT("draft updates", "for each guest"),
    POST("messages and other changes", "for each guest"),
    POST_ADDRESS("messages and other changes", "for each address"),
    REPLY("replies of models", "for each guest"),
    REPLY_ADDRESS("replies of models", "for each address"),
    REPLY_ALL("replies of models", "for all guests together"),
    STOP("stopped replies", "for each guest"),
    SEARCH("searches", "for each guest"),
    SEARCH_ADDRESS("searches", "for each address"),
    READ("requests for unread messages", "for each guest"),
    READ_ADDRESS("requests for unread messages", "for each address"),
    KEY("requests", "for each API key"),
    COPY("imports, forks and shares", "for each guest"),
    COPY_ADDRESS("imports, forks and shares", "for each address"),
    EXPORT("exports", "for each guest"),
    EXPORT_ADDRESS("exports", "for each address"),
    ROOM("new rooms", "for each guest"),
    ROOM_ADDRESS("new rooms", "for each address"),
    GUEST("new guests", "for each address"),
    SOCKET("new connections", "for each address"),
    REVOCATION("revocations of tokens", "for each address"),
    WRONG_TOKEN("wrong operator tokens", "for each address"),
    STREAM("open event streams", "for each guest"),
    STREAM_ADDRESS("open event streams", "for each address");

    private final String what;
    private final String whose;

    Kind(String what, String whose) {
      this.what = what;
      this.whose = whose;
    }

    @JsonValue
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// An update of a draft.
  public Optional<Exhausted> draft(ParticipantId guest) {
    return drafts.spend(guest);
  }

  /// A message, or something else that is kept.
  public Optional<Exhausted> post(Caller caller) {
    return posts.spend(caller.id()).or(() -> postsOfAddress.spend(caller.address()));
  }

  /// A reply asked of a model, by whoever asks.
  public Optional<Exhausted> reply(Caller caller) {
    return replies
        .spend(caller.id())
        .or(() -> repliesOfAddress.spend(caller.address()))
        .or(() -> repliesOfAll.spend(EVERYBODY));
  }

  /// A reply to stop.
  public Optional<Exhausted> stop(ParticipantId guest) {
    return stops.spend(guest);
  }

  /// A search; whoever has not said who they are counts as their address alone.
  ///
  /// @param address one of [Proxies#client]
  public Optional<Exhausted> search(Optional<Caller> caller, String address) {
    return caller
        .flatMap(known -> searches.spend(known.id()))
        .or(() -> searchesOfAddress.spend(address));
  }

  /// A read position that is stored, or a look at what is unread.
  public Optional<Exhausted> read(Caller caller) {
    return reads.spend(caller.id()).or(() -> readsOfAddress.spend(caller.address()));
  }

  /// A request to a model with an API key.
  public Optional<Exhausted> key(ParticipantId holder) {
    return keys.spend(holder);
  }

  /// A conversation made of many messages at once, by import or fork.
  public Optional<Exhausted> copy(Caller caller) {
    return copies.spend(caller.id()).or(() -> copiesOfAddress.spend(caller.address()));
  }

  /// An export; whoever has not said who they are counts as their address alone.
  ///
  /// @param address one of [Proxies#client]
  public Optional<Exhausted> export(Optional<Caller> caller, String address) {
    return caller
        .flatMap(known -> exports.spend(known.id()))
        .or(() -> exportsOfAddress.spend(address));
  }

  /// A new room.
  public Optional<Exhausted> room(Caller caller) {
    return rooms.spend(caller.id()).or(() -> roomsOfAddress.spend(caller.address()));
  }

  /// A new guest; the address is one of [Proxies#client].
  public Optional<Exhausted> guest(String address) {
    return guests.spend(address);
  }

  /// A new WebSocket or stream; the address is one of [Proxies#client].
  public Optional<Exhausted> socket(String address) {
    return sockets.spend(address);
  }

  /// A guest revokes their tokens, which is remembered for a year.
  public Optional<Exhausted> revocation(Caller caller) {
    return revocations.spend(caller.address());
  }

  /// Somebody has sent an operator token that is none; the address is one of [Proxies#client].
  public Optional<Exhausted> wrongToken(String address) {
    return wrongTokens.spend(address);
  }

  /// Whether an address has sent so many wrong operator tokens, to all nodes together, that none of
  /// its tokens is looked at.
  boolean isLockedOut(String address) {
    return wrongTokens.isExhausted(address);
  }

  /// A stream of events that stays open until the returned seat is given back.
  ///
  /// @param caller whoever has not said who they are counts as their address alone
  /// @throws ProblemException `rate_limited` if too many are open
  public Seat stream(Optional<Caller> caller, String address) {
    Runnable ofGuest =
        caller.map(Caller::id).map(id -> seat(streams, id, Kind.STREAM)).orElse(() -> {});
    try {
      Runnable ofAddress = seat(streamsOfAddress, address, Kind.STREAM_ADDRESS);
      return new Seat(() -> {
        ofGuest.run();
        ofAddress.run();
      });
    } catch (ProblemException full) {
      ofGuest.run();
      throw full;
    }
  }

  private <K> Runnable seat(Seats<K> seats, K holder, Kind kind) {
    if (!seats.take(holder)) {
      refused.accept(kind);
      throw Problem.RATE_LIMITED.because(
          "Limit exceeded: at most %,d %s %s. Close one of them."
              .formatted(seats.most(), kind.what, kind.whose),
          SEAT_RETRY_AFTER);
    }
    return () -> seats.giveBack(holder);
  }

  /// @param exhausted what one of the other methods returned
  /// @throws ProblemException `rate_limited` if there is something to wait for
  public static void require(Optional<Exhausted> exhausted) {
    if (exhausted.isPresent()) {
      Exhausted limit = exhausted.get();
      throw Problem.RATE_LIMITED.because(
          "Rate limit exceeded: at most %,d %s %s %s."
              .formatted(limit.amount(), limit.kind().what, limit.period(), limit.kind().whose),
          limit.retryAfter());
    }
  }
}
