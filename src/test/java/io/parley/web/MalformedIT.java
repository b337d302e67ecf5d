package io.parley.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.testing.ParleyNode;
import io.parley.testing.TestBed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a client does wrong is answered with a 4xx in our words, on every route, and costs the log
/// next to nothing.
class MalformedIT {
  private static final int PATIENCE_MILLIS = 30_000;

  /// Refused requests of every kind come to at most one line a minute and status; other lines are
  /// those of a running node.
  private static final int MOST_LINES = 40;

  private static final List<String> ROUTES =
      List.of(
          "/",
          "/rooms/lobby",
          "/conversations/new",
          "/shared/nothing",
          "/docs/models.md",
          "/nowhere",
          "/js/room.js",
          "/css/none.css",
          "/api/rooms",
          "/api/rooms/lobby",
          "/api/guests/me",
          "/api/search?q=x",
          "/api/none",
          "/v1/models",
          "/v1/none",
          "/ws/rooms/lobby",
          "/ws/none",
          "/health",
          "/health/ready",
          "/health/none",
          "/metrics",
          "/metrics/base",
          "/openapi",
          "/openapi/ui/",
          "/ibm/api");

  private static final List<String> HEADERS =
      List.of(
          "Accept: */*;q=abc",
          "Accept: ;;;",
          "Accept: nonsense",
          "Accept: a/b/c",
          "Accept: text/html;charset=\"x",
          "Accept: application/json;q=0.5;q=0.x",
          "Accept: \u00ff\u00fe",
          "Accept-Language: xx-YY-zz;q=9",
          "Accept-Language: \u00c3(",
          "Accept-Language: en;q=abc",
          "Accept-Encoding: gzip;q=abc",
          "Accept-Encoding: *;q=0",
          "Range: bytes=9-1",
          "Range: bytes=99999999999999999999-",
          "Range: x",
          "Cookie: \"; =;;",
          "Cookie: \u00ff=\u00ff",
          "Cookie: $Version=abc",
          "If-Modified-Since: yesterday",
          "If-Unmodified-Since: 99999999999999999999",
          "If-None-Match: \"",
          "Content-Type: nonsense",
          "Content-Type: application/json;charset=none-such",
          "Content-Type: application/json;charset=\"",
          "Content-Type: a/b;=;",
          "Content-Length: abc",
          "Content-Length: -1",
          "Content-Length: 99999999999999999999",
          "Content-Length: 1,1",
          "Transfer-Encoding: nonsense",
          "Transfer-Encoding: gzip, chunked",
          "Authorization: Bearer",
          "Authorization: Bearer \u00ff",
          "Authorization: Basic !!!",
          "Origin: ::::",
          "Origin: http://[::",
          "Upgrade: websocket",
          "Upgrade: h2c",
          "Expect: 200-maybe",
          "Content-Encoding: nonsense",
          "Last-Event-ID: \u00ff:99999999999999999999",
          "Sec-WebSocket-Key: x",
          "Sec-WebSocket-Version: x",
          "Sec-WebSocket-Protocol: ,,;\u00ff",
          "Sec-WebSocket-Extensions: x; y=\"",
          "X-Forwarded-For: 999.1.1.1, ::::",
          "X-Forwarded-Host: \u00ff",
          "Name with blanks: x");

