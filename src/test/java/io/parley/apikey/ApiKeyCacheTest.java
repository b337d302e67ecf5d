package io.parley.apikey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.apikey.ApiKey.Scope;
import io.parley.participant.ParticipantId;
import io.parley.platform.Ids;
import io.parley.testing.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ApiKeyCacheTest {
  private final VirtualClock clock = new VirtualClock();
  private final ApiKeyCache cache = new ApiKeyCache(clock);
  private final String secret = ApiKeyCache.secret(new Random(1));

  @Test
  void aSecretIsLongRandomAndSaysWhatItIs() {
    assertTrue(secret.matches("pk-[A-Za-z0-9_-]{43}"), secret);
    assertNotEquals(secret, ApiKeyCache.secret(new Random(2)));
  }

  @Test
  void aKeyIsFoundByItsSecretAlone() {
    ApiKey key = key(Optional.empty());
    cache.replace(Map.of(ApiKeyCache.digest(secret), key));
    assertEquals(Optional.of(key), cache.find(secret));
    assertEquals(Optional.empty(), cache.find(secret.substring(0, secret.length() - 1) + "!"));
    assertEquals(Optional.empty(), cache.find(ApiKeyCache.digest(secret)), "not by what is stored");
  }

  @Test
  void aDeletedKeyIsRejected() {
    cache.replace(Map.of(ApiKeyCache.digest(secret), key(Optional.empty())));
    assertTrue(cache.find(secret).isPresent());
    cache.replace(Map.of());
    assertFalse(cache.find(secret).isPresent());
  }

  @Test
  void aKeyExpiresAtItsMoment() {
    Instant end = clock.instant().plusSeconds(60);
    cache.replace(Map.of(ApiKeyCache.digest(secret), key(Optional.of(end))));
    clock.advance(Duration.ofSeconds(59));
    assertTrue(cache.find(secret).isPresent());
    clock.advance(Duration.ofSeconds(1));
    assertFalse(cache.find(secret).isPresent());
  }

  @Test
  void aUseIsToldOnce() {
    ApiKey key = key(Optional.empty());
    cache.replace(Map.of(ApiKeyCache.digest(secret), key));
    cache.find(secret);
    assertEquals(Map.of(key.id(), clock.instant()), cache.takeUses());
    assertEquals(Map.of(), cache.takeUses());
  }

  @Test
  void nothingIsKnownBeforeItWasTold() {
    assertFalse(cache.isKnown());
    cache.replace(Map.of());
    assertTrue(cache.isKnown());
  }

  @Test
  void aPatternPermitsWhatItsStarsStandFor() {
    ApiKey key =
        new ApiKey(
            new ParticipantId(Ids.next()),
            "report",
            "pk-…abcd",
            Set.of(Scope.CHAT),
            List.of("openai/*", "demo/guide", "lab/*-mini"),
            clock.instant(),
            Optional.empty(),
            Optional.empty());
    assertTrue(key.allowed().permit("openai/gpt-4o"));
    assertTrue(key.allowed().permit("demo/guide"));
    assertTrue(key.allowed().permit("lab/a.b-mini"));
    assertFalse(key.allowed().permit("demo/guide2"));
    assertFalse(key.allowed().permit("xopenai/gpt-4o"));
    assertFalse(key.allowed().permit("lab/a-maxi"));
    assertTrue(key(Optional.empty()).allowed().permit("anything/at-all"), "no pattern: no limit");
  }

  private ApiKey key(Optional<Instant> expiresAt) {
    return new ApiKey(
        new ParticipantId(Ids.next()),
        "report",
        ApiKeyCache.hint(secret),
        Set.of(Scope.CHAT),
        List.of(),
        clock.instant(),
        expiresAt,
        Optional.empty());
  }
}
