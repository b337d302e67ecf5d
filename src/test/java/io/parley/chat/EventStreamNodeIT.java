package io.parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.testing.ApiClient;
import io.parley.testing.Await;
import io.parley.testing.EventStreamClient;
import io.parley.testing.ParleyNode;
import io.parley.testing.TestBed;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/// What streams cost a node, and what becomes of them with it.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EventStreamNodeIT {
  private static final ParleyNode PARLEY = TestBed.node();
  private static final Await PATIENTLY = Await.within(Duration.ofSeconds(60));

  private static ParleyNode second;
  private static ApiClient ada;
  private static ApiClient adaAtSecond;

  @BeforeAll
  static void startSecondNode() {
    second =
        TestBed.startNode(
            "streams",
            Map.of(
                "PARLEY_LIMITS_POSTS_PER_MINUTE",
                "1000000",
                "PARLEY_LIMITS_SOCKETS_PER_SECOND",
                "1000000",
                "PARLEY_LIMITS_STREAMS_PER_GUEST",
                "1000"));
    ada = ApiClient.guest(PARLEY, "ada");
    adaAtSecond = ada.at(second);
  }

  @AfterAll
  static void stopSecondNode() {
    second.close();
  }

  @Test
  @Order(1)
  void whatOneNodeChangesOrErasesCountsOnTheOther() {
    String path = "/api/conversations/" + opened();
    assertEquals("Before", adaAtSecond.get(path).body().path("title").asText());
    EventStreamClient stream = EventStreamClient.open(adaAtSecond, path + "/stream");
    stream.await("snapshot");
    assertEquals(200, ada.patch(path, Map.of("title", "After")).status());
    assertEquals("After", stream.await("conversation").data().at("/conversation/title").asText());
    assertEquals("After", adaAtSecond.get(path).body().path("title").asText());
    assertEquals(204, ada.delete(path).status());
    stream.await("conversation.deleted");
    assertEquals(404, adaAtSecond.get(path).status());
    PATIENTLY.check("the stream ends", stream::hasEnded);
  }

  @Test
  @Order(2)
  void aPositionOfOneNodeIsGoodOnTheOther() {
    String path = "/api/conversations/" + opened();
    EventStreamClient first = EventStreamClient.open(ada, path + "/stream");
    first.await("snapshot");
    ada.post(path + "/messages", Map.of("message", "one", "reply", false));
    first.await("message");
    first.close();
    ada.post(path + "/messages", Map.of("message", "two", "reply", false));
    EventStreamClient next =
        EventStreamClient.open(adaAtSecond, path + "/stream", Optional.of(first.lastId()));
    assertEquals("two", next.await("message").data().at("/message/content").asText());
    next.close();
  }

  @Test
  @Order(3)
  void twoHundredStreamsHoldNoThreads() {
    String path = "/api/conversations/" + opened();
    EventStreamClient one = EventStreamClient.open(adaAtSecond, path + "/stream");
    one.await("snapshot");
    double before = second.metric("thread_count");
    List<EventStreamClient> streams = new ArrayList<>(List.of(one));
    for (int i = 0; i < 200; i++) {
      streams.add(EventStreamClient.open(adaAtSecond, path + "/stream"));
    }
    adaAtSecond.post(path + "/messages", Map.of("message", "to all", "reply", false));
    streams.forEach(stream -> stream.await("message"));
    double with = second.metric("thread_count");
    assertTrue(before > 0 && with - before < 20, before + " threads became " + with);
    assertEquals(201, second.metric("parley_realtime_connections"));

    streams.forEach(EventStreamClient::close);
    PATIENTLY.check(
        "who has left is noticed", () -> second.metric("parley_realtime_connections") == 0);
  }

  @Test
  @Order(4)
  void aReaderThatDoesNotReadCostsTheOthersNothingAndIsClosed() throws IOException {
    String path = "/api/conversations/" + opened();
    EventStreamClient reader = EventStreamClient.open(adaAtSecond, path + "/stream");
    reader.await("snapshot");
    double tooSlow = second.metric("parley_realtime_closed_too_slow_total");
    try (Socket stalled = stalledReader(path)) {
      PATIENTLY.check(
          "both are connected", () -> second.metric("parley_realtime_connections") == 2);
      String large = "x".repeat(16_000);
      for (int i = 0; i < 700; i++) {
        ApiClient.Answer posted =
            adaAtSecond.post(path + "/messages", Map.of("message", large, "reply", false));
        assertEquals(200, posted.status(), posted.body().toString());
      }
      PATIENTLY.check(
          "the reader has it all",
          () -> reader.events().stream().filter(it -> it.name().equals("message")).count() == 700);
      PATIENTLY.check(
          "the stalled one is given up",
          () -> second.metric("parley_realtime_closed_too_slow_total") == tooSlow + 1);
      PATIENTLY.check("and is gone", () -> second.metric("parley_realtime_connections") == 1);
      assertFalse(stalled.isClosed());
    }
    assertFalse(reader.hasEnded());
    reader.close();
  }

  @Test
  @Order(5)
  void aNodeThatStopsEndsItsStreamsAtOnce() {
    String path = "/api/conversations/" + opened();
    List<EventStreamClient> streams = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      EventStreamClient stream = EventStreamClient.open(adaAtSecond, path + "/stream");
      stream.await("snapshot");
      streams.add(stream);
    }
    Instant began = Instant.now();
    second.stop();
    Duration took = Duration.between(began, Instant.now());
    streams.forEach(stream -> PATIENTLY.check("it ends", stream::hasEnded));
    assertTrue(took.compareTo(Duration.ofSeconds(20)) < 0, "stopping took " + took);
  }

  /// Sends a request and never reads the answer.
  private static Socket stalledReader(String path) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4_096);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), second.port()));
    OutputStream out = socket.getOutputStream();
    out.write(
        ("GET "
                + path
                + "/stream HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: "
                + ada.bearer()
                + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII));
    out.flush();
    return socket;
  }

  private static String opened() {
    ApiClient.Answer opened = ada.post("/api/conversations", Map.of("title", "Before"));
    assertEquals(201, opened.status(), opened.body().toString());
    return opened.body().path("id").asText();
  }
}
