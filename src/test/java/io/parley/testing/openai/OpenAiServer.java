package io.parley.testing.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.platform.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// The server. `GET /v1/models`, `POST /v1/chat/completions`, `POST /v1/embeddings` and `POST
/// /v1/moderations` as OpenAI documents them; and for tests in another process:
///
/// * `POST /script` `{"model":"slow","script":{…},"times"?:1}`: the next `times` requests for the
///   model, or all, are answered so; the model is listed from then on
/// * `POST /require_key` `{"key":"…"}`
/// * `POST /close_reused` `{"times":1}`: the next `times` requests on a connection that has served
///   before find it closed
/// * `GET /requests`: what came in, and whether its client closed the connection
/// * `POST /clear`: as if just started
public final class OpenAiServer implements AutoCloseable {
  private final ServerSocket listening;
  private final Map<String, Script> scripts = new ConcurrentHashMap<>();
  private final Map<String, Queue<Script>> next = new ConcurrentHashMap<>();
  private final List<RecordedRequest> requests = new CopyOnWriteArrayList<>();
  private final List<RecordedRequest> listed = new CopyOnWriteArrayList<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile Optional<String> key = Optional.empty();
  private volatile String basePath = "/v1";
  private volatile int listingStatus = 200;
  private volatile Optional<String> listing = Optional.empty();
  private volatile Set<String> known = Set.of();
  private volatile Optional<String> listCoding = Optional.empty();
  private final AtomicInteger closeReused = new AtomicInteger();

