package io.parley.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.parley.config.MapConfig;
import io.parley.http.Requests;
import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScrapersTest {
  private static final String TOKEN = "a-token-of-24-characters";
  private final Scrapers near = new Scrapers(Optional.empty(), false);
  private final Scrapers deployed = new Scrapers(Optional.empty(), true);
  private final Scrapers knowing = new Scrapers(Optional.of(TOKEN), true);

  @Test
  void withoutATokenTheMachineAndPrivateNetworksMayRead() {
    for (String peer :
        List.of(
            "127.0.0.1",
            "::1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.1.1",
            "fd00::1",
            "fe80::1")) {
      near.require(Requests.get("/metrics").from(peer).request());
    }
    for (String peer : List.of("203.0.113.9", "172.32.0.1", "2001:db8::1", "nonsense")) {
      assertEquals(Problem.FORBIDDEN, refused(near, Requests.get("/metrics").from(peer)), peer);
    }
  }

  @Test
  void withoutATokenNobodyReadsThroughAProxy() {
    for (String header : List.of("X-Forwarded-For", "Forwarded", "Via", "X-Forwarded-Host")) {
      Requests proxied = Requests.get("/metrics").from("127.0.0.1").with(header, "127.0.0.1");
      assertEquals(Problem.FORBIDDEN, refused(near, proxied), header);
    }
  }

  /// A proxy on this machine that adds no header looks like a program on this machine.
  @Test
  void withoutATokenNobodyReadsTheMetricsOfAServerWithPublicNames() {
    assertEquals(Problem.FORBIDDEN, refused(deployed, Requests.get("/metrics").from("127.0.0.1")));
  }

  @Test
  void withATokenWhoeverKnowsItMayRead() {
    Requests far = Requests.get("/metrics").from("203.0.113.9");
    assertEquals(Problem.UNAUTHENTICATED, refused(knowing, far));
    assertEquals(
        Problem.UNAUTHENTICATED, refused(knowing, Requests.get("/metrics").from("127.0.0.1")));
    assertEquals(
        Problem.FORBIDDEN,
        refused(knowing, Requests.get("/metrics").with("Authorization", "Bearer " + TOKEN + "x")));
    knowing.require(far.with("Authorization", "Bearer " + TOKEN).request());
  }

  @Test
  void theTokenIsNoneByDefaultAndAtLeast24CharactersLong() {
    assertEquals(Optional.empty(), new WebConfig(new MapConfig(Map.of())).metricsToken());
    assertEquals(
        Optional.of(TOKEN),
        new WebConfig(new MapConfig(Map.of("parley.metrics.token", TOKEN))).metricsToken());
    assertThrows(
        IllegalArgumentException.class, () -> new Scrapers(Optional.of(TOKEN.substring(1)), false));
  }

  private static Problem refused(Scrapers scrapers, Requests request) {
    return assertThrows(ProblemException.class, () -> scrapers.require(request.request()))
        .problem();
  }
}
