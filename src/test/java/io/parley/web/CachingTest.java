package io.parley.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.http.Requests;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CachingTest {
  private static final Caching CACHING = new Caching("7f");

  @Test
  void pagesAndAnswersOfTheApiAreNotKept() {
    assertEquals("no-store", headers("/", "").get("Cache-Control"));
    assertEquals("no-store", headers("/room.xhtml", "v=7f").get("Cache-Control"));
    assertEquals("no-store", headers("/docs/models.md", "v=7f").get("Cache-Control"));
    assertEquals("no-store", headers("/nothing.css", "v=7f").get("Cache-Control"));
    assertEquals("no-store", headers("/api/rooms", "").get("Cache-Control"));
  }

  @Test
  void aPageIsNoFileHoweverItsAddressIsWritten() {
    for (String path :
        List.of(
            "/conversations/1;a.css",
            "/conversations/1%3Ba.js",
            "/conversations/new;x.svg",
            "/rooms/lobby;a.png",
            "/shared/token;a.css",
            "/rooms/lobby/a.css",
            "/rooms/lobby%2Fjs%2Fa.js",
            "/rooms;/js/a.js")) {
      Map<String, String> headers = headers(path, "v=7f");
      assertEquals("no-store", headers.get("Cache-Control"), path);
      assertEquals("Cookie", headers.get("Vary"), path);
    }
  }

  @Test
  void aFileBelowThisVersionIsKeptForAYearAndAnyOtherIsAskedFor() {
    for (String path : List.of("/css/page-room.css", "/js/room.js", "/vendor/a/b.woff2")) {
      assertEquals(
          "public, max-age=31536000, immutable",
          headers("/assets/7f" + path, "").get("Cache-Control"),
          path);
      assertEquals("no-cache", headers(path, "").get("Cache-Control"), path);
      assertEquals("no-cache", headers(path, "v=7f").get("Cache-Control"), path);
    }
  }

  @Test
  void aFileBelowAnotherVersionIsAskedForAgain() {
    for (String version : List.of("7e", "7f0", "7", "live", "")) {
      assertEquals(
          "no-cache", headers("/assets/" + version + "/js/room.js", "").get("Cache-Control"));
    }
  }

  @Test
  void liveFilesAreNotKept() {
    Requests.Response response = new Requests.Response();
    Requests visit = Requests.get("/assets/live/js/room.js").with("If-None-Match", "W/\"live\"");
    assertTrue(new Caching("live").apply(visit.request(), response.response()).isPresent());
    assertEquals("no-store", response.headers.get("Cache-Control"));
  }

  @Test
  void aVersionedFileThatIsNotThereIsNotKept() throws Exception {
    Requests.Response response = new Requests.Response();
    HttpServletResponse answer =
        CACHING
            .apply(Requests.get("/assets/7f/css/a.css").request(), response.response())
            .orElseThrow();
    assertEquals(
        "public, max-age=31536000, immutable", response.headers.get("Cache-Control"), "premise");
    answer.sendError(404);
    assertEquals(404, response.status);
    assertEquals("no-store", response.headers.get("Cache-Control"));
  }

  @Test
  void aFileOfThisVersionIsNotSentAgain() {
    Requests.Response response = new Requests.Response();
    Requests visit = Requests.get("/js/room.js").with("If-None-Match", "W/\"6e\", W/\"7f\"");
    assertTrue(CACHING.apply(visit.request(), response.response()).isEmpty());
    assertEquals(304, response.status);
    assertEquals("W/\"7f\"", response.headers.get("ETag"));
  }

  @Test
  void aFileOfAnotherVersionIsSentWhateverItsDate() {
    Requests.Response response = new Requests.Response();
    HttpServletRequest visit =
        Requests.get("/js/room.js")
            .with("If-None-Match", "W/\"6e\"")
            .with("If-Modified-Since", "Sat, 21 Nov 2026 00:00:00 GMT")
            .request();
    HttpServletResponse answer = CACHING.apply(visit, response.response()).orElseThrow();
    answer.setHeader("Last-Modified", "Sat, 21 Nov 2026 00:00:00 GMT");
    answer.setDateHeader("last-modified", 0);
    assertFalse(response.headers.containsKey("Last-Modified"));
    HttpServletRequest seen = Caching.withoutDates(visit);
    assertEquals(-1, seen.getDateHeader("if-modified-since"));
    assertFalse(seen.getHeaders("If-Modified-Since").hasMoreElements());
  }

  private static Map<String, String> headers(String path, String query) {
    Requests.Response response = new Requests.Response();
    CACHING.apply(Requests.get(path).query(query).request(), response.response());
    return response.headers;
  }
}
