package io.parley.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.platform.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/// A client of a room as an outsider would write it from the wire contract: a guest with a bearer
/// token and one socket. Remembers every frame, and every event in the order it came.
public final class RoomClient implements AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final ApiClient guest;
  private final WebSocket socket;
  private final Inbox inbox;

  private RoomClient(ApiClient guest, WebSocket socket, Inbox inbox) {
    this.guest = guest;
    this.socket = socket;
    this.inbox = inbox;
  }

  /// Opens a room for this test alone and returns its name.
  public static String room(ApiClient by, String answers, String model) {
    String name = "t-" + UUID.randomUUID().toString().substring(0, 13);
    ApiClient.Answer answer =
        by.post("/api/rooms", Map.of("name", name, "answers", answers, "default_model", model));
    if (answer.status() != 201) {
      throw new AssertionError("no room: " + answer);
    }
    return name;
  }

  /// Connects to the guest's node and joins, and returns once it was welcomed.
  public static RoomClient join(ApiClient guest, String room) {
    return rejoin(guest, room, Optional.empty());
  }

  /// The same for one who comes back.
  public static RoomClient rejoin(ApiClient guest, String room, Optional<String> after) {
    RoomClient client = connect(guest, room);
    ObjectNode join = object().put("type", "join");
    after.ifPresent(position -> join.put("after", position));
    client.send(join);
    client.frame("welcome");
    return client;
  }

  /// Joins under a name of their choice.
  public static RoomClient joinAs(String name, ApiClient guest, String room) {
    RoomClient client = connect(guest, room);
    client.send(object().put("type", "join").put("name", name));
    client.frame("welcome");
    return client;
  }

  /// Connects without joining.
  public static RoomClient connect(ApiClient guest, String room) {
    Inbox inbox = new Inbox();
    WebSocket socket =
        HTTP.newWebSocketBuilder()
            .subprotocols("parley.v1")
            .header("Authorization", guest.bearer())
            .buildAsync(guest.node().socket("/ws/rooms/" + room), inbox)
            .join();
    return new RoomClient(guest, socket, inbox);
  }

  /// The status with which a handshake is refused.
  public static int refusal(URI socket, Optional<String> subprotocol, String... headers) {
    WebSocket.Builder builder = HTTP.newWebSocketBuilder();
    subprotocol.ifPresent(builder::subprotocols);
    for (int i = 0; i < headers.length; i += 2) {
      builder.header(headers[i], headers[i + 1]);
    }
    try {
      builder.buildAsync(socket, new Inbox()).join().abort();
      return 101;
    } catch (CompletionException e) {
      if (e.getCause() instanceof WebSocketHandshakeException refused) {
        return refused.getResponse().statusCode();
      }
      throw e;
    }
  }

  public ApiClient who() {
    return guest;
  }

  public void send(JsonNode frame) {
    sendText(Json.write(frame));
  }

  public void sendText(String text) {
    socket.sendText(text, true).join();
  }

  /// Posts a message and returns its id, once it is on the log.
  public String post(String text) {
    String id = UUID.randomUUID().toString();
    postUnder(id, text);
    frame("posted", frame -> frame.path("message_id").asText().equals(id));
    return id;
  }

  /// Posts a message under an id of the sender's choice.
  public void postUnder(String id, String text) {
    send(object().put("type", "post").put("message_id", id).put("text", text));
  }

  /// Posts a message that a model of the sender's choice answers.
  public void ask(String text, String model) {
    send(
        object()
            .put("type", "post")
            .put("message_id", UUID.randomUUID().toString())
            .put("text", text)
            .put("model", model));
  }

  public void draft(String draft, int seq, String event, JsonNode... ops) {
    ObjectNode frame =
        object().put("type", "draft").put("draft_id", draft).put("seq", seq).put("event", event);
    frame.putArray("ops").addAll(List.of(ops));
    send(frame);
  }

  public static ObjectNode insert(int at, String text) {
    return object().put("op", "insert").put("at", at).put("text", text);
  }

  public static ObjectNode object() {
    return Json.MAPPER.createObjectNode();
  }

  /// The first frame of this type, once it is there.
  public JsonNode frame(String type) {
    return frame(type, _ -> true);
  }

  public JsonNode frame(String type, Predicate<JsonNode> which) {
    return Await.within(Duration.ofSeconds(20))
        .value(
            guest.name() + " gets " + type,
            () ->
                inbox.frames().stream()
                    .filter(frame -> frame.path("type").asText().equals(type))
                    .filter(which)
                    .findFirst());
  }

  /// How many frames of this type have come.
  public int count(String type) {
    return count(type, _ -> true);
  }

  public int count(String type, Predicate<JsonNode> which) {
    return (int)
        inbox.frames().stream()
            .filter(frame -> frame.path("type").asText().equals(type))
            .filter(which)
            .count();
  }

  /// The first event of this type that came after the welcome, once it is there.
  public JsonNode event(String type, Predicate<JsonNode> which) {
    return Await.within(Duration.ofSeconds(20))
        .value(
            guest.name() + " is told " + type,
            () -> events(type).stream().filter(which).findFirst());
  }

  public JsonNode event(String type) {
    return event(type, _ -> true);
  }

  /// The events of this type so far, in order.
  public List<JsonNode> events(String type) {
    return events().stream().filter(event -> event.path("type").asText().equals(type)).toList();
  }

  public List<JsonNode> events() {
    List<JsonNode> events = new ArrayList<>();
    for (JsonNode frame : inbox.frames()) {
      if (frame.path("type").asText().equals("events")) {
        frame.path("events").forEach(events::add);
      }
    }
    return events;
  }

  /// The deltas of a reply put together; fails if they have a gap.
  public String textOf(String reply) {
    StringBuilder text = new StringBuilder();
    int seq = 0;
    for (JsonNode delta : events("reply.delta")) {
      if (delta.path("reply_id").asText().equals(reply)) {
        if (seq != 0 && delta.path("seq").asInt() != seq + 1) {
          throw new AssertionError("a gap before " + delta);
        }
        seq = delta.path("seq").asInt();
        text.append(delta.path("text").asText());
      }
    }
    return text.toString();
  }

  /// The last position this client has received, to resume from.
  public String position() {
    String position = frame("welcome").path("position").asText();
    for (JsonNode event : events()) {
      position = event.path("position").asText(position);
    }
    return position;
  }

  /// The code with which the server closes the connection, once it has.
  public int closeCode() {
    return Await.within(Duration.ofSeconds(30))
        .value(guest.name() + "'s connection is closed", inbox::closeCode);
  }

  public boolean isClosed() {
    return inbox.closeCode().isPresent();
  }

  public void sendBinary(byte[] bytes) {
    socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
  }

  /// Sends the first fragment of a binary message that never ends.
  public void beginBinary(byte[] bytes) {
    socket.sendBinary(ByteBuffer.wrap(bytes), false).join();
  }

  /// Vanishes without a word.
  @Override
  public void close() {
    socket.abort();
  }

  private static final class Inbox implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();
    private final List<JsonNode> frames = new ArrayList<>();
    private Optional<Integer> closeCode = Optional.empty();

    synchronized List<JsonNode> frames() {
      return List.copyOf(frames);
    }

    synchronized Optional<Integer> closeCode() {
      return closeCode;
    }

    @Override
    public synchronized CompletionStage<?> onText(
        WebSocket webSocket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        try {
          frames.add(Json.MAPPER.readTree(text.toString()));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        text.setLength(0);
      }
      webSocket.request(1);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public synchronized CompletionStage<?> onClose(
        WebSocket webSocket, int statusCode, String reason) {
      closeCode = Optional.of(statusCode);
      return CompletableFuture.completedFuture(null);
    }
  }
}
