package io.parley.identity;

import com.fasterxml.jackson.annotation.JsonValue;
import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import io.parley.redis.RedisUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/// What one guest, or one address, may do in a time, so that nobody spends what belongs to all.
/// Counted over all nodes, and by each for itself while Redis, which keeps the count, is away.
/// Updates of drafts are always counted by the node that they are typed at: a keystroke waits for
/// nobody.
///
/// Every method takes one and returns empty if there was one, otherwise how long to wait. May block
/// for as long as Redis may take to answer.
public final class Budgets {
  private final Counter<ParticipantId> drafts;
  private final Counter<ParticipantId> posts;
  private final Counter<ParticipantId> replies;
  private final Counter<ParticipantId> keys;
  private final Counter<ParticipantId> copies;
  private final Counter<String> guests;
  private final Counter<String> sockets;
  private final Consumer<Kind> refused;

  /// @param shared what all nodes spend together
  /// @param refused is told of each refusal
  Budgets(LimitsConfig limits, Clock clock, Ledger shared, Consumer<Kind> refused) {
    this.drafts = new Counter<>(Kind.DRAFT, limits.drafts(), clock, Ledger.OWN);
    this.posts = new Counter<>(Kind.POST, limits.posts(), clock, shared);
    this.replies = new Counter<>(Kind.REPLY, limits.replies(), clock, shared);
    this.keys = new Counter<>(Kind.KEY, limits.keys(), clock, shared);
    this.copies = new Counter<>(Kind.COPY, limits.copies(), clock, shared);
    this.guests = new Counter<>(Kind.GUEST, limits.guests(), clock, shared);
    this.sockets = new Counter<>(Kind.SOCKET, limits.sockets(), clock, shared);
    this.refused = refused;
  }

  /// Where it is counted what all nodes spend together.
  @FunctionalInterface
  interface Ledger {
    /// Nobody else's: each node counts for itself.
    Ledger OWN = (_, _, _) -> Optional.empty();

    /// @throws RedisUnavailableException if that is not known now
    Optional<Duration> spend(Kind kind, String spender, Budget.Rate rate);
  }

  private static final class Counter<K> {
    private final Kind kind;
    private final Budget.Rate rate;
    private final Budget<K> here;
    private final Ledger everywhere;

    Counter(Kind kind, Budget.Rate rate, Clock clock, Ledger everywhere) {
      this.kind = kind;
      this.rate = rate;
      this.here = new Budget<>(rate, clock);
      this.everywhere = everywhere;
    }

    /// Whoever has spent too much at this node alone is refused without asking anybody.
    Optional<Duration> spend(K spender) {
      Optional<Duration> wait = here.spend(spender);
      if (wait.isPresent()) {
        return wait;
      }
      try {
        wait = everywhere.spend(kind, spender.toString(), rate);
      } catch (RedisUnavailableException away) {
        return Optional.empty();
      }
      if (wait.isPresent()) {
        here.giveBack(spender);
      }
      return wait;
    }
  }

  /// What is counted.
  public enum Kind {
    DRAFT,
    POST,
    REPLY,
    KEY,
    COPY,
    GUEST,
    SOCKET;

    @JsonValue
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// An update of a draft.
  public Optional<Duration> draft(ParticipantId guest) {
    return counted(Kind.DRAFT, drafts.spend(guest));
  }

  /// A message.
  public Optional<Duration> post(ParticipantId guest) {
    return counted(Kind.POST, posts.spend(guest));
  }

  /// A reply asked of a model.
  public Optional<Duration> reply(ParticipantId guest) {
    return counted(Kind.REPLY, replies.spend(guest));
  }

  /// A request to a model with an API key.
  public Optional<Duration> key(ParticipantId holder) {
    return counted(Kind.KEY, keys.spend(holder));
  }

  /// A conversation made of many messages at once, by import or fork.
  public Optional<Duration> copy(ParticipantId guest) {
    return counted(Kind.COPY, copies.spend(guest));
  }

  /// A new guest; the address is one of [Proxies#client].
  public Optional<Duration> guest(String address) {
    return counted(Kind.GUEST, guests.spend(address));
  }

  /// A new WebSocket; the address is one of [Proxies#client].
  public Optional<Duration> socket(String address) {
    return counted(Kind.SOCKET, sockets.spend(address));
  }

  /// @param wait the answer of one of the other methods
  /// @throws ProblemException `rate_limited` if there is something to wait for
  public static void require(Optional<Duration> wait) {
    if (wait.isPresent()) {
      throw new ProblemException(
          Problem.RATE_LIMITED, "That was too much in a short time. Please wait a moment.", wait);
    }
  }

  private Optional<Duration> counted(Kind kind, Optional<Duration> wait) {
    if (wait.isPresent()) {
      refused.accept(kind);
    }
    return wait;
  }
}
