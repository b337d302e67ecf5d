package io.parley.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.testing.ParleyNode;
import io.parley.testing.TestBed;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FrontDoorIT {
  private static final String FILE = "/js/room.js";

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
  void onlyAVersionedFileThatIsThereIsKeptForGood() throws Exception {
    HttpResponse<String> there = parley.get(FILE + "?v=1");
    assertEquals(200, there.statusCode());
    assertTrue(there.headers().firstValue("Cache-Control").orElse("").contains("immutable"));
    HttpResponse<String> missing = parley.get("/js/nothing.js?v=1");
    assertEquals(404, missing.statusCode());
    assertEquals(Optional.of("no-store"), missing.headers().firstValue("Cache-Control"));
  }

  @Test
  void aPageIsFoundUnderItsAddressOnlyNotByItsFile() throws Exception {
    assertEquals(200, parley.get("/rooms/lobby").statusCode());
    assertEquals(404, parley.get("/room.xhtml").statusCode());
    assertEquals(200, parley.get("/index.xhtml").statusCode());
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
