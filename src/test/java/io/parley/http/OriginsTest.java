package io.parley.http;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OriginsTest {
  private final Origins origins =
      new Origins(new Proxies(List.of()), List.of("https://Chat.example.org"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://parley.test:9080",
        "https://chat.example.org",
        "https://chat.example.org:443"
      })
  void ourPagesAndListedOnesMayOpenSocketsAndWrite(String origin) {
    assertTrue(origins.permitSocket(socket().with("Origin", origin).request()));
    assertTrue(origins.permitWrite(write().with("Origin", origin).request()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "",
        "*",
        "http://parley.test",
        "https://parley.test:9080",
        "http://evil.test",
        "http://parley.test:9080.evil.test",
        "http://x@parley.test:9080",
        "http://parley.test:9080/",
        "https://chat.example.org.evil.test",
        "https://sub.chat.example.org",
        "file://",
        "%%"
      })
  void noOtherPageMay(String origin) {
    assertFalse(origins.permitSocket(socket().with("Origin", origin).request()));
    assertFalse(
        origins.permitSocket(
            socket().with("Origin", origin).with("Authorization", "Bearer x").request()));
    assertFalse(origins.permitWrite(write().with("Origin", origin).request()));
  }

  @Test
  void aProgramWithABearerTokenNeedsNoOrigin() {
    assertFalse(origins.permitSocket(socket().request()));
    assertTrue(origins.permitSocket(socket().with("Authorization", "Bearer x").request()));
    assertTrue(
        origins.permitWrite(
            write().with("Cookie", "parley_guest=x").with("Authorization", "Bearer x").request()));
  }

  @Test
  void aCookieAloneProvesNotWhereAWriteComesFrom() {
    assertFalse(origins.permitWrite(write().with("Cookie", "parley_guest=x").request()));
    assertTrue(origins.permitWrite(write().request()));
  }

  @Test
  void theBrowsersOwnWordOnTheSiteCounts() {
    Requests form = write().with("Cookie", "parley_guest=x").with("Origin", "null");
    assertFalse(origins.permitWrite(form.request()));
    assertTrue(origins.permitWrite(form.with("Sec-Fetch-Site", "same-origin").request()));
    assertFalse(origins.permitWrite(write().with("Sec-Fetch-Site", "cross-site").request()));
    assertFalse(origins.permitWrite(write().with("Sec-Fetch-Site", "same-site").request()));
  }

  @Test
  void readingIsOpenToAll() {
    assertTrue(
        origins.permitWrite(
            Requests.get("/").with("Origin", "http://evil.test").with("Cookie", "x=y").request()));
  }

  @Test
  void anEntryThatIsNoOriginStopsTheStart() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new Origins(new Proxies(List.of()), List.of("https://a.example/path")));
  }

  private static Requests socket() {
    return Requests.get("/ws/rooms/lobby").at("http", "parley.test", 9080);
  }

  private static Requests write() {
    return Requests.to("POST", "/api/rooms").at("http", "parley.test", 9080);
  }
}
