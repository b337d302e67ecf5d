package io.parley.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxiesTest {
  private final Proxies proxies = new Proxies(List.of("10.0.0.0/8", "192.0.2.7", "fd00::/8"));

  @Test
  void aStrangersWordOnWhereItComesFromMeansNothing() {
    assertEquals(
        "198.51.100.1",
        proxies.client(
            Requests.get("/")
                .from("198.51.100.1")
                .with("X-Forwarded-For", "203.0.113.9")
                .request()));
  }

  @Test
  void aTrustedProxysWordCounts() {
    assertEquals(
        "203.0.113.9",
        proxies.client(
            Requests.get("/").from("10.1.2.3").with("X-Forwarded-For", "203.0.113.9").request()));
  }

  @Test
  void theClientIsTheLastInTheChainThatIsNotAProxy() {
    assertEquals(
        "203.0.113.9",
        proxies.client(
            Requests.get("/")
                .from("10.1.2.3")
                .with("X-Forwarded-For", "1.1.1.1, 203.0.113.9")
                .with("X-Forwarded-For", "192.0.2.7,10.9.9.9")
                .request()));
  }

  @Test
  void anInvalidAddressEndsTheChain() {
    assertEquals(
        "10.1.2.3",
        proxies.client(
            Requests.get("/")
                .from("10.1.2.3")
                .with("X-Forwarded-For", "203.0.113.9, localhost")
                .request()));
  }

  @Test
  void anIpv6ClientIsItsNetwork() {
    String one = proxies.client(Requests.get("/").from("2001:db8:1:2::1").request());
    String two = proxies.client(Requests.get("/").from("2001:db8:1:2:ffff::9").request());
    String other = proxies.client(Requests.get("/").from("2001:db8:1:3::1").request());
    assertEquals(one, two);
    assertFalse(one.equals(other));
  }

  @Test
  void theOwnOriginIsWhatTheBrowserSees() {
    assertEquals(
        "http://parley.test:9080",
        proxies.ownOrigin(Requests.get("/").at("http", "parley.test", 9080).request()));
    assertEquals(
        "https://chat.example.org",
        proxies.ownOrigin(
            Requests.get("/")
                .from("10.1.2.3")
                .at("http", "chat.example.org", 80)
                .with("X-Forwarded-Proto", "https")
                .request()));
    assertEquals(
        "https://chat.example.org",
        proxies.ownOrigin(
            Requests.get("/")
                .from("10.1.2.3")
                .at("http", "node-3", 9080)
                .with("X-Forwarded-Proto", "https")
                .with("X-Forwarded-Host", "chat.example.org")
                .request()));
    assertEquals(
        "http://node-3:9080",
        proxies.ownOrigin(
            Requests.get("/")
                .at("http", "node-3", 9080)
                .with("X-Forwarded-Proto", "https")
                .with("X-Forwarded-Host", "evil.example.org")
                .request()));
  }

  @Test
  void tlsEndsHereOrAtATrustedProxy() {
    assertTrue(proxies.isSecure(Requests.get("/").at("https", "a", 443).request()));
    assertTrue(
        proxies.isSecure(
            Requests.get("/").from("fd00::1").with("X-Forwarded-Proto", "https").request()));
    assertFalse(proxies.isSecure(Requests.get("/").with("X-Forwarded-Proto", "https").request()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "proxy", "10.0.0.0/33", "10.0.0.0/-1", "::/129", "10.0.0.0/x"})
  void aNetworkThatIsNoneStopsTheStart(String network) {
    assertThrows(IllegalArgumentException.class, () -> new Proxies(List.of(network)));
  }

  @Test
  void networksNeedNotEndAtAByte() {
    Networks networks = Networks.parse(List.of("172.16.0.0/12"));
    assertTrue(networks.contain(Networks.address("172.31.255.1").orElseThrow()));
    assertFalse(networks.contain(Networks.address("172.32.0.1").orElseThrow()));
    assertFalse(networks.contain(Networks.address("::1").orElseThrow()));
  }
}
