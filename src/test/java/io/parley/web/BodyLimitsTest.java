package io.parley.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.parley.http.Requests;
import jakarta.servlet.http.HttpServletRequest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodyLimitsTest {
  private static final long IMPORT = 10_000_000;
  private static final long OPENAI = 8_000_000;

  private final BodyLimits limits =
      new BodyLimits(
          request -> is(request, "guest"), request -> is(request, "key"), IMPORT, OPENAI);

  @ParameterizedTest
  @CsvSource({
    "/api/conversations/import, guest, 10000000",
    "/api/conversations/import, nobody, 65536",
    "/api/conversations/%69mport, nobody, 65536",
    "/v1/chat/completions, key, 8000000",
    "/v1/chat/completions, guest, 65536",
    "/v1/chat/completions, nobody, 65536",
    "/api/rooms, guest, 65536",
    "/rooms, guest, 65536",
  })
  void onlyWhoIsKnownMaySendMoreThanUsual(String path, String who, long limit) {
    assertEquals(limit, limits.of(Requests.to("POST", path).with("Authorization", who).request()));
  }

  private static boolean is(HttpServletRequest request, String who) {
    return who.equals(request.getHeader("Authorization"));
  }
}
