package io.parley.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.parley.testing.ApiClient;
import io.parley.testing.ParleyNode;
import io.parley.testing.TestBed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Paths with percent-encoded characters, in requests with a body: Parley dispatches these again
/// when the body has arrived.
class EncodedPathIT {
  private static final List<String> ROOTS =
      List.of(
          "/",
          "/1-1",
          "/s/",
          "/c/",
          "/rooms/",
          "/shared/",
          "/docs/",
          "/conversations/",
          "/js/",
          "/css/x",
          "/error/",
          "/api/",
          "/api/rooms/",
          "/api/conversations/",
          "/v1/",
          "/v1/models/",
          "/ws/rooms/",
          "/nothing/");

  private static final List<String> ENDS =
      List.of(
          "",
          "room.js",
          "room%2ejs",
          "r%6fom.js",
          "plain",
          "%2d1-1",
          "9%39999999%399999",
          "%31-1-1-1-1",
          "a%20b",
          "%22",
          "%25",
          "%2525",
          "%2525252d",
          "%2f",
          "%2F%2f",
          "%5c",
          "%00",
          "%0d%0a",
          "%ff",
          "%e2%82",
          "%e2%82%ac",
          "%c0%af",
          "%F0%9F%98%80",
          "%7e%5f%41",
          "%3b",
          "%3f",
          "%23",
          "%3cscript%3e",
          "%5b%5d%7b%7d%7c%5e%60",
          "%",
          "%2",
          "%zz",
          "%u0041",
          "%2d?a=%2d&b=%25&c=%ff&d=%e2%82",
          "x?%00=%22&%39",
          "%2d?%zz",
          "%2e%2e/%2e",
          "%69ndex.xhtml",
          "x%2exhtml");

  private static final List<String> METHODS =
      List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE");

  /// Odd, so that each path gets other methods and types than the one before.
  private static final int METHODS_PER_PATH = 3;

  private static final List<String> TYPES =
      List.of(
          "application/json",
          "text/plain",
          "multipart/form-data",
          "application/x-www-form-urlencoded");

  private final ParleyNode parley = TestBed.node();

  @Test
  void aBodyUnderAnEncodedPathNeverEndsInAnInternalError() throws Exception {
    String ada = ApiClient.guest(parley, "ada").bearer();
    List<String> wrong = new ArrayList<>();
    int next = 0;
    for (String root : ROOTS) {
      for (String end : ENDS) {
        for (int times = 0; times < METHODS_PER_PATH; times++) {
          String method = METHODS.get(next++ % METHODS.size());
          String type = TYPES.get(next % TYPES.size());
          int status = status(method, root + end, type, next % 3 == 0 ? "" : ada);
          if (status >= 500) {
            wrong.add("%d to %s %s with %s".formatted(status, method, root + end, type));
          }
        }
      }
    }
    assertEquals(List.of(), wrong);
  }

  @Test
  void aMissingFileIsNotFoundAlsoByARequestWithABody() throws Exception {
    for (String path : List.of("/nothing", "/js/nothing.js", "/1-1%2d1-1-1", "/s/%31?a=%2d")) {
      for (String method : List.of("GET", "POST", "PUT", "DELETE")) {
        RawRequest.Answer answer =
            RawRequest.to(parley, method, path).body("application/json", "{}").send();
        assertEquals(404, answer.status(), method + " " + path + ": " + answer.body());
        assertEquals("no-store", answer.header("Cache-Control"), path);
      }
    }
  }

  private int status(String method, String path, String type, String bearer) throws IOException {
    RawRequest request = RawRequest.to(parley, method, path).body(type, "{\"name\":\"words\"}");
    return (bearer.isEmpty() ? request : request.with("Authorization", bearer)).send().status();
  }
}
