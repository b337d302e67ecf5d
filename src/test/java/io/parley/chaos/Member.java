package io.parley.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.platform.Ids;
import io.parley.platform.Json;
import io.parley.testing.ApiClient;
import io.parley.testing.SocketLoad;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/// A client of a room that behaves as docs/protocol.md asks: comes back whenever its connection
/// ends, to whichever door is next, resumes where it was, sends again what was not acknowledged,
/// and writes everything it is told into its ledger.
final class Member implements SocketLoad.Listener {
  private static final Duration RETURN_WITHIN = Duration.ofSeconds(5);
  private static final int FIRST_PAUSE_MILLIS = 20;
  private static final int LONGEST_PAUSE_MILLIS = 500;
  private static final int RESEND_MILLIS = 300;

  /// What became of a message: taken, with its position, or refused with a code.
  record Answer(String messageId, Optional<String> position, String code, Duration took) {}

  /// A connection's end, and how long it took until this client was welcomed again.
  record Return(int closeCode, Duration took) {}

  private record Pending(
      String text, boolean insists, long since, CompletableFuture<Answer> answer) {}

  private final Sockets sockets;
  private final ApiClient who;
  private final String room;
  private final IntFunction<InetSocketAddress> doors;
  private final Ledger ledger = new Ledger();
  private final Map<String, Pending> pending = new ConcurrentHashMap<>();
  private final List<Return> returns = new CopyOnWriteArrayList<>();
  private final List<String> errors = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final CompletableFuture<Member> firstWelcome = new CompletableFuture<>();
  private volatile Optional<SocketLoad.Socket> socket = Optional.empty();
  private volatile Words words = (_, _) -> {};
  private volatile Words keys = (_, _) -> {};
  private volatile Consumer<JsonNode> ends = _ -> {};
  private volatile boolean staying = true;
  private volatile boolean welcome;
  private volatile boolean restless = true;
  private volatile long heardAt = System.nanoTime();
  private volatile long lostAt;
  private volatile int lastCloseCode;
  private volatile int pauseMillis = FIRST_PAUSE_MILLIS;

  /// Is told each delta's text and when it arrived, in microseconds since 1970.
  @FunctionalInterface
  interface Words {
    void arrived(String text, long micros);
  }

  /// @param doors where to connect for the nth time
  Member(Sockets sockets, ApiClient who, String room, IntFunction<InetSocketAddress> doors) {
    this.sockets = sockets;
    this.who = who;
    this.room = room;
    this.doors = doors;
  }

  CompletableFuture<Member> join() {
    connect();
    return firstWelcome;
  }

  /// Comes back at once even where it is asked to wait: for what measures the server alone.
  Member impatient() {
    restless = false;
    return this;
  }

  void listen(Words heard) {
    words = heard;
  }

  /// Is told what others type, as [#listen] tells what a model says.
  void listenToTyping(Words heard) {
    keys = heard;
  }

  /// Is told how each reply ended, as the wire has it.
  void listenToEnds(Consumer<JsonNode> heard) {
    ends = heard;
  }

  /// Sends an update of a draft, if it is in.
  void type(String frame) {
    if (welcome) {
      socket.ifPresent(open -> open.send(frame));
    }
  }

  /// Posts, and sends it again until it is taken.
  CompletableFuture<Answer> post(String text) {
    return post(text, true);
  }

  /// Posts once; an error is an answer too.
  CompletableFuture<Answer> tryToPost(String text) {
    return post(text, false);
  }

  private CompletableFuture<Answer> post(String text, boolean insists) {
    String id = Ids.next().toString();
    Pending post = new Pending(text, insists, System.nanoTime(), new CompletableFuture<>());
    pending.put(id, post);
    if (welcome) {
      send(id, post);
    }
    return post.answer();
  }

  private void send(String id, Pending post) {
    ObjectNode frame = Json.MAPPER.createObjectNode();
    frame.put("type", "post").put("message_id", id).put("text", post.text());
    socket.ifPresent(open -> open.send(Json.write(frame)));
  }

  /// Gives a connection up that says nothing, as a client with a heartbeat does.
  void beat(Duration patience) {
    long silent = System.nanoTime() - heardAt;
    if (silent > patience.toNanos()) {
      socket.ifPresent(SocketLoad.Socket::cut);
    } else if (welcome && silent > patience.toNanos() / 3) {
      socket.ifPresent(open -> open.send("{\"type\":\"ping\"}"));
    }
  }

  void cut() {
    socket.ifPresent(SocketLoad.Socket::cut);
  }

  void stopReading() {
    staying = false;
    socket.ifPresent(SocketLoad.Socket::stopReading);
  }

  void leave() {
    staying = false;
    cut();
  }