  private static final List<String> PATHS =
      List.of(
          "//",
          "/%",
          "/%zz",
          "/%ff",
          "/\u00ff",
          "/css/../conversation.xhtml///",
          "/rooms/%ff%fe",
          "/rooms/\u00ff",
          "/rooms/%c0%af",
          "/rooms/lobby?x=%zz",
          "/api/rooms/%ff",
          "/api/rooms/\u00ff",
          "/api/rooms/%zz",
          "/api/rooms?limit=%ff",
          "/api/rooms?limit=\u00ff",
          "/api/rooms?%",
          "/api/rooms?a=[",
          "/api/rooms/a|b",
          "/api/rooms;jsessionid=x/[]",
          "/api;jsessionid=x/messages/{a:{a:%6eull}}",
          "/api/rooms;jsessionid=%ff",
          "/api/rooms/lobby;jsessionid=|",
          "/metrics;jsessionid=%zz",
          "/api/rooms/%ed%a0%80",
          "/api/search?q=%00",
          "/v1/models/%ff",
          "/v1/models?x=%zz",
          "/ws/rooms/%ff",
          "/ws/",
          "/docs/%ff",
          "/js/",
          "/js/%ff",
          "/WEB-INF/web.xml",
          "/jakarta.faces.resource/faces.js.xhtml?ln=jakarta.faces",
          "/j_security_check",
          "/favicon.ico",
          "/health/%ff",
          "/metrics?x=%zz",
          "/metrics/../x",
          "/openapi?format=%ff",
          "*",
          "/" + "a".repeat(9_000));

  private static final List<String> METHODS =
      List.of("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW", "get", "CONNECT", "G(T");

  private static final List<String> FORMS =
      List.of(
          "name=%ff&%zz=&&=&name",
          "%",
          "format=%u0041",
          "a=b&%=%",
          "=&=&=",
          "%00=%00",
          "a=1&".repeat(1_001),
          "jakarta.faces.ViewState=x&%zz=1",
          "format=json\u00ff",
          "{\"format\":\"json\"}");

  /// What Liberty, RESTEASY and Java call things.
  private static final Pattern INTERNALS =
      Pattern.compile(
          "SRVE|RESTEASY|CWW|Liberty|IBM|\\bjava\\.|jakarta\\.(servlet|ws)|Exception|\\tat ");

  /// Liberty's own 400 for a `%` that no digits follow: it reads the path before any filter.
  private static final String UNREADABLE = "CWWWC0005I: The request URI has invalid";

  private final ParleyNode parley = TestBed.node();
  private List<String> before = List.of();

  @BeforeEach
  void readTheLog() throws IOException {
    before = Files.readAllLines(parley.log(), StandardCharsets.ISO_8859_1);
  }

  @Test
  void anOddHeaderIsRefusedOrIgnoredOnEveryRoute() throws Exception {
    List<String> wrong = new ArrayList<>();
    for (String route : ROUTES) {
      for (String header : HEADERS) {
        judge("GET", route, header, "", wrong);
      }
    }
    assertEquals(List.of(), wrong);
    assertTheLogIsQuiet();
  }

  @Test
  void anOddAddressIsRefusedByEveryMethod() throws Exception {
    List<String> wrong = new ArrayList<>();
    for (String path : PATHS) {
      judge("GET", path, "Accept: */*", "", wrong);
      judge("POST", path, "Content-Type: application/json", "{}", wrong);
      judge("DELETE", path, "Accept: */*", "", wrong);
    }
    assertEquals(List.of(), wrong);
    assertTheLogIsQuiet();
  }

  /// Where a servlet asks for a parameter, what is in a form is looked at only then.
  @Test
  void anOddFormIsRefusedOrIgnoredOnEveryRoute() throws Exception {
    List<String> wrong = new ArrayList<>();
    for (String route : ROUTES) {
      for (String form : FORMS) {
        for (String method : List.of("GET", "POST", "PUT", "DELETE", "HEAD")) {
          judge(method, route, "Content-Type: application/x-www-form-urlencoded", form, wrong);
        }
      }
    }
    assertEquals(List.of(), wrong);
    assertTheLogIsQuiet();
  }

  @Test
  void anOddMethodIsRefusedOnEveryRoute() throws Exception {
    List<String> wrong = new ArrayList<>();
    for (String route : ROUTES) {
      for (String method : METHODS) {
        judge(method, route, "Accept: */*", "", wrong);
        judge(method, route, "Content-Type: application/json", "{}", wrong);
      }
    }
    assertEquals(List.of(), wrong);
    assertTheLogIsQuiet();
  }

