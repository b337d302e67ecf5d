package io.parley.identity;

import io.parley.participant.Participant;
import io.parley.participant.ParticipantId;
import io.parley.platform.Problem;
import io.parley.redis.Redis;
import io.parley.redis.RedisUnavailableException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import redis.clients.jedis.RedisClient;

/// Offers of guests to be the same guest on another device. An offer is valid for ten minutes and
/// for one taker, on whichever node. A guest's newest offer ends the ones before.
///
/// Redis holds the offer under the digest of its token, signed with the guests' secret: whoever
/// reads Redis learns no token, and whoever writes to it can offer nobody. Revoking the guest's
/// tokens ends the offer, because it names their epoch.
///
/// Safe for use by many threads. Every method throws a [io.parley.platform.ProblemException],
/// `unavailable`, while Redis is.
public final class Transfers {
  public static final Duration LIFETIME = Duration.ofMinutes(10);

  private static final String PREFIX = "pt1.";
  private static final int FIXED_BYTES = TransferToken.DIGEST_BYTES + 4 * Long.BYTES;

  /// KEYS: the offer, and where a guest's newest offer is named.
  private static final String OFFER =
      """
      local before = redis.call('GET', KEYS[2])
      if before then redis.call('DEL', before) end
      redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
      redis.call('SET', KEYS[2], KEYS[1], 'PX', ARGV[2])
      return 1
      """;

  private static final String WITHDRAW =
      """
      local offer = redis.call('GET', KEYS[1])
      if offer then redis.call('DEL', offer) end
      redis.call('DEL', KEYS[1])
      return 1
      """;

  private final Redis redis;
  private final SignedToken signedOffers;
  private final GuestEpochs epochs;
  private final Clock clock;

  /// @param secret the guests'
  /// @param previous secrets whose offers are still accepted
  Transfers(Redis redis, byte[] secret, List<byte[]> previous, GuestEpochs epochs, Clock clock) {
    this.redis = redis;
    this.signedOffers = new SignedToken(PREFIX, secret, previous);
    this.epochs = epochs;
    this.clock = clock;
  }

  /// @param token told this once
  record Offer(TransferToken token, Instant expiresAt) {}

  /// Whom a token offers, and the epoch of the tokens that its taker may have.
  record Offered(Participant guest, long epoch) {}

  /// @param epoch of the token that the guest makes the offer with
  Offer offer(Participant guest, long epoch) {
    TransferToken token = TransferToken.random();
    Instant end = clock.instant().plus(LIFETIME);
    String signed = signedOffers.close(payload(token, guest, epoch, end));
    List<String> keys = List.of(key(token), newest(guest.id()));
    List<String> arguments = List.of(signed, Long.toString(LIFETIME.toMillis()));
    var _ = ask(client -> client.eval(OFFER, keys, arguments));
    return new Offer(token, end);
  }

  /// Ends the guest's offer, if there is one.
  void withdraw(ParticipantId guest) {
    var _ = ask(client -> client.eval(WITHDRAW, List.of(newest(guest)), List.of()));
  }

  /// Whom a token offers. Uses nothing up.
  Optional<Offered> find(TransferToken token) {
    return ask(client -> Optional.ofNullable(client.get(key(token))))
        .flatMap(signed -> open(token, signed));
  }

  /// The same, for one taker: whoever asks again finds nothing.
  Optional<Offered> take(TransferToken token) {
    return ask(client -> Optional.ofNullable(client.getDel(key(token))))
        .flatMap(signed -> open(token, signed));
  }

  private Optional<Offered> open(TransferToken token, String signed) {
    return signedOffers
        .open(signed)
        .map(SignedToken.Opened::payload)
        .filter(payload -> payload.remaining() >= FIXED_BYTES)
        .flatMap(payload -> read(token, payload));
  }

  private Optional<Offered> read(TransferToken token, ByteBuffer payload) {
    byte[] digest = new byte[TransferToken.DIGEST_BYTES];
    payload.get(digest);
    ParticipantId id = new ParticipantId(new UUID(payload.getLong(), payload.getLong()));
    long epoch = payload.getLong();
    Instant end = Instant.ofEpochMilli(payload.getLong());
    if (!MessageDigest.isEqual(digest, token.digest())
        || !clock.instant().isBefore(end)
        || epoch < epochs.of(id)) {
      return Optional.empty();
    }
    String name = StandardCharsets.UTF_8.decode(payload).toString();
    return Optional.of(new Offered(new Participant(id, name), epoch));
  }

  private static byte[] payload(TransferToken token, Participant guest, long epoch, Instant end) {
    byte[] name = guest.name().getBytes(StandardCharsets.UTF_8);
    UUID id = guest.id().value();
    ByteBuffer payload =
        ByteBuffer.allocate(FIXED_BYTES + name.length)
            .put(token.digest())
            .putLong(id.getMostSignificantBits())
            .putLong(id.getLeastSignificantBits())
            .putLong(epoch)
            .putLong(end.toEpochMilli())
            .put(name);
    return Arrays.copyOf(payload.array(), payload.position());
  }

  private <T> T ask(Function<RedisClient, T> question) {
    try {
      return redis.call(question);
    } catch (RedisUnavailableException away) {
      throw Problem.UNAVAILABLE.because(
          "Links to other devices are unavailable, because Redis is. Try again later.");
    }
  }

  static String key(TransferToken token) {
    return "parley:transfer:" + token.digestText();
  }

  private static String newest(ParticipantId guest) {
    return "parley:transfer-of:" + guest;
  }
}
