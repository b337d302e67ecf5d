package io.parley.identity;

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
  /// How long a token is good for after it was issued. A browser's is renewed long before.
  public static final Duration LIFETIME = Duration.ofDays(365);

  private static final Duration RENEW_AFTER = Duration.ofDays(30);
  private static final String PREFIX = "pg1.";
  private static final int ID_BYTES = 16;
  private static final int FIXED_BYTES = ID_BYTES + Long.BYTES;

  private final Seal seal;
  private final Clock clock;
  private final RandomGenerator random;

  private final Runnable arrived;

  /// @param secret signs, at least 32 bytes
  /// @param previous secrets whose tokens are still accepted
  /// @param arrived is told of each new guest
  public Guests(
      byte[] secret, List<byte[]> previous, Clock clock, RandomGenerator random, Runnable arrived) {
    this.seal = new Seal(PREFIX, secret, previous);
    this.clock = clock;
    this.random = random;
    this.arrived = arrived;
  }

  /// A guest as a token names them. `stale` asks for a fresh token: this one is old, or signed with
  /// a key that is on its way out.
  public record Recognised(Participant participant, boolean stale) {}

  /// A new guest with a generated name.
  public Participant arrive() {
    return newcomer(Names.random(random));
  }

  /// A new guest who says what to be called.
  ///
  /// @throws io.parley.platform.ProblemException `invalid_request`, see [Names#checked]
  public Participant arrive(String name) {
    return newcomer(Names.checked(name));
  }

  private Participant newcomer(String name) {
    arrived.run();
    return new Participant(new ParticipantId(Ids.next()), name);
  }

  /// The same guest under another name. Tokens issued before keep the old one.
  ///
  /// @throws io.parley.platform.ProblemException `invalid_request`, see [Names#checked]
  public Participant rename(Participant guest, String name) {
    return new Participant(guest.id(), Names.checked(name));
  }

  public String token(Participant guest) {
    byte[] name = guest.name().getBytes(StandardCharsets.UTF_8);
    UUID id = guest.id().value();
    return seal.close(
        ByteBuffer.allocate(FIXED_BYTES + name.length)
            .putLong(id.getMostSignificantBits())
            .putLong(id.getLeastSignificantBits())
            .putLong(clock.instant().getEpochSecond())
            .put(name)
            .array());
  }

  /// Who holds this token; empty if it is not one of ours, was changed, or is too old.
  public Optional<Recognised> recognise(String token) {
    return seal.open(token).flatMap(this::read);
  }

  private Optional<Recognised> read(Seal.Opened opened) {
    ByteBuffer payload = opened.payload();
    if (payload.remaining() < FIXED_BYTES) {
      return Optional.empty();
    }
    ParticipantId id = new ParticipantId(new UUID(payload.getLong(), payload.getLong()));
    Duration age = Duration.between(Instant.ofEpochSecond(payload.getLong()), clock.instant());
    if (age.compareTo(LIFETIME) > 0) {
      return Optional.empty();
    }
    String name = StandardCharsets.UTF_8.decode(payload).toString();
    return Optional.of(
        new Recognised(
            new Participant(id, name), !opened.current() || age.compareTo(RENEW_AFTER) > 0));
  }
}