  @Test
  void aHandshakeThatIsNoneIsRefused() throws Exception {
    for (String odd :
        List.of(
            "Sec-WebSocket-Version: 99",
            "Sec-WebSocket-Key: x",
            "Upgrade: h2c",
            "Connection: close")) {
      String name = odd.substring(0, odd.indexOf(':'));
      List<String> headers =
          new ArrayList<>(
              List.of(
                  "Upgrade: websocket",
                  "Connection: Upgrade",
                  "Sec-WebSocket-Version: 13",
                  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="));
      headers.removeIf(header -> header.startsWith(name + ":"));
      headers.add(odd);
      RawRequest.Answer answer = ask("GET", "/ws/rooms/lobby", String.join("\r\n", headers), "");
      assertEquals(400, answer.status(), odd);
      assertTrue(answer.body().contains("The header " + name), answer.body());
    }
  }

  /// Otherwise what follows it would be taken for the next request.
  @Test
  void aBodyThatNobodyReadsEndsItsConnection() throws Exception {
    for (String route : List.of("/nowhere", "/css/none.css", "/js/room.js", "/ws/rooms/lobby")) {
      RawRequest.Answer answer =
          ask("POST", route, "Content-Type: text/plain\r\nConnection: keep-alive", "hello");
      assertTrue(answer.status() == 404 || answer.status() == 405, route + answer);
      assertEquals("close", answer.header("Connection").toLowerCase(java.util.Locale.ROOT), route);
    }
  }

  private void judge(String method, String path, String header, String body, List<String> wrong)
      throws IOException {
    String what = method + " " + path.substring(0, Math.min(60, path.length())) + " " + header;
    RawRequest.Answer answer = ask(method, path, header, body);
    if (answer.status() >= 500) {
      wrong.add(what + " -> " + answer.status());
    } else if (answer.status() >= 400
        && !answer.body().contains(UNREADABLE)
        && INTERNALS.matcher(answer.body()).find()) {
      wrong.add(what + " -> " + answer.status() + " " + answer.body());
    }
  }

  @Test
  void whatOperatorsReadChecksItsHostAndIsForNoOtherOrigin() throws Exception {
    for (String path : List.of("/health", "/health/ready", "/metrics", "/openapi")) {
      assertEquals(421, RawRequest.get(parley, path).host("evil.test").send().status(), path);
      RawRequest.Answer answer =
          RawRequest.get(parley, path).with("Origin", "https://evil.test").send();
      assertEquals(200, answer.status(), path);
      assertEquals("", answer.header("Access-Control-Allow-Origin"), path);
      assertEquals("nosniff", answer.header("X-Content-Type-Options"), path);
      assertTrue(answer.header("Content-Security-Policy").contains("script-src 'self'"), path);
      assertEquals(405, RawRequest.to(parley, "POST", path).send().status(), path);
    }
    RawRequest.Answer proxied =
        RawRequest.get(parley, "/metrics").with("X-Forwarded-For", "203.0.113.9").send();
    assertEquals(403, proxied.status(), proxied.body());
  }

  private RawRequest.Answer ask(String method, String path, String header, String body)
      throws IOException {
    String length = body.isEmpty() ? "" : "Content-Length: " + body.length() + "\r\n";
    String end = header.contains("Connection:") ? "" : "Connection: close\r\n";
    String text =
        "%s %s HTTP/1.1\r\nHost: localhost:%d\r\n%s\r\n%s%s\r\n%s"
            .formatted(method, path, parley.port(), header, length, end, body);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), parley.port())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      return RawRequest.Answer.whole(socket);
    }
  }

  private void assertTheLogIsQuiet() throws IOException {
    List<String> all = Files.readAllLines(parley.log(), StandardCharsets.ISO_8859_1);
    List<String> lines = all.subList(before.size(), all.size());
    assertFalse(
        lines.stream().anyMatch(line -> line.startsWith("\tat ")), () -> String.join("\n", lines));
    assertTrue(lines.size() <= MOST_LINES, () -> String.join("\n", lines));
  }
}
