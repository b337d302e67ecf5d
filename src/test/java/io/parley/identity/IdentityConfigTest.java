package io.parley.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.parley.config.MapConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IdentityConfigTest {
  @Test
  void defaults() {
    IdentityConfig config = config(Map.of());
    assertEquals(Optional.empty(), config.guestSecret());
    assertEquals(List.of(), config.previousGuestSecrets());
    assertEquals(Optional.empty(), config.operatorToken());
  }

  @Test
  void mappings() {
    IdentityConfig config =
        config(
            Map.of(
                "parley.guest.secret", "one",
                "parley.guest.previous-secrets", "two, three,",
                "parley.admin.token", "four"));
    assertEquals(Optional.of("one"), config.guestSecret());
    assertEquals(List.of("two", "three"), config.previousGuestSecrets());
    assertEquals(Optional.of("four"), config.operatorToken());
  }

  private static IdentityConfig config(Map<String, String> values) {
    return new IdentityConfig(new MapConfig(values));
  }
}
