package io.parley.identity;

import static io.parley.testing.RoomClient.object;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.platform.Json;
import io.parley.testing.ApiClient;
import io.parley.testing.Await;
import io.parley.testing.EventStreamClient;
import io.parley.testing.ParleyNode;
import io.parley.testing.RoomClient;
import io.parley.testing.TestBed;
import io.parley.testing.openai.OpenAiServer;
import io.parley.testing.openai.Script;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What keys and tokens allow, and that it ends with them.
class RightsIT {
  private static final ParleyNode PARLEY = TestBed.node();
  private static final OpenAiServer MODELS = TestBed.models();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Await SOON = Await.within(Duration.ofSeconds(2));

  private final ApiClient operator = ApiClient.with(PARLEY, TestBed.ADMIN_TOKEN);
  private final Key robot = key(Map.of("name", "Robot"));
  private final Key narrow = key(Map.of("name", "Narrow", "models", List.of("test/alpha")));

  /// An API key, and a client that uses it.
  private record Key(String id, ApiClient client) {}

  @AfterEach
  void echoAgain() {
    TestBed.MODELS.forEach(model -> MODELS.script(model, Script.echo()));
  }

  @Test
  void aKeyDoesNotBecomeAGuest() {
    ApiClient key = robot.client();
    assertForbidden(key.patch("/api/guests/me", Map.of("name", "Mallory")));
    assertForbidden(key.post("/api/guests", Map.of("name", "Mallory")));
    assertForbidden(key.post("/api/guests/me/tokens", Map.of()));
    assertForbidden(key.delete("/api/guests/me/tokens"));
    assertEquals("Robot", key.get("/api/guests/me").body().path("name").asText());
  }

  @Test
  void aPageThatIsVisitedWithAKeySetsNoCookie() {
    ApiClient.Answer page = robot.client().get("/");
    assertEquals(200, page.status());
    assertEquals(Optional.empty(), page.header("Set-Cookie"));
    revoke(robot);
    ApiClient.Answer afterwards = robot.client().get("/");
    assertEquals(401, afterwards.status());
    assertEquals(Optional.empty(), afterwards.header("Set-Cookie"));
  }

  @Test
  void aKeyKeepsItsNameInARoom() {
    String room = RoomClient.room(robot.client(), "mentions", "test/alpha");
    try (RoomClient client = RoomClient.connect(robot.client(), room)) {
      client.send(object().put("type", "join").put("name", "The operator"));
      assertEquals("forbidden", client.frame("error").path("code").asText());
      client.send(object().put("type", "join").put("name", "Robot"));
      client.frame("welcome");
    }
  }

