package io.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.databind.JsonNode;
import io.parley.platform.Ids;
import io.parley.platform.Json;
import io.parley.testing.ApiClient;
import io.parley.testing.Await;
import io.parley.testing.ParleyNode;
import io.parley.testing.RoomClient;
import io.parley.testing.TestBed;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Who may do what: every call of the API, every frame of a room's socket and every page, for every
/// kind of caller. A call that is described in `/openapi`, or a frame, without a row here fails.
class AccessIT {
  private static final ParleyNode PARLEY = TestBed.node();
  private static final ApiClient OPERATOR = ApiClient.with(PARLEY, TestBed.ADMIN_TOKEN);
  private static final HttpClient HTTP =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /// The columns. `OWNER` is the guest whom a row's conversation, share and rating belong to.
  private enum Who {
    NOBODY,
    OWNER,
    OTHER,
    /// A key for everything.
    KEY,
    /// A key with the scope `api`, for the model `test/alpha` alone.
    API_KEY,
    /// A key with the scope `chat`, for the model `test/alpha` alone.
    CHAT_KEY,
    REVOKED,
    OPERATOR
  }

  private static final String CALLS =
      """
      call                                    about       nobody   owner    other    key      api-key  chat-key revoked  operator

      POST   /api/guests                      -           201      201      201      403      403      401      401      401
      GET    /api/guests/me                   -           401      200      200      200      200      401      401      401
      PATCH  /api/guests/me                   -           401      200      200      403      403      401      401      401
      POST   /api/guests/me/tokens            -           401      201      201      403      403      401      401      401
      DELETE /api/guests/me/tokens            -           401      204      204      403      403      401      401      401
      DELETE /api/guests/{id}/tokens          -           401      403      403      403      403      403      403      204
      GET    /api/me                          -           401      200      200      200      200      401      401      401
      DELETE /api/me                          -           401      202      202      403      403      401      401      401
      GET    /api/me/export                   -           401      200      200      200      200      401      401      401
      POST   /api/me/transfers                -           401      201      201      403      403      401      401      401
      DELETE /api/me/transfers                -           401      204      204      403      403      401      401      401
      POST   /api/me/transfers/preview        -           200      200      200      200      200      200      200      200
      POST   /api/me/transfers/take           -           200      409:conflict 200  403      403      401      401      401
      GET    /api/models                      -           200      200      200      200      200      200      200      200
      GET    /api/search                      -           200      200      200      200      200      200      200      200

      POST   /api/conversations               -           401      201      201      201      201      401      401      401
      GET    /api/conversations               -           401      200      200      200      200      401      401      401
      POST   /api/conversations/import        -           401      201      201      201      201      401      401      401
      GET    /api/conversations/{id}          private     404      200      404      404      404      404      404      404
      GET    /api/conversations/{id}          room        200      200      200      200      200      200      200      200
      PATCH  /api/conversations/{id}          private     401      200      404      404      404      401      401      401
      PATCH  /api/conversations/{id}          room        401      403      403      403      403      401      401      401
      DELETE /api/conversations/{id}          private     401      204      404      404      404      401      401      401
      DELETE /api/conversations/{id}          room        401      403      403      403      403      401      401      401
      GET    /api/conversations/{id}/messages private     404      200      404      404      404      404      404      404
      GET    /api/conversations/{id}/messages room        200      200      200      200      200      200      200      200
      POST   /api/conversations/{id}/messages private     401      200      404      404      404      401      401      401
      POST   /api/conversations/{id}/messages room        401      200      200      200      200      401      401      401
      POST   /api/conversations/{id}/messages room,other  401      200      200      200      403      401      401      401
      GET    /api/conversations/{id}/stream   private     404      200      404      404      404      404      404      404
      GET    /api/conversations/{id}/stream   room        200      200      200      200      200      200      200      200
      GET    /api/conversations/{id}/export   private     404      200      404      404      404      404      404      404
      GET    /api/conversations/{id}/export   room        200      200      200      200      200      200      200      200
      POST   /api/conversations/{id}/fork     private     401      201      404      404      404      401      401      401
      POST   /api/conversations/{id}/fork     room        401      201      201      201      201      401      401      401
      GET    /api/conversations/{id}/feedback private     401      200      404      404      404      401      401      401
      GET    /api/conversations/{id}/feedback room        401      200      200      200      200      401      401      401
      POST   /api/conversations/{id}/shares   private     401      201      404      404      404      401      401      401
      POST   /api/conversations/{id}/shares   room        401      201      201      201      201      401      401      401
      GET    /api/conversations/{id}/shares   private     401      200      404      404      404      401      401      401
      GET    /api/conversations/{id}/shares   room        401      200      200      200      200      401      401      401
      PUT    /api/conversations/{id}/read     private     401      400:invalid_request 404      404      404      401      401      401
      PUT    /api/conversations/{id}/read     room        401      204      204      204      204      401      401      401
      GET    /api/unread                      -           401      200      200      200      200      401      401      401
      GET    /api/shares/{token}              private     200      200      200      200      200      200      200      200
      DELETE /api/shares/{token}              private     401      204      404      404      404      401      401      401

      POST   /api/messages/{id}/replies       private     401      202      404      404      404      401      401      401
      POST   /api/messages/{id}/replies       room        401      202      202      202      202      401      401      401
      POST   /api/messages/{id}/replies       room,other  401      202      202      202      403      401      401      401
      DELETE /api/messages/{id}               private     401      403      403      403      403      403      403      204
      DELETE /api/messages/{id}               room        401      403      403      403      403      403      403      204
      POST   /api/replies/{id}/stop           private     401      202      404      404      404      401      401      401
      POST   /api/replies/{id}/continue       private     401      409:conflict 404  404      404      401      401      401
      POST   /api/replies/{id}/continue       room        401      409:conflict 409:conflict 409:conflict 409:conflict 401 401  401
      POST   /api/replies/{id}/stop           room        401      202      202      202      202      401      401      401
      PUT    /api/replies/{id}/feedback       private     401      204      404      404      404      401      401      401
      PUT    /api/replies/{id}/feedback       room        401      204      204      204      204      401      401      401
      DELETE /api/replies/{id}/feedback       private     401      204      404      404      404      401      401      401
      DELETE /api/replies/{id}/feedback       room        401      204      204      204      204      401      401      401

      GET    /api/rooms                       -           200      200      200      200      200      200      200      200
      POST   /api/rooms                       -           401      201      201      201      201      401      401      401
      GET    /api/rooms/{name}                room        200      200      200      200      200      200      200      200
      PATCH  /api/rooms/{name}                room        401      200      403      403      403      403      403      200
      DELETE /api/rooms/{name}                room        401      403      403      403      403      403      403      204

      POST   /api/keys                        -           401      403      403      403      403      403      403      201
      GET    /api/keys                        -           401      403      403      403      403      403      403      200
      DELETE /api/keys/{id}                   -           401      403      403      403      403      403      403      204

      GET    /api/providers                   -           401      403      403      403      403      403      403      200
      POST   /api/providers/test              -           401      403      403      403      403      403      403      200

      POST   /api/chat_batch                  -           401      200      200      200      200      401      401      401
      POST   /api/chat_batch                  other       401      200      200      200      403      401      401      401

      GET    /v1/models                       -           401      401      401      200      403      403      401      401
      GET    /v1/models/{id}                  -           401      401      401      200      403      403      401      401
      POST   /v1/chat/completions             -           401      401      401      200      403      200      401      401
      POST   /v1/chat/completions             other       401      401      401      200      403      404      401      401
      POST   /v1/responses                    -           401      401      401      200      403      200      401      401
      POST   /v1/responses                    other       401      401      401      200      403      404      401      401
      GET    /v1/responses/{id}               -           401      401      401      200      403      404      401      401
      DELETE /v1/responses/{id}               -           401      401      401      200      403      404      401      401
      GET    /v1/responses/{id}/input_items   -           401      401      401      200      403      404      401      401
      POST   /v1/completions                  -           401      401      401      200      403      200      401      401
      POST   /v1/completions                  other       401      401      401      200      403      404      401      401
      POST   /v1/moderations                  other       401      401      401      200      403      404      401      401
      POST   /v1/embeddings                   -           401      401      401      200      403      403      401      401
      """;