  private void connect() {
    if (staying) {
      sockets.open(
          doors.apply(connections.getAndIncrement()),
          "/ws/rooms/" + room,
          who.token().orElseThrow(),
          this);
    }
  }

  /// From here on the heartbeat counts: a handshake may remain without an answer too.
  @Override
  public void opening(SocketLoad.Socket begun) {
    socket = Optional.of(begun);
    heardAt = System.nanoTime();
  }

  @Override
  public void open(SocketLoad.Socket opened) {
    heardAt = System.nanoTime();
    ObjectNode join = Json.MAPPER.createObjectNode().put("type", "join");
    ledger.position().ifPresent(position -> join.put("after", position));
    opened.send(Json.write(join));
  }

  @Override
  public void message(SocketLoad.Socket from, ByteBuffer message, long arrivedMicros) {
    heardAt = System.nanoTime();
    JsonNode frame = sockets.parsed(message);
    switch (frame.path("type").asText()) {
      case "welcome" -> welcomed(frame);
      case "snapshot" -> ledger.live(frame);
      case "events" -> {
        for (JsonNode event : frame.path("events")) {
          ledger.told(event);
          switch (event.path("type").asText()) {
            case "reply.delta" -> words.arrived(event.path("text").asText(), arrivedMicros);
            case "reply.finished" -> ends.accept(event);
            case "draft" ->
                event
                    .path("ops")
                    .forEach(op -> keys.arrived(op.path("text").asText().strip(), arrivedMicros));
            default -> {}
          }
        }
      }
      case "posted" -> answered(frame, Optional.of(frame.path("position").asText()), "");
      case "error" -> refused(frame);
      default -> {}
    }
  }

  private void welcomed(JsonNode frame) {
    ledger.welcomed(frame);
    if (firstWelcome.isDone()) {
      returns.add(new Return(lastCloseCode, Duration.ofNanos(System.nanoTime() - lostAt)));
    }
    pauseMillis = FIRST_PAUSE_MILLIS;
    welcome = true;
    pending.forEach(this::send);
    firstWelcome.complete(this);
  }

  private void refused(JsonNode frame) {
    String code = frame.path("code").asText();
    String id = frame.path("message_id").asText();
    errors.add(code);
    Optional.ofNullable(pending.get(id))
        .ifPresent(post -> {
          if (post.insists()) {
            sockets.later(Duration.ofMillis(RESEND_MILLIS), () -> send(id, post));
          } else {
            answered(frame, Optional.empty(), code);
          }
        });
  }

  private void answered(JsonNode frame, Optional<String> position, String code) {
    String id = frame.path("message_id").asText();
    Optional.ofNullable(pending.remove(id))
        .ifPresent(post ->
            post.answer()
                .complete(
                    new Answer(
                        id, position, code, Duration.ofNanos(System.nanoTime() - post.since()))));
  }

  @Override
  public void closed(SocketLoad.Socket ended, String why) {
    if (welcome || lostAt == 0) {
      lostAt = System.nanoTime();
      lastCloseCode = ended.closeCode();
    }
    welcome = false;
    boolean wait = restless && (ended.closeCode() == 1001 || ended.closeCode() == 1012);
    long pause =
        wait
            ? ThreadLocalRandom.current().nextLong(RETURN_WITHIN.toMillis())
            : ThreadLocalRandom.current().nextLong(pauseMillis);
    pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, pauseMillis * 2);
    sockets.later(Duration.ofNanos(TimeUnit.MILLISECONDS.toNanos(pause)), this::connect);
  }

  /// Reads the history that it came back to as far as what it had been shown before, as a reader
  /// does who scrolls up.
  void readBack(String messages) {
    for (Optional<Ledger.Gap> gap = ledger.gap(); gap.isPresent(); gap = ledger.gap()) {
      ApiClient.Answer page = who.get(messages + "?before=" + gap.get().before());
      if (page.status() != 200) {
        throw new AssertionError("history could not be read: " + page);
      }
      ledger.readBack(page.body().path("items"), page.body().path("next").asText());
    }
  }

  ApiClient who() {
    return who;
  }

  Ledger ledger() {
    return ledger;
  }

  boolean isIn() {
    return welcome;
  }

  /// Messages that nobody has answered yet.
  int waiting() {
    return pending.size();
  }

  List<Return> returns() {
    return List.copyOf(returns);
  }

  /// Codes of the errors it was sent, in order.
  List<String> errors() {
    return List.copyOf(errors);
  }

  /// The code its last connection was closed with.
  int closeCode() {
    return socket.map(SocketLoad.Socket::closeCode).orElse(0);
  }

  @Override
  public String toString() {
    return who.name();
  }
}