  @Test
  void aBrowsersTokenIsNotInTheBody() throws Exception {
    String cookie = PARLEY.get("/").headers().firstValue("Set-Cookie").orElseThrow();
    HttpResponse<String> renamed =
        HTTP.send(
            HttpRequest.newBuilder(PARLEY.url("/api/guests/me"))
                .header("Cookie", cookie.substring(0, cookie.indexOf(';')))
                .header("Origin", PARLEY.url().toString().replaceFirst("/$", ""))
                .header("Content-Type", "application/json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString("{\"name\":\"Ada\"}"))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertEquals(200, renamed.statusCode(), renamed.body());
    assertTrue(renamed.headers().firstValue("Set-Cookie").isPresent());
    assertFalse(renamed.body().contains("pg1."), renamed.body());
    JsonNode body = Json.MAPPER.readTree(renamed.body());
    assertEquals("Ada", body.at("/guest/name").asText());
    assertTrue(body.path("token").isMissingNode(), renamed.body());
  }

  @Test
  void aRestrictedKeyAsksNoOtherModelUnderApi() {
    ApiClient key = narrow.client();
    int before = MODELS.requests().size();
    assertNotThisModel("test/beta", key.post("/api/chat_batch", question("test/beta")));
    assertNotThisModel("demo/guide", key.post("/api/chat_batch", Map.of("message", "hi")));
    assertEquals(200, key.post("/api/chat_batch", question("test/alpha")).status());

    String own = id(key.post("/api/conversations", Map.of("default_model", "test/alpha")));
    String messages = "/api/conversations/" + own + "/messages";
    assertNotThisModel("test/beta", key.post(messages, question("test/beta")));
    JsonNode posted = key.post(messages, question("test/alpha")).body();
    String replies = "/api/messages/" + posted.path("message_id").asText() + "/replies";
    assertNotThisModel("test/beta", key.post(replies, Map.of("model", "test/beta")));
    assertNotThisModel(
        "test/beta", key.patch("/api/conversations/" + own, Map.of("default_model", "test/beta")));
    assertNotThisModel(
        "test/beta", key.post("/api/conversations", Map.of("default_model", "test/beta")));
    assertNotThisModel(
        "test/beta",
        key.post("/api/rooms", Map.of("name", "t-narrow", "default_model", "test/beta")));

    String servers = id(key.post("/api/conversations", Map.of()));
    assertNotThisModel(
        "demo/guide",
        key.post("/api/conversations/" + servers + "/messages", Map.of("message", "hi")));
    assertEquals(
        200,
        key.post(
                "/api/conversations/" + servers + "/messages",
                Map.of("message", "hi", "reply", false))
            .status());
    assertTrue(
        MODELS.requests().stream().skip(before).allMatch(it -> it.model().equals("alpha")),
        "nobody else was asked");
  }

  @Test
  void aRestrictedKeyAsksNoOtherModelInARoom() {
    ApiClient guest = ApiClient.guest(PARLEY, "ada");
    String all = RoomClient.room(guest, "all", "test/beta");
    String mentions = RoomClient.room(guest, "mentions", "test/beta");
    ApiClient key = narrow.client();
    assertNotThisModel("test/beta", post(key, all, "hello"));
    assertNotThisModel("test/beta", post(key, mentions, "@beta hello"));
    assertNotThisModel("test/beta", post(key, mentions, "@parley hello"));
    assertEquals(200, post(key, mentions, "hello all").status());
    try (RoomClient client = RoomClient.join(key, all)) {
      client.ask("hello", "test/beta");
      assertEquals("forbidden", client.frame("error").path("code").asText());
      client.send(
          object()
              .put("type", "post")
              .put("message_id", UUID.randomUUID().toString())
              .put("text", "just talk")
              .put("reply", false));
      client.frame("posted");
      client.ask("hello", "test/alpha");
      assertEquals("test/alpha", client.event("reply.started").path("model").asText());
    }
  }

  @Test
  void aRestrictedKeySeesItsModelsAlone() {
    JsonNode models = narrow.client().get("/api/models").body().path("models");
    assertEquals(1, models.size(), models::toString);
    assertEquals("test/alpha", models.at("/0/id").asText());
    assertTrue(ApiClient.nobody(PARLEY).get("/api/models").body().path("models").size() > 1);
    JsonNode v1 = narrow.client().get("/v1/models").body().path("data");
    assertEquals(1, v1.size(), v1::toString);
  }

  @Test
  void aRestrictedKeyPassesNoFieldThatChoosesAnotherModel() {
    for (Map<String, Object> field :
        List.<Map<String, Object>>of(
            Map.of("models", List.of("beta")),
            Map.of("route", "fallback"),
            Map.of("provider", Map.of("order", List.of("x"))),
            Map.of("plugins", List.of(Map.of("id", "auto-router"))),
            Map.of("providerOptions", Map.of("gateway", Map.of("models", List.of("beta")))),
            Map.of("MODEL", "beta"),
            Map.of("tools", List.of(Map.of("type", "openrouter:fusion", "model", "beta"))))) {
      Map<String, Object> request =
          Stream.concat(chat("test/alpha").entrySet().stream(), field.entrySet().stream())
              .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
      ApiClient.Answer refused = narrow.client().post("/v1/chat/completions", request);
      assertEquals(400, refused.status(), field + ": " + refused);
      assertEquals("unsupported_parameter", refused.body().at("/error/code").asText());
      assertEquals(200, robot.client().post("/v1/chat/completions", request).status());
    }
    assertEquals(200, narrow.client().post("/v1/chat/completions", chat("test/alpha")).status());
    Map<String, Object> embed =
        Map.of("model", "test/alpha", "input", "hi", "models", List.of("beta"));
    assertEquals(400, narrow.client().post("/v1/embeddings", embed).status());
  }

  @Test
  void aRevokedKeysConnectionsEnd() throws Exception {
    assertConnectionsEnd(robot.client(), () -> revoke(robot));
  }

  @Test
  void anExpiredKeysConnectionsEnd() throws Exception {
    Key brief = key(Map.of("name", "Short", "expires_at", Instant.now().plusSeconds(4).toString()));
    try (Connections open = new Connections(brief.client())) {
      Await.within(Duration.ofSeconds(8)).check("they end", open::haveEnded);
    }
  }

  @Test
  void aGuestsConnectionsEndWhenTheirTokensAreRevoked() throws Exception {
    ApiClient guest = ApiClient.guest(PARLEY, "ada");
    assertConnectionsEnd(
        guest,
        () -> assertEquals(204, operator.delete("/api/guests/" + guest.id() + "/tokens").status()));
    ApiClient other = ApiClient.guest(PARLEY, "grace");
    assertConnectionsEnd(
        other, () -> assertEquals(204, other.delete("/api/guests/me/tokens").status()));
  }

  @Test
  void aGuestWhoSignsOutEverywhereElseKeepsOneToken() {
    ApiClient old = ApiClient.guest(PARLEY, "ada");
    String renamed =
        old.patch("/api/guests/me", Map.of("name", "Ada")).body().path("token").asText();
    ApiClient.Answer replaced = old.post("/api/guests/me/tokens", Map.of());
    assertEquals(201, replaced.status(), replaced::toString);
    String token = replaced.body().path("token").asText();
    assertEquals(401, old.get("/api/guests/me").status());
    assertEquals(401, ApiClient.with(PARLEY, renamed).get("/api/guests/me").status());
    ApiClient now = ApiClient.with(PARLEY, token);
    assertEquals(old.id(), now.get("/api/guests/me").body().path("id").asText());
    assertEquals(204, now.delete("/api/guests/me/tokens").status());
    assertEquals(401, now.get("/api/guests/me").status());
  }

  @Test
  void onlyTheOperatorRevokesOthersTokens() {
    ApiClient ada = ApiClient.guest(PARLEY, "ada");
    ApiClient mallory = ApiClient.guest(PARLEY, "mallory");
    assertEquals(403, mallory.delete("/api/guests/" + ada.id() + "/tokens").status());
    assertEquals(403, robot.client().delete("/api/guests/" + ada.id() + "/tokens").status());
    assertEquals(
        401, ApiClient.nobody(PARLEY).delete("/api/guests/" + ada.id() + "/tokens").status());
    assertEquals(200, ada.get("/api/guests/me").status());
  }

  @Test
  void anAnswerUnderV1EndsWithItsKey() throws Exception {
    MODELS.script("slow", Script.tokens(1_000).rate(10));
    MODELS.script("silent", Script.echo().stallFirst(Script.FOREVER));
    int before = MODELS.requests().size();
    Map<String, Object> streamed = Map.of("model", "test/slow", "stream", true, "messages", hi());
    CompletableFuture<HttpResponse<String>> stream = v1(robot, "/v1/chat/completions", streamed);
    CompletableFuture<HttpResponse<String>> whole =
        v1(robot, "/v1/chat/completions", chat("test/silent"));
    CompletableFuture<HttpResponse<String>> response =
        v1(robot, "/v1/responses", Map.of("model", "test/silent", "input", "hi"));
    CompletableFuture<HttpResponse<String>> batch =
        v1(robot, "/api/chat_batch", question("test/slow"));
    Await.until("all are under way", () -> MODELS.requests().size() >= before + 4);
    revoke(robot);
    SOON.check("they end", () -> whole.isDone() && response.isDone() && stream.isDone());
    assertTrue(stream.get().body().contains("invalid_api_key"), stream.get().body());
    assertEquals(401, whole.get().statusCode());
    assertEquals(401, response.get().statusCode());
    SOON.check("the batch breaks off", batch::isCompletedExceptionally);
  }

  @Test
  void someoneElsesMessagesAreNotStoppedWithoutEnd() {
    ApiClient ada = ApiClient.guest(PARLEY, "ada");
    String conversation = id(ada.post("/api/conversations", Map.of("default_model", "test/alpha")));
    JsonNode posted =
        ada.post("/api/conversations/" + conversation + "/messages", Map.of("message", "hi"))
            .body();
    String stop = "/api/replies/" + posted.path("reply_id").asText() + "/stop";
    assertEquals(202, ada.send("POST", stop).status());
    int status = 202;
    for (int call = 0; call < 25 && status == 202; call++) {
      status = ada.send("POST", stop).status();
    }
    assertEquals(429, status);
  }

  @Test
  void aGuestHasAFewStreamsAtATime() {
    ApiClient ada = ApiClient.guest(PARLEY, "ada");
    String stream =
        "/api/conversations/" + id(ada.post("/api/conversations", Map.of())) + "/stream";
    List<EventStreamClient> open =
        Stream.generate(() -> EventStreamClient.open(ada, stream)).limit(16).toList();
    assertTrue(open.stream().allMatch(one -> one.status() == 200));
    assertEquals(429, EventStreamClient.open(ada, stream).status());
    open.forEach(EventStreamClient::close);
  }

  /// A socket and a stream of one caller.
  private static final class Connections implements AutoCloseable {
    private final RoomClient socket;
    private final EventStreamClient stream;

    Connections(ApiClient caller) {
      socket = RoomClient.join(caller, RoomClient.room(caller, "mentions", "test/alpha"));
      String conversation = id(caller.post("/api/conversations", Map.of()));
      stream = EventStreamClient.open(caller, "/api/conversations/" + conversation + "/stream");
      stream.await("snapshot");
    }

    boolean haveEnded() {
      return stream.hasEnded() && socket.isClosed();
    }

    @Override
    public void close() {
      socket.close();
      stream.close();
    }
  }

  private static void assertConnectionsEnd(ApiClient caller, Runnable revoke) {
    try (Connections open = new Connections(caller)) {
      assertFalse(open.haveEnded());
      revoke.run();
      SOON.check("they end", open::haveEnded);
      assertEquals(1008, open.socket.closeCode());
      assertEquals(401, caller.get("/api/guests/me").status());
    }
  }

  private Key key(Map<String, Object> wanted) {
    JsonNode made = operator.post("/api/keys", wanted).body();
    return new Key(
        made.at("/key/id").asText(), ApiClient.with(PARLEY, made.path("secret").asText()));
  }

  private void revoke(Key key) {
    assertEquals(204, operator.delete("/api/keys/" + key.id()).status());
  }

  private static CompletableFuture<HttpResponse<String>> v1(
      Key key, String path, Map<String, Object> body) {
    return HTTP.sendAsync(
        HttpRequest.newBuilder(PARLEY.url(path))
            .header("Authorization", key.client().bearer())
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(Json.write(body)))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static ApiClient.Answer post(ApiClient who, String room, String text) {
    String id = who.get("/api/rooms/" + room).body().path("id").asText();
    return who.post("/api/conversations/" + id + "/messages", Map.of("message", text));
  }

  private static Map<String, Object> question(String model) {
    return Map.of("message", "hi", "model", model);
  }

  private static Map<String, Object> chat(String model) {
    return Map.of("model", model, "messages", hi());
  }

  private static List<Map<String, String>> hi() {
    return List.of(Map.of("role", "user", "content", "hi"));
  }

  private static String id(ApiClient.Answer made) {
    assertEquals(201, made.status(), made::toString);
    return made.body().path("id").asText();
  }

  private static void assertForbidden(ApiClient.Answer answer) {
    assertEquals(403, answer.status(), answer::toString);
    assertEquals("forbidden", answer.code());
  }

  private static void assertNotThisModel(String model, ApiClient.Answer answer) {
    assertForbidden(answer);
    assertTrue(answer.body().path("detail").asText().contains("`" + model + "`"), answer::toString);
  }
}