  private static final String PAGES =
      """
      page                                    about       nobody   owner    other    key      api-key  chat-key revoked  operator

      GET    /                                -           200      200      200      200      200      401      401      401
      GET    /live                            -           200      200      200      200      200      401      401      401
      GET    /connect                         -           200      200      200      200      200      401      401      401
      GET    /rooms                           -           302      302      302      302      302      401      401      401
      POST   /rooms                           -           303      303      303      303      303      401      401      401
      GET    /rooms/{name}                    room        200      200      200      200      200      401      401      401
      GET    /conversations                   -           302      302      302      302      302      401      401      401
      GET    /conversations/new               -           200      200      200      200      200      401      401      401
      GET    /conversations/{id}              private     404      200      404      404      404      401      401      401
      GET    /shared/{token}                  private     200      200      200      200      200      401      401      401
      GET    /take                            -           200      200      200      200      200      401      401      401
      GET    /docs                            -           302      302      302      302      302      401      401      401
      GET    /docs/                           -           200      200      200      200      200      401      401      401
      GET    /js/room.js                      -           200      200      200      200      200      200      200      200
      """;

  /// `join` is the handshake's status, then that of the first frame; the others are what the frame
  /// is answered with.
  private static final String FRAMES =
      """
      frame                                   about       nobody   owner    other    key      api-key  chat-key revoked  operator

      join                                    room        401      welcome  welcome  welcome  welcome  401      401      401
      draft                                   room        401      pong     pong     pong     pong     401      401      401
      post                                    room        401      posted   posted   posted   posted   401      401      401
      stop                                    room        401      pong     pong     pong     pong     401      401      401
      ping                                    room        401      pong     pong     pong     pong     401      401      401
      """;

