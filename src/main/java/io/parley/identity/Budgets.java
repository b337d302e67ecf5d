package io.parley.identity;

import com.fasterxml.jackson.annotation.JsonValue;
import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/// What one guest, or one address, may do in a time, so that nobody spends what belongs to all.
/// Counted by each node for itself.
///
/// Every method takes one and returns empty if there was one, otherwise how long to wait.
public final class Budgets {
  private final Budget<ParticipantId> drafts;
  private final Budget<ParticipantId> posts;
  private final Budget<ParticipantId> replies;
  private final Budget<ParticipantId> keys;
  private final Budget<ParticipantId> copies;
  private final Budget<String> guests;
  private final Budget<String> sockets;
  private final Consumer<Kind> refused;

  /// @param refused is told of each refusal
  Budgets(LimitsConfig limits, Clock clock, Consumer<Kind> refused) {
    this.drafts = new Budget<>(limits.drafts(), clock);
    this.posts = new Budget<>(limits.posts(), clock);
    this.replies = new Budget<>(limits.replies(), clock);
    this.keys = new Budget<>(limits.keys(), clock);
    this.copies = new Budget<>(limits.copies(), clock);
    this.guests = new Budget<>(limits.guests(), clock);
    this.sockets = new Budget<>(limits.sockets(), clock);
    this.refused = refused;
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
