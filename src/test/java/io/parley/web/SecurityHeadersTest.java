package io.parley.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.identity.Requests;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SecurityHeadersTest {
  @Test
  void everyAnswerSaysWhatABrowserMayDoWithIt() {
    Map<String, String> headers = headers("/rooms/lobby", "");
    assertEquals(
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
            + " connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self';"
            + " frame-ancestors 'none'; require-trusted-types-for 'script'",
        headers.get("Content-Security-Policy"));
    assertEquals("nosniff", headers.get("X-Content-Type-Options"));
    assertEquals("DENY", headers.get("X-Frame-Options"));
    assertEquals("same-origin", headers.get("Referrer-Policy"));
    assertEquals("same-origin", headers.get("Cross-Origin-Opener-Policy"));
    assertTrue(
        headers.getOrDefault("Permissions-Policy", "").startsWith("microphone=(self), camera=()"));
  }

  @Test
  void pagesAndAnswersOfTheApiAreNotKept() {
    assertEquals("no-store", headers("/", "").get("Cache-Control"));
    assertEquals("no-store", headers("/room.xhtml", "v=1").get("Cache-Control"));
    assertEquals("no-store", headers("/api/rooms", "").get("Cache-Control"));
  }

  @Test
  void anEventStreamSaysForItself() {
    assertFalse(headers("/api/conversations/1/stream", "").containsKey("Cache-Control"));
  }

  @Test
  void aVersionedFileIsKeptForGoodAndAnyOtherIsAskedFor() {
    assertEquals(
        "public, max-age=31536000, immutable",
        headers("/css/parley.css", "ln=x&v=1a2b").get("Cache-Control"));
    assertEquals("no-cache", headers("/js/room.js", "").get("Cache-Control"));
    assertEquals("no-cache", headers("/js/room.js", "v=").get("Cache-Control"));
  }

  @Test
  void aVersionedFileThatIsNotThereIsNotKept() throws Exception {
    Requests.Response response = new Requests.Response();
    HttpServletResponse answer =
        SecurityHeaders.apply(
            Requests.get("/css/parley.css").query("v=2").request(), response.response());
    answer.sendError(404);
    assertEquals(404, response.status);
    assertEquals("no-store", response.headers.get("Cache-Control"));
  }

  private static Map<String, String> headers(String path, String query) {
    Requests.Response response = new Requests.Response();
    SecurityHeaders.apply(Requests.get(path).query(query).request(), response.response());
    return response.headers;
  }
}