  private static final Map<Integer, String> CODES =
      Map.of(401, "unauthenticated", 403, "forbidden", 404, "not_found");

  private static final Map<Integer, String> OPENAI_CODES =
      Map.of(401, "invalid_api_key", 403, "insufficient_permissions", 404, "model_not_found");

  private static final Map<Who, ApiClient> PROGRAMS = programs();

  private record Row(String method, String path, String about, Map<Who, String> expected) {
    static Stream<Row> of(String table) {
      return table.lines().skip(1).filter(line -> !line.isBlank()).map(Row::read);
    }

    private static Row read(String line) {
      var words = List.of(line.strip().split("\\s+"));
      var columns = Who.values().length;
      var cells = words.subList(words.size() - columns, words.size()).iterator();
      var expected = new EnumMap<Who, String>(Who.class);
      for (var who : Who.values()) {
        expected.put(who, cells.next());
      }
      var first = words.getFirst();
      return words.size() - columns == 3
          ? new Row(first, words.get(1), words.get(2), expected)
          : new Row(first, "", words.get(1), expected);
    }

    String call() {
      return path.isEmpty() ? method : method + " " + path;
    }

    boolean isAbout(String what) {
      return List.of(about.split(",")).contains(what);
    }

    /// Whoever is refused tries first, so that what is to be removed is still there.
    List<Who> inOrder() {
      return expected.keySet().stream()
          .sorted(Comparator.comparing(who -> expected(who).compareTo("400") < 0))
          .toList();
    }

    String expected(Who who) {
      return expected.getOrDefault(who, "");
    }

    @Override
    public String toString() {
      return "%s (%s)".formatted(call(), about);
    }
  }

