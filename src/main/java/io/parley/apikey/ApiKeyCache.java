package io.parley.apikey;

import io.parley.participant.ParticipantId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// All keys that are good, in memory: recognising one asks nobody, and a flood of forged ones costs
/// no query.
///
/// A key is found by the SHA-256 of its secret. That is enough: the secret is 256 random bits, of
/// which no list exists to try, so that the slow hashes made for passwords would only slow down
/// every request. Nor does the time of a look-up help to guess: it depends on the digest.
///
/// Safe for use by many threads.
final class ApiKeyCache {
  static final String PREFIX = "pk-";
  private static final int SECRET_BYTES = 32;
  private static final int HINT_LENGTH = 4;

  private final Clock clock;
  private final ConcurrentMap<ParticipantId, Instant> used = new ConcurrentHashMap<>();
  private volatile Optional<Map<String, ApiKey>> keys = Optional.empty();
  private volatile Set<ParticipantId> ids = Set.of();

  ApiKeyCache(Clock clock) {
    this.clock = clock;
  }

  static String secret(RandomGenerator random) {
    byte[] bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  static String hint(String secret) {
    return PREFIX + "…" + secret.substring(secret.length() - HINT_LENGTH);
  }

  static String digest(String secret) {
    try {
      byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /// @param byDigest all keys there are
  void replace(Map<String, ApiKey> byDigest) {
    ids = byDigest.values().stream().map(ApiKey::id).collect(Collectors.toUnmodifiableSet());
    keys = Optional.of(Map.copyOf(byDigest));
  }

  /// Whether it has ever been filled.
  boolean isKnown() {
    return keys.isPresent();
  }

  /// The key of this secret, unless it has expired.
  Optional<ApiKey> find(String secret) {
    if (!secret.startsWith(PREFIX)) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    Optional<ApiKey> found =
        keys.map(all -> all.get(digest(secret))).filter(key -> !key.isExpiredAt(now));
    found.ifPresent(key -> used.put(key.id(), now));
    return found;
  }

  /// Whether this key was not revoked and has not expired.
  boolean holds(ApiKey key) {
    return ids.contains(key.id()) && !key.isExpiredAt(clock.instant());
  }

  /// When keys were last used, of those used since the last time this was asked.
  Map<ParticipantId, Instant> takeUses() {
    Map<ParticipantId, Instant> uses = Map.copyOf(used);
    uses.forEach(used::remove);
    return uses;
  }
}