  private OpenAiServer(int port) throws IOException {
    listening = new ServerSocket();
    listening.setReuseAddress(true);
    listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 512);
    clear();
  }

  /// On any free port.
  public static OpenAiServer start() {
    try {
      return start(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static OpenAiServer start(int port) throws IOException {
    OpenAiServer server = new OpenAiServer(port);
    Thread.ofPlatform().daemon().name("openai-test-server").start(server::accept);
    return server;
  }

  /// `OpenAiServer [port]`: serves until it is killed. The model `clock` sends 100 words a second,
  /// each the moment it was sent.
  public static void main(String[] arguments) throws IOException, InterruptedException {
    try (OpenAiServer server =
        start(arguments.length == 0 ? 8089 : Integer.parseInt(arguments[0]))) {
      System.out.println("OpenAI-compatible test server on " + server.baseUrl());
      Thread.currentThread().join();
    }
  }

  public URI baseUrl() {
    return URI.create("http://localhost:" + listening.getLocalPort() + basePath);
  }

  /// Serves below this path instead of `/v1`, and nowhere else.
  public void serveAt(String path) {
    basePath = path;
  }

  /// Answers `GET …/models` with this.
  public void listModels(String json) {
    listModels(200, json);
  }

  /// Answers `GET …/models` with this status and body; what begins with `<` is a web page.
  public void listModels(int status, String body) {
    listingStatus = status;
    listing = Optional.of(body);
  }

  /// Answers `GET …/models` with this `Content-Encoding`.
  public void encodeModels(String coding) {
    listCoding = Optional.of(coding);
  }

  /// The next requests on a connection that has served before find it closed.
  public void closeReused(int times) {
    closeReused.set(times);
  }

  /// Answers requests with other fields as Mistral does.
  public void refuseFieldsOtherThan(String... fields) {
    known = Set.of(fields);
  }

  /// From now on, `model` is answered so, whatever was queued for it by an earlier test.
  public synchronized void script(String model, Script script) {
    next.remove(model);
    scripts.put(model, script);
  }

  /// The next request for `model` is answered so; calls queue up.
  public void scriptNext(String model, Script script) {
    next.computeIfAbsent(model, name -> new ArrayDeque<>()).add(script);
  }

  public void requireKey(String required) {
    key = Optional.of(required);
  }

  /// Chat completions and embeddings only, oldest first.
  public List<RecordedRequest> requests() {
    return List.copyOf(requests);
  }

  /// Requests for the list of models, oldest first.
  public List<RecordedRequest> listRequests() {
    return List.copyOf(listed);
  }

  public RecordedRequest lastRequest() {
    return requests.getLast();
  }

  /// Connections that clients hold open.
  public int openConnections() {
    return open.size();
  }

  public void clear() {
    scripts.clear();
    next.clear();
    requests.clear();
    listed.clear();
    key = Optional.empty();
    basePath = "/v1";
    listing = Optional.empty();
    known = Set.of();
    listCoding = Optional.empty();
    closeReused.set(0);
    scripts.put("echo", Script.echo());
    scripts.put("clock", Script.tokens(1000).timestamps().rate(100));
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket socket : open) {
      socket.close();
    }
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket socket = listening.accept();
        socket.setTcpNoDelay(true);
        open.add(socket);
        Thread.startVirtualThread(() -> serve(socket));
      } catch (IOException e) {
        if (!listening.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void serve(Socket socket) {
    try {
      new HttpConnection(socket).serve(this::answer);
    } catch (IOException e) {
      // Clients of a test server come and go as they like.
      return;
    } finally {
      open.remove(socket);
    }
  }

  private void answer(RecordedRequest request, HttpConnection connection) throws IOException {
    if (connection.served() > 0 && closeReused.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      connection.close();
      return;
    }
    // A query may hold what a provider wants to know of each request.
    String call = request.method() + " " + request.path().replaceFirst("\\?.*", "");
    if (call.equals("POST " + basePath + "/chat/completions")) {
      complete(request, connection);
      return;
    }
    if (call.equals("POST " + basePath + "/embeddings")) {
      embed(request, connection);
      return;
    }
    if (call.equals("POST " + basePath + "/moderations")) {
      moderate(request, connection);
      return;
    }
    if (call.equals("GET " + basePath + "/models")) {
      models(request, connection);
      return;
    }
    switch (call) {
      case "GET /requests" -> send(connection, 200, recorded());
      case "POST /script" -> {
        script(request.body());
        send(connection, 200, Json.MAPPER.createObjectNode());
      }
      case "POST /require_key" -> {
        requireKey(request.body().path("key").asText());
        send(connection, 200, Json.MAPPER.createObjectNode());
      }
      case "POST /close_reused" -> {
        closeReused(request.body().path("times").asInt(1));
        send(connection, 200, Json.MAPPER.createObjectNode());
      }
      case "POST /clear" -> {
        clear();
        send(connection, 200, Json.MAPPER.createObjectNode());
      }
      default -> error(connection, 404, "not_found", "Unknown request URL");
    }
  }

  private void script(JsonNode order) {
    String model = order.path("model").asText();
    Script script = new Script((ObjectNode) order.path("script"));
    int times = order.path("times").asInt(0);
    if (times == 0) {
      scripts.put(model, script);
    }
    for (int n = 0; n < times; n++) {
      scriptNext(model, script);
    }
  }

  private void complete(RecordedRequest request, HttpConnection connection) throws IOException {
    requests.add(request);
    if (refused(request, connection)) {
      return;
    }
    if (forbidden(request, connection)) {
      return;
    }
    Optional<Script> script = scriptFor(request.model());
    if (script.isEmpty()) {
      error(
          connection,
          404,
          "model_not_found",
          "The model `" + request.model() + "` does not exist or you do not have access to it.");
      return;
    }
    new Completion(request, connection, script.get()).answer();
  }

  /// Three numbers for each input, of which the first is its length; or what is scripted.
  private void embed(RecordedRequest request, HttpConnection connection) throws IOException {
    requests.add(request);
    if (refused(request, connection)) {
      return;
    }
    Optional<Script> script = scriptFor(request.model());
    if (script.isPresent()) {
      new Completion(request, connection, script.get()).answer();
      return;
    }
    ObjectNode answer = Json.MAPPER.createObjectNode().put("object", "list");
    answer.put("model", request.model());
    ArrayNode data = answer.putArray("data");
    JsonNode input = request.body().path("input");
    for (int at = 0; at < (input.isArray() ? input.size() : 1); at++) {
      JsonNode text = input.isArray() ? input.get(at) : input;
      ObjectNode entry = data.addObject().put("object", "embedding").put("index", at);
      entry.putArray("embedding").add(text.asText().length()).add(0.5).add(-1);
    }
    answer.putObject("usage").put("prompt_tokens", 3).put("total_tokens", 3);
    send(connection, 200, answer);
  }

  /// Hate is flagged; only `omni-moderation-latest` is known.
  private void moderate(RecordedRequest request, HttpConnection connection) throws IOException {
    requests.add(request);
    if (refused(request, connection)) {
      return;
    }
    if (!request.model().equals("omni-moderation-latest")) {
      error(connection, 404, "model_not_found", "The model does not exist.");
      return;
    }
    boolean flagged = request.body().path("input").toString().contains("hate");
    ObjectNode answer = Json.MAPPER.createObjectNode().put("id", "modr-" + request.number());
    ObjectNode result = answer.put("model", request.model()).putArray("results").addObject();
    result.put("flagged", flagged).putObject("categories").put("hate", flagged);
    result.putObject("category_scores").put("hate", flagged ? 0.9 : 0.0);
    result.putObject("category_applied_input_types").putArray("hate").add("text");
    send(connection, 200, answer);
  }

  private boolean forbidden(RecordedRequest request, HttpConnection connection) throws IOException {
    for (Map.Entry<String, JsonNode> field : request.body().properties()) {
      if (!known.isEmpty() && !known.contains(field.getKey())) {
        ObjectNode error = Json.MAPPER.createObjectNode().put("object", "error");
        error
            .putObject("message")
            .putArray("detail")
            .addObject()
            .put("type", "extra_forbidden")
            .put("msg", "Extra inputs are not permitted")
            .putArray("loc")
            .add("body")
            .add(field.getKey());
        send(connection, 422, error.put("type", "invalid_request_error"));
        return true;
      }
    }
    return false;
  }

  private synchronized Optional<Script> scriptFor(String model) {
    Queue<Script> queued = next.getOrDefault(model, new ArrayDeque<>());
    return Optional.ofNullable(queued.poll()).or(() -> Optional.ofNullable(scripts.get(model)));
  }

  private boolean refused(RecordedRequest request, HttpConnection connection) throws IOException {
    Optional<String> wanted = key.map(value -> "Bearer " + value);
    if (wanted.isEmpty() || wanted.equals(request.header("authorization"))) {
      return false;
    }
    error(connection, 401, "invalid_api_key", "Incorrect API key provided: sk-***.");
    return true;
  }

  private void models(RecordedRequest request, HttpConnection connection) throws IOException {
    if (refused(request, connection)) {
      return;
    }
    listed.add(request);
    if (listing.isPresent()) {
      boolean page = listing.get().startsWith("<");
      if (page || listingStatus != 200) {
        connection.send(
            listingStatus,
            Map.of("content-type", page ? "text/html" : "application/json"),
            listing.get());
      } else {
        list(connection, listing.get());
      }
      return;
    }
    ObjectNode list = Json.MAPPER.createObjectNode().put("object", "list");
    ArrayNode data = list.putArray("data");
    scripts.keySet().stream()
        .sorted()
        .forEach(
            id -> data.addObject().put("id", id).put("object", "model").put("owned_by", "test"));
    list(connection, Json.write(list));
  }

  private void list(HttpConnection connection, String json) throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    if (listCoding.isEmpty()) {
      connection.send(200, Map.of("content-type", "application/json"), bytes);
      return;
    }
    Coding coding = new Coding(listCoding.get());
    ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    encoded.writeBytes(coding.add(bytes));
    encoded.writeBytes(coding.end());
    connection.send(
        200,
        Map.of(
            "content-type",
            "application/json",
            "content-encoding",
            Coding.header(listCoding.get())),
        encoded.toByteArray());
  }

  private ArrayNode recorded() {
    ArrayNode list = Json.MAPPER.createArrayNode();
    for (RecordedRequest request : requests) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("number", request.number());
      entry.put("at", request.at());
      entry.put("model", request.model());
      entry.put("headers", request.headers());
      entry.put("body", request.body());
      entry.put("answered", request.answered().isDone());
      entry.put("closed_by_client", request.closedByClient().isDone());
      if (request.closedByClient().isDone()) {
        entry.put("closed_at", request.closedByClient().join());
      }
      list.addPOJO(entry);
    }
    return list;
  }

  private static void error(HttpConnection connection, int status, String code, String message)
      throws IOException {
    ObjectNode error = Json.MAPPER.createObjectNode();
    error.putObject("error").put("message", message).put("type", code).put("code", code);
    send(connection, status, error);
  }

  private static void send(HttpConnection connection, int status, JsonNode body)
      throws IOException {
    connection.send(status, Map.of("content-type", "application/json"), Json.write(body));
  }
}
