package io.parley.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class HostsTest {
  private final Hosts hosts = new Hosts(List.of("Chat.Example.org", "*.chat.test"));

  @Test
  void aConfiguredNameIsAcceptedWithAnyPort() {
    for (String host :
        List.of(
            "chat.example.org", "CHAT.example.ORG:8443", "chat.example.org.", "a.b.chat.test")) {
      assertTrue(hosts.accepts(host), host);
    }
  }

  @Test
  void anAddressOfNumbersIsAcceptedAsNoNameServerGaveIt() {
    for (String host :
        List.of("127.0.0.1:9080", "192.168.178.20", "10.0.0.1:80", "[::1]", "[fe80::1]:9080")) {
      assertTrue(new Hosts(List.of()).accepts(host), host);
    }
  }

  @Test
  void theMachineIsCalledByItsWholeNameAndByTheFirstPartOfIt() {
    assertEquals(
        List.of("chat.example.org", "chat.example.org.local", "chat", "chat.local"),
        WebBeans.names("chat.example.org"));
    assertEquals(List.of("chat", "chat.local"), WebBeans.names("chat"));
    assertEquals(List.of(), WebBeans.names("a chat"));
  }

  @Test
  void localhostIsAccepted() {
    for (String host : List.of("localhost", "localhost:9080", "parley.localhost")) {
      assertTrue(new Hosts(List.of()).accepts(host), host);
    }
  }

  @Test
  void anyOtherNameIsRefused() {
    for (String host :
        List.of(
            "evil.test",
            "chat.example.org.evil.test",
            "evilchat.test",
            "chat.test",
            "localhost.evil.test",
            "127.0.0.1.evil.test",
            "127.0.0.1.nip.io",
            "1.2.3.256",
            "2130706433",
            "0x7f.1",
            "1.2.3",
            "chat.example.org@evil.test",
            "chat.example.org/evil",
            "chat.example.org:x",
            "chat.example.org:9080:1",
            "chat.example.org, evil.test",
            " chat.example.org",
            "[::1",
            "::1",
            "")) {
      assertFalse(hosts.accepts(host), host);
    }
  }

  @Test
  void aStarAcceptsEveryName() {
    assertTrue(new Hosts(List.of("*")).accepts("evil.test:80"));
    assertFalse(new Hosts(List.of("*")).accepts("evil test"));
  }

  @Test
  void anEntryThatIsNoNameStopsTheStart() {
    for (String entry : List.of("https://chat.example.org", "chat.example.org:443", "a*b", "*.")) {
      assertThrows(IllegalArgumentException.class, () -> new Hosts(List.of(entry)), entry);
    }
  }
}
