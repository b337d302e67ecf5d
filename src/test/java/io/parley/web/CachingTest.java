package io.parley.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.identity.Requests;
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
  void aVersionedFileIsKeptForGoodAndAnyOtherIsAskedFor() {
    assertEquals(
        "public, max-age=31536000, immutable",
        headers("/css/parley.css", "ln=x&v=7f").get("Cache-Control"));
    assertEquals("no-cache", headers("/js/room.js", "").get("Cache-Control"));
    assertEquals("no-cache", headers("/js/room.js", "v=").get("Cache-Control"));
  }

  @Test
  void aFileThatIsNamedWithAnotherVersionIsAskedForAgain() {
    assertEquals("no-cache", headers("/js/room.js", "v=7e").get("Cache-Control"));
    assertEquals("no-cache", headers("/js/room.js", "v=7f0").get("Cache-Control"));
  }

  @Test
  void aVersionedFileThatIsNotThereIsNotKept() throws Exception {
    Requests.Response response = new Requests.Response();
    HttpServletResponse answer =
        CACHING
            .apply(Requests.get("/css/parley.css").query("v=7f").request(), response.response())
            .orElseThrow();
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
