package io.parley.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.testing.ApiClient;
import io.parley.testing.ParleyNode;
import io.parley.testing.TestBed;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class RequestFilterIT {
  private static final String FILE = "/js/room.js";
  private static final String FACES_PART =
      """
      --x
      Content-Disposition: form-data; name="jakarta.faces.ViewState"

      rO0AB
      --x--
      """;

  private final ParleyNode parley = TestBed.node();
  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void aFileIsSentOncePerVersionWhateverItsDate() throws Exception {
    HttpResponse<String> first = parley.get(FILE);
    assertEquals(200, first.statusCode());
    assertEquals(Optional.of("no-cache"), first.headers().firstValue("Cache-Control"));
    String tag = first.headers().firstValue("ETag").orElseThrow();
    assertEquals(304, ask(FILE, "If-None-Match", tag).statusCode());
    assertEquals(200, ask(FILE, "If-None-Match", "W/\"another\"").statusCode());
    assertEquals(200, ask(FILE, "If-Modified-Since", "Fri, 31 Dec 2100 00:00:00 GMT").statusCode());
  }

  @Test
  void aPageIsFoundUnderItsAddressOnlyNotByItsFile() throws Exception {
    assertEquals(200, parley.get("/rooms/lobby").statusCode());
    assertEquals(404, parley.get("/room.xhtml").statusCode());
    assertEquals(200, parley.get("/index.xhtml").statusCode());
  }

  @Test
  void noCacheKeepsAPageWhateverItsAddressEndsWith() throws Exception {
    for (String path :
        List.of(
            "/conversations/new;a.css?v=1",
            "/conversations/new%3Ba.js?v=1",
            "/conversations/new%253Ba.js",
            "/conversations/new;x.svg",
            "/conversations/new;jsessionid=a.css",
            "/conversations;jsessionid=x/new",
            "/js/room.js;jsessionid=x",
            "/conversations/new/a.css",
            "/rooms/lobby;a.png",
            "/rooms/lobby\\a.png",
            "/rooms/lobby%5ca.png",
            "/rooms/lobby%2fa.png",
            "/rooms/lobby%00a.png",
            "/rooms/lobby%0aa.png",
            "/rooms/lobby/..;/js/room.js",
            "/rooms/../js/room.js",
            "/rooms/%2e%2e/js/room.js",
            "/shared/nothing;a.css",
            "/docs/models.md;a.css?v=1",
            "/;a.css",
            "/js/../rooms/lobby",
            "/js%2f..%2frooms/lobby",
            "/room.xhtml;x",
            "/room.xht%6dl",
            "/index.xhtml;x.css",
            "/error/404.html?v=1",
            "/WEB-INF/web.xml",
            "/assets/1/WEB-INF/web.xml",
            "/assets/1/rooms/lobby",
            "/assets/1/bundle/js/room.js",
            "/assets/1/error/404.html",
            "/assets/1/js/../WEB-INF/web.xml",
            "/assets/1//WEB-INF/web.xml",
            "/assets/js/room.js",
            "/bundle/js/room.js",
            "/js/../WEB-INF/web.xml")) {
      RawRequest.Answer answer = RawRequest.get(parley, path).send();
      assertTrue(answer.status() == 404 || answer.status() == 400, path + answer);
      assertTrue(answer.header("Cache-Control").startsWith("no-store"), path + answer.headers());
    }
    for (String page : List.of("/", "/rooms/lobby", "/docs/models.md?v=1", "/conversations/new")) {
      RawRequest.Answer answer = RawRequest.get(parley, page).send();
      assertEquals(200, answer.status(), page);
      assertTrue(answer.header("Cache-Control").startsWith("no-store"), page + answer.headers());
      assertTrue(answer.header("Vary").contains("Cookie"), page + answer.headers());
    }
  }

  @Test
  void aHostThatIsNotOursIsRefusedEverywhere() throws Exception {
    for (String path :
        List.of("/", "/api/rooms", "/ws/rooms/lobby", "/v1/models", FILE, "http://evil.test/")) {
      RawRequest.Answer answer = RawRequest.get(parley, path).host("evil.test").send();
      assertEquals(421, answer.status(), path);
      assertTrue(answer.body().contains("misdirected"), answer.body());
    }
    for (String host : List.of("localhost", "127.0.0.1", "10.1.2.3:9080", "[::1]:80")) {
      assertEquals(200, RawRequest.get(parley, "/api/rooms").host(host).send().status(), host);
      assertEquals(200, RawRequest.get(parley, "/health/live").host(host).send().status(), host);
    }
  }

  @Test
  void nobodyTellsTheServerWhichHostSchemeAndClientItHas() throws Exception {
    RawRequest.Answer made =
        RawRequest.to(parley, "POST", "/api/rooms")
            .with("Authorization", ApiClient.guest(parley, "ada").bearer())
            .with("$WSSN", "evil.test")
            .with("$WSSP", "443")
            .with("$WSSC", "https")
            .with("$WSRA", "203.0.113.9")
            .with("X-Forwarded-Host", "evil.test")
            .with("X-Forwarded-Proto", "https")
            .body("application/json", "{\"name\":\"whose-address\"}")
            .send();
    assertEquals(201, made.status(), made.body());
    assertEquals(parley.url("/api/rooms/whose-address").toString(), made.header("Location"));
    RawRequest.Answer moved =
        RawRequest.get(parley, "/conversations").with("$WSSN", "evil.test").send();
    assertEquals(302, moved.status());
    assertFalse(moved.header("Location").contains("evil.test"), moved.header("Location"));
  }

  /// Each used to hold a thread, of which there are sixteen.
  @Test
  void unfinishedBodiesKeepNobodyWaiting() throws Exception {
    String ada = ApiClient.guest(parley, "ada").bearer();
    List<Socket> unfinished = new ArrayList<>();
    try {
      for (String path :
          List.of("/api/rooms", "/api/conversations/import", "/v1/models", "/rooms")) {
        for (int i = 0; i < 25; i++) {
          unfinished.add(
              RawRequest.to(parley, "POST", path)
                  .with("Authorization", ada)
                  .with("Content-Type", "application/json")
                  .with("Content-Length", "1000")
                  .begin());
          unfinished.getLast().getOutputStream().write('{');
        }
      }
      Instant begun = Instant.now();
      for (int i = 0; i < 20; i++) {
        assertEquals(200, parley.get("/api/rooms").statusCode());
      }
      Duration taken = Duration.between(begun, Instant.now());
      assertTrue(taken.compareTo(Duration.ofSeconds(4)) < 0, taken.toString());
      RawRequest.Answer late = RawRequest.Answer.of(unfinished.getFirst());
      assertEquals(408, late.status());
      assertTrue(late.body().contains("request_timeout"), late.body());
    } finally {
      for (Socket socket : unfinished) {
        socket.close();
      }
    }
  }

  @Test
  void aStrangersLargeBodyIsRefusedBeforeItHasArrived() throws Exception {
    for (String path : List.of("/api/conversations/import", "/v1/chat/completions")) {
      try (Socket socket = large(path, Optional.empty())) {
        socket.getOutputStream().write(new byte[2 * (int) BodyLimits.USUAL_BYTES]);
        assertEquals("HTTP/1.1 401", status(socket), path);
      }
    }
  }

  /// Each of them is within its own limit, and none is ever finished: an address has 128 MiB.
  @Test
  void oneAddressCannotFillTheDiskWithUnfinishedBodies() throws Exception {
    String ada = ApiClient.guest(parley, "ada").bearer();
    List<Socket> unfinished = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 14; i++) {
        unfinished.add(large("/api/conversations/import", Optional.of(ada)));
      }
      String first =
          threads.invokeAny(
              unfinished.stream()
                  .<Callable<String>>map(socket ->
                      () -> {
                        socket.getOutputStream().write(new byte[10_400_000]);
                        return status(socket);
                      })
                  .toList());
      assertEquals("HTTP/1.1 429", first);
      for (Socket socket : unfinished) {
        socket.close();
      }
    }
  }

  /// The connection itself ends when the rest of the body has had its time.
  private static String status(Socket socket) throws IOException {
    return new String(socket.getInputStream().readNBytes(12), StandardCharsets.ISO_8859_1);
  }

  private Socket large(String path, Optional<String> bearer) throws IOException {
    RawRequest request =
        RawRequest.to(parley, "POST", path)
            .with("Content-Type", "application/json")
            .with("Content-Length", "10485760");
    bearer.ifPresent(token -> request.with("Authorization", token));
    return request.begin();
  }

  @Test
  void anAddressWithEncodedCharactersStaysWhatItWasWhileTheBodyArrives() {
    ApiClient ada = ApiClient.guest(parley, "ada");
    for (String room : List.of("a%20b", "%27%20or%201=1", "%22", "%3Cscript%3E", "caf%C3%A9")) {
      ApiClient.Answer answer = ada.patch("/api/rooms/" + room, Map.of("topic", "a b"));
      assertEquals(404, answer.status(), room + ": " + answer);
      assertEquals("/api/rooms/" + room, answer.body().path("instance").asText());
    }
    assertEquals(400, ada.post("/api/guests?before=%3cscript%3e&limit=1e999", List.of()).status());
  }

  @Test
  void aBodyIsReadWhateverWayItArrives() throws Exception {
    ApiClient ada = ApiClient.guest(parley, "ada");
    assertEquals(201, ada.post("/api/rooms", Map.of("name", "at-once")).status());
    assertEquals(201, ada.postChunked("/api/rooms", "{\"name\":\"in-chunks\"}").status());
    assertEquals(413, ada.post("/api/rooms", Map.of("name", "x".repeat(70_000))).status());
    assertEquals(
        413, ada.postChunked("/api/rooms", "{\"name\":\"" + "x".repeat(70_000) + "\"}").status());
    String body = "name=form-room&topic=caf%C3%A9";
    RawRequest.Answer form =
        RawRequest.to(parley, "POST", "/rooms")
            .with("Authorization", ada.bearer())
            .body("application/x-www-form-urlencoded", body)
            .send();
    assertEquals(303, form.status(), form.body());
    assertEquals("/rooms/form-room", form.header("Location"));
    assertEquals("café", ada.get("/api/rooms/form-room").body().path("topic").asText());
    try (Socket slow =
        RawRequest.to(parley, "POST", "/api/rooms")
            .with("Authorization", ada.bearer())
            .with("Content-Type", "application/json")
            .with("Content-Length", "15")
            .begin()) {
      for (char next : "{\"name\":\"slow\"}".toCharArray()) {
        slow.getOutputStream().write(next);
        slow.getOutputStream().flush();
      }
      assertEquals(201, RawRequest.Answer.of(slow).status());
    }
  }

  @Test
  void aViewStateIsRefusedOnEveryPage() throws Exception {
    for (String path : List.of("/", "/rooms/lobby", "/conversations/new", "/docs/models.md")) {
      assertEquals(
          400,
          RawRequest.get(parley, path + "?jakarta.faces.ViewState=rO0AB").send().status(),
          path);
      assertEquals(
          400,
          RawRequest.to(parley, "POST", path)
              .body("application/x-www-form-urlencoded", "jakarta.faces.ViewState=rO0AB")
              .send()
              .status(),
          path);
      assertEquals(
          415,
          RawRequest.to(parley, "POST", path)
              .body("multipart/form-data; boundary=x", FACES_PART.replace("\n", "\r\n"))
              .send()
              .status(),
          path);
    }
  }

  @Test
  void nothingButTheApiCanBePatched() throws Exception {
    for (String path : new String[] {"/", "/docs//", "/rooms/1%65999", FILE, "/ws/rooms/lobby"}) {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(parley.url(path))
                  .method("PATCH", HttpRequest.BodyPublishers.noBody())
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertEquals(405, answer.statusCode(), path);
      assertTrue(answer.headers().firstValue("Allow").isPresent(), path);
    }
  }

  @Test
  void everyAnswerCarriesTheSecurityHeaders() throws Exception {
    for (String path : new String[] {"/", FILE, "/api/guests/me", "/ws/rooms/nowhere"}) {
      HttpResponse<String> answer = parley.get(path);
      assertTrue(answer.headers().firstValue("Content-Security-Policy").isPresent(), path);
      assertEquals(
          Optional.of("same-origin"), answer.headers().firstValue("Referrer-Policy"), path);
    }
  }

  @Test
  void aStrangersForwardedHeadersDoNotMakeItsOriginOurs() throws Exception {
    HttpResponse<String> refused =
        http.send(
            HttpRequest.newBuilder(parley.url("/api/guests"))
                .header("Origin", "https://evil.test")
                .header("X-Forwarded-Proto", "https")
                .header("X-Forwarded-Host", "evil.test")
                .POST(HttpRequest.BodyPublishers.noBody())
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertEquals(403, refused.statusCode());
    assertNotEquals("", refused.body());
  }

  private HttpResponse<String> ask(String path, String header, String value) throws Exception {
    return http.send(
        HttpRequest.newBuilder(parley.url(path)).header(header, value).build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
