package io.parley.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
    assertEquals(Optional.empty(), config.adminToken());
    assertEquals(List.of(), config.trustedProxies());
    assertEquals(List.of(), config.allowedOrigins());
  }

  @Test
  void mappings() {
    IdentityConfig config =
        config(
            Map.of(
                "parley.guest.secret", "one",
                "parley.guest.previous-secrets", "two, three,",
                "parley.admin.token", "four",
                "parley.http.trusted-proxies", "10.0.0.0/8, ::1",
                "parley.http.allowed-origins", "https://chat.example.org"));
    assertEquals(Optional.of("one"), config.guestSecret());
    assertEquals(List.of("two", "three"), config.previousGuestSecrets());
    assertEquals(Optional.of("four"), config.adminToken());
    assertEquals(List.of("10.0.0.0/8", "::1"), config.trustedProxies());
    assertEquals(List.of("https://chat.example.org"), config.allowedOrigins());
  }

  private static IdentityConfig config(Map<String, String> values) {
    return new IdentityConfig(new MapConfig(values));
  }
}
