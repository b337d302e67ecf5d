package io.parley.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.parley.config.MapConfig;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HttpConfigTest {
  @Test
  void nobodyIsBelievedUnlessConfigured() {
    HttpConfig config = new HttpConfig(new MapConfig(Map.of()));
    assertEquals(List.of(), config.trustedProxies());
    assertEquals(List.of(), config.allowedOrigins());
  }

  @Test
  void listsAreSeparatedByCommas() {
    HttpConfig config =
        new HttpConfig(
            new MapConfig(
                Map.of(
                    "parley.http.trusted-proxies", "10.0.0.0/8, ::1",
                    "parley.http.allowed-origins", "https://chat.example.org")));
    assertEquals(List.of("10.0.0.0/8", "::1"), config.trustedProxies());
    assertEquals(List.of("https://chat.example.org"), config.allowedOrigins());
  }
}