  @Test
  void everyCallHasARow() {
    var described = new TreeSet<String>();
    ApiClient.nobody(PARLEY)
        .get("/openapi?format=json")
        .body()
        .path("paths")
        .properties()
        .forEach(path ->
            path.getValue()
                .fieldNames()
                .forEachRemaining(method ->
                    described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
    assertEquals(described, calls(CALLS));
  }

  @Test
  void everyFrameHasARow() throws ClassNotFoundException {
    var frames =
        Class.forName("io.parley.room.ClientFrame").getAnnotation(JsonSubTypes.class).value();
    assertEquals(
        Stream.of(frames)
            .map(JsonSubTypes.Type::name)
            .collect(Collectors.toCollection(TreeSet::new)),
        calls(FRAMES));
  }

  @TestFactory
  Stream<DynamicTest> calls() {
    return tests(CALLS, AccessIT::call);
  }

  @TestFactory
  Stream<DynamicTest> pages() {
    return tests(PAGES, AccessIT::call);
  }

  @TestFactory
  Stream<DynamicTest> frames() {
    return tests(FRAMES, AccessIT::frame);
  }

  private interface Attempt {
    String by(Who who, World world, Row row);
  }

  private static Stream<DynamicTest> tests(String table, Attempt attempt) {
    return Row.of(table)
        .map(row ->
            DynamicTest.dynamicTest(
                row.toString(),
                () -> {
                  var world = new World();
                  var actual = new EnumMap<Who, String>(Who.class);
                  row.inOrder().forEach(who -> actual.put(who, attempt.by(who, world, row)));
                  assertEquals(row.expected(), actual);
                }));
  }

  private static Set<String> calls(String table) {
    return Row.of(table).map(Row::call).collect(Collectors.toCollection(TreeSet::new));
  }

  /// The status; with its code where that is not the one that the status usually has.
  private static String call(Who who, World world, Row row) {
    var request = HttpRequest.newBuilder(PARLEY.url(world.path(who, row))).timeout(PATIENCE);
    world
        .client(who)
        .token()
        .ifPresent(token -> request.header("Authorization", "Bearer " + token));
    var body = world.body(row);
    body.ifPresent(_ ->
        request.header(
            "Content-Type",
            row.path().equals("/rooms")
                ? "application/x-www-form-urlencoded"
                : "application/json"));
    request.method(
        row.method(), body.map(BodyPublishers::ofString).orElse(BodyPublishers.noBody()));
    try {
      HttpResponse<InputStream> response = HTTP.send(request.build(), BodyHandlers.ofInputStream());
      try (var content = response.body()) {
        int status = response.statusCode();
        boolean isApi = row.path().startsWith("/api/") || row.path().startsWith("/v1/");
        if (status < 400 || !isApi) {
          return Integer.toString(status);
        }
        JsonNode answer =
            Json.MAPPER.readTree(new String(content.readAllBytes(), StandardCharsets.UTF_8));
        boolean isOpenAi = row.path().startsWith("/v1/");
        String code = (isOpenAi ? answer.path("error") : answer).path("code").asText();
        boolean isKept = row.path().startsWith("/v1/responses/") && status == 404;
        String usual =
            isKept ? "not_found" : (isOpenAi ? OPENAI_CODES : CODES).getOrDefault(status, "");
        return code.equals(usual) ? Integer.toString(status) : status + ":" + code;
      }
    } catch (IOException e) {
      throw new AssertionError(row + ": no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /// The type of the first answer, or the status with which the handshake is refused.
  private static String frame(Who who, World world, Row row) {
    var client = world.client(who);
    if (row.expected(who).matches("\\d+")) {
      var headers =
          client
              .token()
              .map(token -> new String[] {"Authorization", "Bearer " + token})
              .orElse(
                  new String[] {
                    "Origin", PARLEY.url().resolve("/").toString().replaceFirst("/$", "")
                  });
      return Integer.toString(
          RoomClient.refusal(
              PARLEY.socket("/ws/rooms/" + world.room), Optional.of("parley.v1"), headers));
    }
    try (var socket = RoomClient.join(client, world.room)) {
      if (!row.method().equals("join")) {
        socket.send(world.frame(row.method()));
        if (!row.method().equals("post")) {
          socket.send(RoomClient.object().put("type", "ping")); // the others are not answered
        }
      }
      return Await.within(PATIENCE)
          .value(
              row.toString(),
              () ->
                  Stream.of("error", "posted", "pong", "welcome")
                      .filter(type -> row.method().equals("join") == type.equals("welcome"))
                      .filter(type -> socket.count(type) > 0)
                      .findFirst());
    }
  }

  private static Map<Who, ApiClient> programs() {
    var programs = new EnumMap<Who, ApiClient>(Who.class);
    programs.put(Who.NOBODY, ApiClient.nobody(PARLEY));
    programs.put(Who.OPERATOR, OPERATOR);
    programs.put(Who.KEY, key(Map.of("name", "all")));
    programs.put(
        Who.API_KEY,
        key(Map.of("name", "api", "scopes", Set.of("api"), "models", List.of("test/alpha"))));
    programs.put(
        Who.CHAT_KEY,
        key(Map.of("name", "chat", "scopes", Set.of("chat"), "models", List.of("test/alpha"))));
    var revoked = OPERATOR.post("/api/keys", Map.of("name", "revoked")).body();
    assertEquals(
        204, OPERATOR.delete("/api/keys/" + revoked.at("/key/id").asText()).status(), "revoked");
    programs.put(Who.REVOKED, ApiClient.with(PARLEY, revoked.path("secret").asText()));
    return programs;
  }

  private static ApiClient key(Map<String, ?> wanted) {
    var made = OPERATOR.post("/api/keys", wanted);
    assertEquals(201, made.status(), made.toString());
    return ApiClient.with(PARLEY, made.body().path("secret").asText());
  }

  /// What a row is about, made for it alone.
  private static final class World {
    private final ApiClient owner = ApiClient.guest(PARLEY, "ada");
    private final ApiClient other = ApiClient.guest(PARLEY, "grace");
    private final String room = RoomClient.room(owner, "mentions", "test/alpha");
    private final String roomId = owner.get("/api/rooms/" + room).body().path("id").asText();
    private Optional<String> path = Optional.empty();
    private Optional<String> offered = Optional.empty();
    private String position = "";

    ApiClient client(Who who) {
      return switch (who) {
        case OWNER -> owner;
        case OTHER -> other;
        case NOBODY, KEY, API_KEY, CHAT_KEY, REVOKED, OPERATOR ->
            Optional.ofNullable(PROGRAMS.get(who)).orElseThrow();
      };
    }

    /// Made once, and again for each who may remove it.
    String path(Who who, Row row) {
      if (path.isEmpty() || (row.method().equals("DELETE") && row.expected(who).startsWith("2"))) {
        path = Optional.of(made(row));
      }
      return path.get();
    }

    private String made(Row row) {
      var template = row.path();
      if (template.contains("{token}")) {
        var share =
            owner.post("/api/conversations/%s/shares".formatted(conversation(row)), Map.of());
        return template.replace("{token}", share.body().path("token").asText());
      }
      if (template.startsWith("/api/guests/{id}")) {
        return template.replace("{id}", ApiClient.guest(PARLEY, "eve").id());
      }
      if (template.startsWith("/api/keys/")) {
        var key = OPERATOR.post("/api/keys", Map.of("name", "doomed"));
        return template.replace("{id}", key.body().at("/key/id").asText());
      }
      if (template.startsWith("/v1/responses/")) {
        return template.replace("{id}", response());
      }
      if (template.startsWith("/v1/models/")) {
        return template.replace("{id}", "test/alpha");
      }
      if (template.contains("{name}")) {
        return template.replace("{name}", room);
      }
      if (template.startsWith("/api/messages/")) {
        return template.replace("{id}", turn(conversation(row)).messageId());
      }
      if (template.startsWith("/api/replies/")) {
        return template.replace("{id}", turn(conversation(row)).replyId());
      }
      if (template.contains("{id}")) {
        return template.replace("{id}", conversation(row));
      }
      return template.equals("/api/search") ? template + "?q=hello" : template;
    }

    /// The key's own.
    private static String response() {
      var made =
          Optional.ofNullable(PROGRAMS.get(Who.KEY))
              .orElseThrow()
              .post("/v1/responses", Map.of("model", "test/alpha", "input", "Hello"));
      assertEquals(200, made.status(), made.toString());
      return made.body().path("id").asText();
    }

    private String conversation(Row row) {
      var id =
          row.isAbout("room")
              ? roomId
              : owner
                  .post("/api/conversations", Map.of("default_model", "test/alpha"))
                  .body()
                  .path("id")
                  .asText();
      var posted =
          owner.post(
              "/api/conversations/%s/messages".formatted(id),
              Map.of("message", "Hello", "reply", false));
      assertEquals(200, posted.status(), posted.toString());
      position = posted.body().path("position").asText();
      return id;
    }

    private record Turn(String messageId, String replyId) {}

    private Turn turn(String conversation) {
      var path = "/api/conversations/%s/messages".formatted(conversation);
      var posted =
          owner.post(path, Map.of("message", "Hello @alpha", "model", "test/alpha")).body();
      var reply = posted.path("reply_id").asText();
      Await.within(PATIENCE)
          .check(
              "the reply has ended",
              () ->
                  StreamSupport.stream(owner.get(path).body().path("items").spliterator(), false)
                      .anyMatch(item ->
                          item.path("id").asText().equals(reply)
                              && item.path("status").asText().equals("finished")));
      return new Turn(posted.path("message_id").asText(), reply);
    }

    Optional<String> body(Row row) {
      var model = row.isAbout("other") ? "test/beta" : "test/alpha";
      var question = List.of(Map.of("role", "user", "content", "Hello"));
      return switch (row.call()) {
        case "POST /api/guests", "PATCH /api/guests/me" -> json(Map.of("name", "mallory"));
        case "POST /api/providers/test" ->
            json(Map.of("provider", "my-lab", "base_url", "no address"));
        case "POST /api/me/transfers/preview", "POST /api/me/transfers/take" ->
            json(Map.of("token", offered()));
        case "POST /api/conversations" -> json(Map.of("title", "Mine"));
        case "PATCH /api/conversations/{id}" -> json(Map.of("title", "Ours"));
        case "POST /api/conversations/{id}/messages" ->
            json(
                Map.of(
                    "message",
                    "Hello @" + model,
                    "message_id",
                    Ids.next().toString(),
                    "model",
                    model));
        case "PUT /api/conversations/{id}/read" -> json(Map.of("position", position));
        case "POST /api/conversations/import" -> Optional.of(exported());
        case "POST /api/conversations/{id}/fork", "POST /api/conversations/{id}/shares" ->
            json(Map.of());
        case "POST /api/messages/{id}/replies" -> json(Map.of("model", model));
        case "PUT /api/replies/{id}/feedback" -> json(Map.of("rating", "up"));
        case "POST /api/rooms" -> json(Map.of("name", newName()));
        case "PATCH /api/rooms/{name}" -> json(Map.of("topic", "New"));
        case "POST /rooms" -> Optional.of("name=" + newName());
        case "POST /api/keys" -> json(Map.of("name", "more"));
        case "POST /api/chat_batch" -> json(Map.of("message", "Hello", "model", model));
        case "POST /v1/chat/completions" -> json(Map.of("model", model, "messages", question));
        case "POST /v1/responses" -> json(Map.of("model", model, "input", "Hello"));
        case "POST /v1/completions" -> json(Map.of("model", model, "prompt", "Hello"));
        case "POST /v1/moderations" ->
            json(Map.of("model", "test/omni-moderation-latest", "input", "Hello"));
        case "POST /v1/embeddings" ->
            json(Map.of("model", "local/all-minilm-l6-v2", "input", "Hello"));
        default -> Optional.empty();
      };
    }

    JsonNode frame(String type) {
      var frame = RoomClient.object().put("type", type);
      return switch (type) {
        case "draft" ->
            frame
                .put("draft_id", Ids.next().toString())
                .put("seq", 1)
                .put("event", "new")
                .set("ops", Json.MAPPER.createArrayNode().add(RoomClient.insert(0, "Hel")));
        case "post" -> frame.put("message_id", Ids.next().toString()).put("text", "Hello");
        case "stop" -> frame.put("reply_id", turn(roomId).replyId());
        default -> frame;
      };
    }

    /// Of a link of the owner's that still works: one guest can make only some in a minute.
    private String offered() {
      boolean works =
          offered
              .filter(token ->
                  ApiClient.nobody(PARLEY)
                          .post("/api/me/transfers/preview", Map.of("token", token))
                          .status()
                      == 200)
              .isPresent();
      if (!works) {
        String url = owner.post("/api/me/transfers", Map.of()).body().path("url").asText();
        offered = Optional.of(url.substring(url.indexOf('#') + 1));
      }
      return offered.orElseThrow();
    }

    private String exported() {
      return owner
          .get("/api/conversations/%s/export?format=json".formatted(roomId))
          .response()
          .body();
    }

    private static Optional<String> json(Object body) {
      return Optional.of(Json.write(body));
    }

    private static String newName() {
      return "n-" + Ids.next().toString().substring(24);
    }
  }
}
