package io.parley.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.platform.Ids;
import io.parley.platform.Json;
import io.parley.testing.ParleyNode;
import io.parley.testing.TestBed;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuestIT {
  private final ParleyNode parley = TestBed.node();
  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void aProgramBecomesAGuestAndIsKnownByItsToken() throws Exception {
    HttpResponse<String> arrival = post("{\"name\":\" Ada \"}");
    assertEquals(201, arrival.statusCode());
    JsonNode pass = json(arrival);
    assertEquals("Ada", pass.at("/guest/name").asText());
    assertTrue(Ids.parse(pass.at("/guest/id").asText()).isPresent());
    HttpResponse<String> me = me(pass.path("token").asText());
    assertEquals(200, me.statusCode());
    assertEquals(pass.path("guest"), json(me));
    assertEquals(Optional.of("no-store"), me.headers().firstValue("Cache-Control"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "{\"name\":null}", "null", "{\"other\":1}"})
  void whoGivesNoNameGetsOne(String body) throws Exception {
    HttpResponse<String> arrival = post(body);
    assertEquals(201, arrival.statusCode(), arrival.body());
    assertFalse(json(arrival).at("/guest/name").asText().isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "[]",
        "7",
        "\"Ada\"",
        "{\"name\":[]}",
        "{\"name\":\"\"}",
        "{\"name\":\"a\\u0000\"}"
      })
  void anInvalidNameIsAnInvalidRequest(String body) throws Exception {
    assertProblem(400, "invalid_request", post(body));
  }

  @Test
  void aHugeBodyIsTooLarge() throws Exception {
    assertProblem(413, "too_large", post("{\"name\":\"" + "x".repeat(70_000) + "\"}"));
  }

  @Test
  void aBodyThatIsNotPackedAsItSaysIsAnInvalidRequest() throws Exception {
    String token = json(post("{}")).path("token").asText();
    HttpRequest.Builder packed = request("/api/guests/me").header("Content-Encoding", "gzip");
    assertProblem(400, "invalid_request", rename(packed, token, "{\"name\":\"Ada\"}"));
  }

  @Test
  void whoNamesNobodyIsUnauthenticated() throws Exception {
    assertProblem(401, "unauthenticated", parley.get("/api/guests/me"));
    assertProblem(401, "unauthenticated", me("pg1.forged"));
  }

  @Test
  void anotherNameComesWithAnotherToken() throws Exception {
    JsonNode before = json(post("{\"name\":\"Ada\"}"));
    HttpResponse<String> renaming =
        rename(request("/api/guests/me"), before.path("token").asText(), "{\"name\":\"Grace\"}");
    assertEquals(200, renaming.statusCode());
    JsonNode after = json(renaming);
    assertEquals(before.at("/guest/id"), after.at("/guest/id"));
    assertNotEquals(before.path("token"), after.path("token"));
    assertEquals("Grace", json(me(after.path("token").asText())).path("name").asText());
    assertTrue(renaming.headers().firstValue("Set-Cookie").isEmpty());
    assertProblem(
        400,
        "invalid_request",
        rename(request("/api/guests/me"), after.path("token").asText(), "{}"));
  }

  @Test
  void aBrowserGetsItsGuestWithTheFirstPage() throws Exception {
    HttpResponse<String> page = parley.get("/");
    String cookie = page.headers().firstValue("Set-Cookie").orElseThrow();
    assertTrue(cookie.startsWith("parley_guest=pg1."), cookie);
    for (String attribute : new String[] {"HttpOnly", "SameSite=Lax", "Path=/", "Expires="}) {
      assertTrue(cookie.contains(attribute), cookie);
    }
    assertFalse(cookie.contains("Secure"), cookie);
    assertTrue(page.headers().firstValue("Content-Security-Policy").isPresent());

    String pair = cookie.substring(0, cookie.indexOf(';'));
    HttpRequest.Builder me = request("/api/guests/me").header("Cookie", pair);
    assertEquals(200, send(me).statusCode());
    HttpResponse<String> again = send(request("/").header("Cookie", pair));
    assertEquals(Optional.empty(), again.headers().firstValue("Set-Cookie"));
  }

  @Test
  void aCookieAloneChangesNothingFromAnotherSite() throws Exception {
    String cookie = parley.get("/").headers().firstValue("Set-Cookie").orElseThrow();
    String pair = cookie.substring(0, cookie.indexOf(';'));
    String body = "{\"name\":\"Mallory\"}";
    assertProblem(403, "forbidden", rename(request("/api/guests/me").header("Cookie", pair), body));
    assertProblem(
        403,
        "forbidden",
        rename(
            request("/api/guests/me").header("Cookie", pair).header("Origin", "http://evil.test"),
            body));
    String own = parley.url().toString().replaceFirst("/$", "");
    HttpResponse<String> renaming =
        rename(request("/api/guests/me").header("Cookie", pair).header("Origin", own), body);
    assertEquals(200, renaming.statusCode(), renaming.body());
    assertTrue(renaming.headers().firstValue("Set-Cookie").isPresent());
  }

  private HttpResponse<String> post(String body) throws Exception {
    return send(
        request("/api/guests")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> me(String token) throws Exception {
    return send(request("/api/guests/me").header("Authorization", "Bearer " + token));
  }

  private HttpResponse<String> rename(HttpRequest.Builder request, String token, String body)
      throws Exception {
    return rename(request.header("Authorization", "Bearer " + token), body);
  }

  private HttpResponse<String> rename(HttpRequest.Builder request, String body) throws Exception {
    return send(
        request
            .header("Content-Type", "application/json")
            .method("PATCH", HttpRequest.BodyPublishers.ofString(body)));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(parley.url(path)).timeout(Duration.ofSeconds(10));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static void assertProblem(int status, String code, HttpResponse<String> answer)
      throws Exception {
    assertEquals(status, answer.statusCode(), answer.body());
    assertEquals(
        Optional.of("application/problem+json"), answer.headers().firstValue("Content-Type"));
    assertEquals(code, json(answer).path("code").asText());
  }

  private static JsonNode json(HttpResponse<String> answer) throws Exception {
    return Json.MAPPER.readTree(answer.body());
  }
}
