package io.parley.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.http.Requests;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SecurityHeadersTest {
  @Test
  void everyAnswerSaysWhatABrowserMayDoWithIt() {
    Requests.Response response = new Requests.Response();
    SecurityHeaders.set(response.response(), false);
    Map<String, String> headers = response.headers;
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
}
