package io.parley.identity;

import io.parley.participant.Names;
import io.parley.participant.Participant;
import io.parley.participant.ParticipantId;
import io.parley.platform.Ids;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// People who take part without an account. The server keeps no list of them: whoever holds the
/// signed token is the guest.
///
/// Safe for use by many threads.
public final class Guests {
  /// How long a token is valid after it was issued. A browser's is renewed long before.
  public static final Duration LIFETIME = Duration.ofDays(365);

  private static final Duration RENEW_AFTER = Duration.ofDays(30);
  private static final int ID_BYTES = 16;
  private static final int FIXED_BYTES = ID_BYTES + Long.BYTES;

  /// Tokens of guests whose tokens were never revoked: epoch 0.
  private static final String FIRST = "pg1.";

  /// Tokens that name their epoch.
  private static final String LATER = "pg2.";

  private final SignedToken first;
  private final SignedToken later;
  private final GuestEpochs epochs;
  private final Clock clock;
  private final RandomGenerator random;
  private final Runnable arrived;

  /// @param secret signs, at least 32 bytes
  /// @param previous secrets whose tokens are still accepted
  /// @param epochs whose tokens have been revoked
  /// @param arrived is told of each new guest
  public Guests(
      byte[] secret,
      List<byte[]> previous,
      GuestEpochs epochs,
      Clock clock,
      RandomGenerator random,
      Runnable arrived) {
    this.first = new SignedToken(FIRST, secret, previous);
    this.later = new SignedToken(LATER, secret, previous);
    this.epochs = epochs;
    this.clock = clock;
    this.random = random;
    this.arrived = arrived;
  }

  /// A guest as a token names them. `stale` asks for a fresh token: this one is old, signed with a
  /// key that is on its way out, or came over TLS in a cookie without the prefix for it.
  public record Recognised(Participant participant, long epoch, Instant expiresAt, boolean stale) {
    /// The same guest, whose browser is to get a new cookie.
    Recognised outdated() {
      return new Recognised(participant, epoch, expiresAt, true);
    }

    Caller.Proof.Guest proof(Caller.Carrier carrier) {
      return new Caller.Proof.Guest(carrier, epoch, expiresAt);
    }
  }

  /// A new guest with a generated name.
  public Participant arrive() {
    return newcomer(Names.random(random));
  }

  /// A new guest who says what to be called.
  ///
  /// @throws io.parley.platform.ProblemException `invalid_request`, see [Names#chosen]
  public Participant arrive(String name) {
    return newcomer(Names.chosen(name));
  }

  private Participant newcomer(String name) {
    arrived.run();
    return new Participant(new ParticipantId(Ids.next()), name);
  }

  /// The same guest under another name. Tokens issued before keep the old one.
  ///
  /// @throws io.parley.platform.ProblemException `invalid_request`, see [Names#chosen]
  public Participant rename(Participant guest, String name) {
    return new Participant(guest.id(), Names.chosen(name));
  }

  /// The first token of a new guest.
  public String token(Participant guest) {
    return token(guest, 0);
  }

  /// A token that takes the place of another one of the same epoch.
  public String token(Participant guest, long epoch) {
    byte[] name = guest.name().getBytes(StandardCharsets.UTF_8);
    UUID id = guest.id().value();
    ByteBuffer payload =
        ByteBuffer.allocate(FIXED_BYTES + (epoch == 0 ? 0 : Long.BYTES) + name.length)
            .putLong(id.getMostSignificantBits())
            .putLong(id.getLeastSignificantBits())
            .putLong(clock.instant().getEpochSecond());
    if (epoch != 0) {
      payload.putLong(epoch);
    }
    return (epoch == 0 ? first : later).close(payload.put(name).array());
  }

  /// Whether a token is one of a guest, by its form; it may still be a forged one.
  static boolean issues(String token) {
    return token.startsWith(FIRST) || token.startsWith(LATER);
  }

  /// Who holds this token; empty if this server did not sign it, or it was changed, is too old or
  /// revoked.
  public Optional<Recognised> recognise(String token) {
    return first
        .open(token)
        .flatMap(opened -> read(opened, FIXED_BYTES))
        .or(() -> later.open(token).flatMap(opened -> read(opened, FIXED_BYTES + Long.BYTES)));
  }

  private Optional<Recognised> read(SignedToken.Opened opened, int fixedBytes) {
    ByteBuffer payload = opened.payload();
    if (payload.remaining() < fixedBytes) {
      return Optional.empty();
    }
    ParticipantId id = new ParticipantId(new UUID(payload.getLong(), payload.getLong()));
    Instant issuedAt = Instant.ofEpochSecond(payload.getLong());
    long epoch = fixedBytes > FIXED_BYTES ? payload.getLong() : 0;
    Duration age = Duration.between(issuedAt, clock.instant());
    if (age.compareTo(LIFETIME) > 0 || epoch < epochs.of(id)) {
      return Optional.empty();
    }
    String name = StandardCharsets.UTF_8.decode(payload).toString();
    return Optional.of(
        new Recognised(
            new Participant(id, name),
            epoch,
            issuedAt.plus(LIFETIME),
            !opened.current() || age.compareTo(RENEW_AFTER) > 0));
  }
}
