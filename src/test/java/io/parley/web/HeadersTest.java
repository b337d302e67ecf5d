package io.parley.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.http.Requests;
import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HeadersTest {
  /// What browsers and programs send.
  private static final Map<String, List<String>> GOOD =
      Map.of(
          "Accept",
          List.of(
              "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8",
              "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2",
              "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams, x;y\"",
              "application/json;charset=UTF-8;",
              "text/event-stream, , */*;q=0.001",
              "*/*;q=1.000",
              ""),
          "Accept-Language",
          List.of(
              "en-US,en;q=0.5",
              "de-DE-1996, *;q=0",
              "zh-Hant-TW",
              "en_US",
              "C.UTF-8",
              "ca@valencia"),
          "Accept-Encoding",
          List.of("gzip, deflate, br, zstd", "gzip;q=1.0, identity; q=0.5, *;q=0", "identity"),
          "Cookie",
          List.of("a=b; parley_guest=\"x\"", "$Version=1; a=b", "$Version=\"1\"; a=b", "\"; =;;"),
          "Content-Length",
          List.of("0", "12"),
          "Transfer-Encoding",
          List.of("chunked", "Chunked"),
          // unreadable dates and ranges are ignored (RFC 9110)
          "If-Modified-Since",
          List.of("yesterday"),
          "Range",
          List.of("bytes=abc"));

  private static final Map<String, List<String>> BAD =
      Map.of(
          "Accept",
          List.of(
              "*/*;q=abc",
              "*/*;q=2",
              "*/*;q",
              "a/b;q=1;q=x",
              ";;;",
              "nonsense",
              "a/b/c",
              "a/b;=;=",
              "text/html;charset=\"x",
              "\u00ff\u00fe",
              "a/b," + "c/d,".repeat(1_000)),
          "Accept-Language",
          List.of("en;q=9", "en;q=x", "\u00c3(", ";;", "a".repeat(3_000)),
          "Accept-Encoding",
          List.of("gzip;q=9", ";;q", "\u00ff"),
          "Accept-Charset",
          List.of("utf-8;q=z"),
          "Cookie",
          List.of("$Version=abc; a=b", "a=b; $version = x", "$Version=123456789012"),
          "Content-Length",
          List.of("abc", "-1", "+1", "", "1,1", "0x1", "99999999999999999999"),
          "Transfer-Encoding",
          List.of("gzip", "gzip, chunked", "identity", "nonsense", "chunked, chunked"));

  @Test
  void whatBrowsersAndProgramsSendIsAccepted() {
    GOOD.forEach((name, values) ->
        values.forEach(value -> Headers.check(Requests.get("/").with(name, value).request())));
  }

  @Test
  void whatParsersThrowAtIsRefusedByTheNameOfItsHeader() {
    BAD.forEach((name, values) ->
        values.forEach(value -> {
          ProblemException refusal =
              assertThrows(
                  ProblemException.class,
                  () -> Headers.check(Requests.get("/").with(name, value).request()),
                  () -> name + ": " + value);
          assertEquals(Problem.INVALID_REQUEST, refusal.problem());
          assertTrue(refusal.detail().contains(name), refusal.detail());
        }));
  }

  @Test
  void aBodyHasOneLength() {
    Requests two = Requests.get("/").with("Content-Length", "1").with("Content-Length", "2");
    assertThrows(ProblemException.class, () -> Headers.check(two.request()));
    Requests both =
        Requests.get("/").with("Content-Length", "1").with("Transfer-Encoding", "chunked");
    assertThrows(ProblemException.class, () -> Headers.check(both.request()));
  }

  @Test
  void anAddressIsAsciiAndEncodesUtf8() {
    for (String good : List.of("/", "/a%20b", "/caf%C3%A9", "/a?b=[c]|{d}", "/%f0%9f%98%80")) {
      assertTrue(Encoded.isWellFormed(good), good);
    }
    for (String bad :
        List.of("/%", "/%z", "/%4", "/%zz", "/%ff", "/%c0%af", "/%ed%a0%80", "/\u00e9", "/a b")) {
      assertFalse(Encoded.isWellFormed(bad), bad);
    }
  }
}
