import com.fasterxml.jackson.databind.JsonNode;
import io.parley.platform.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.UUID;

/// Somebody who prepares what the browser then shows, by the API and a socket.
final class PageGuest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final String server;
  private final String token;
  private WebSocket socket;

  PageGuest(String server, String name) throws Exception {
    this.server = server;
    this.token = post(server + "/api/guests", "", Map.of("name", name)).path("token").asText();
  }

  String token() {
    return token;
  }

  JsonNode post(String path, Object body) throws Exception {
    return post(server + path, token, body);
  }

  static JsonNode post(String url, String token, Object body) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).header("Content-Type", "application/json");
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    HttpResponse<String> answer =
        HTTP.send(request.POST(HttpRequest.BodyPublishers.ofString(Json.write(body))).build(), HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() >= 300) {
      throw new IllegalStateException(url + ": " + answer.statusCode() + " " + answer.body());
    }
    return answer.body().isBlank() ? Json.MAPPER.createObjectNode() : Json.MAPPER.readTree(answer.body());
  }

  void join(String room) {
    socket =
        HTTP.newWebSocketBuilder()
            .subprotocols("parley.v1")
            .header("Authorization", "Bearer " + token)
            .buildAsync(URI.create(server.replaceFirst("http", "ws") + "/ws/rooms/" + room), new WebSocket.Listener() {})
            .join();
    send(Map.of("type", "join"));
  }

  /// Types a message in four updates, as others see it, and posts it.
  void say(String text) {
    String draft = UUID.randomUUID().toString();
    int quarter = text.length() / 4;
    for (int part = 0; part < 4; part++) {
      Map<String, Object> insert = Map.of("op", "insert", "at", part * quarter, "text", text.substring(part * quarter, (part + 1) * quarter));
      send(Map.of("type", "draft", "draft_id", draft, "seq", part + 1, "event", part == 0 ? "new" : "edit", "ops", new Object[] {insert}));
    }
    send(Map.of("type", "post", "message_id", UUID.randomUUID().toString(), "text", text, "draft_id", draft));
  }

  void ask(String text, String model) {
    send(Map.of("type", "post", "message_id", UUID.randomUUID().toString(), "text", text, "model", model));
  }

  private void send(Object frame) {
    socket.sendText(Json.write(frame), true).join();
  }

  void disconnect() {
    socket.abort();
  }
}
