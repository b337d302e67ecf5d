package io.parley.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.platform.Json;
import io.parley.testing.ApiClient;
import io.parley.testing.ParleyNode;
import io.parley.testing.RoomClient;
import io.parley.testing.TestBed;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A reader who stops for a while, over a connection that holds little: frames are then left half
/// sent, and have to be finished before anything else is, also before what the container sends of
/// its own accord.
class StalledReaderIT {
  private static final int GUESTS = 6;
  private static final int MESSAGES_EACH = 25;
  private static final int TEXT = 0x1;
  private static final int CLOSE = 0x8;
  private static final int PING = 0x9;
  private static final int PONG = 0xA;

  private final ParleyNode node = TestBed.node();

  @Test
  void framesAreWrittenPastTheContainer() throws IOException {
    String room = RoomClient.room(ApiClient.guest(node, "Ada"), "mentions", "test/echo");
    try (RoomClient client = RoomClient.join(ApiClient.guest(node, "Grace"), room)) {
      client.post("Hallo");
      String log = Files.readString(node.log());
      assertFalse(log.isEmpty(), "premise: it logs");
      assertFalse(log.contains("Sockets are written by the container"), "see realtime.DirectLine");
    }
  }

  @Test
  void whatItMissesComesWholeAndInOrderAndItsPingIsAnswered() throws IOException {
    ApiClient slow = ApiClient.guest(node, "Slow reader");
    String room = RoomClient.room(slow, "mentions", "test/echo");
    try (Socket socket = new Socket()) {
      socket.setReceiveBufferSize(4 * 1024);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), node.port()));
      socket.setSoTimeout(30_000);
      DataInputStream in = new DataInputStream(socket.getInputStream());
      upgrade(socket, in, room, slow);
      send(socket, TEXT, "{\"type\":\"join\"}");
      assertEquals("welcome", frame(in).path("type").asText());

      List<String> posted = new ArrayList<>();
      for (int guest = 0; guest < GUESTS; guest++) {
        try (RoomClient writer = RoomClient.join(ApiClient.guest(node, "Writer " + guest), room)) {
          for (int n = 0; n < MESSAGES_EACH; n++) {
            posted.add(writer.post("%d/%d ".formatted(guest, n).repeat(2_500)));
          }
        }
        send(socket, PING, "still here " + guest);
      }

      List<String> seen = new ArrayList<>();
      List<String> pongs = new ArrayList<>();
      while (seen.size() < posted.size() || pongs.size() < GUESTS) {
        Received next = next(in);
        switch (next.opcode()) {
          case TEXT ->
              Json.MAPPER
                  .readTree(next.payload())
                  .path("events")
                  .forEach(event -> {
                    if (event.path("type").asText().equals("message")) {
                      seen.add(event.at("/message/id").asText());
                    }
                  });
          case PONG -> pongs.add(next.payload());
          default -> {}
        }
      }
      assertEquals(posted, seen);
      assertEquals(GUESTS, pongs.size());
    }
  }

  @Test
  void whoAnswersNoPingIsSentAwayAndWhoDoesStays() throws IOException {
    try (ParleyNode impatient =
            TestBed.startNode("impatient", Map.of("PARLEY_REALTIME_IDLE_TIMEOUT", "PT6S"));
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), impatient.port())) {
      ApiClient silent = ApiClient.guest(impatient, "Silent reader");
      String room = RoomClient.room(silent, "mentions", "test/echo");
      try (RoomClient listening = RoomClient.join(ApiClient.guest(impatient, "Here"), room)) {
        socket.setSoTimeout(30_000);
        DataInputStream in = new DataInputStream(socket.getInputStream());
        upgrade(socket, in, room, silent);
        send(socket, TEXT, "{\"type\":\"join\"}");
        int pings = 0;
        int opcode = next(in).opcode();
        while (opcode != CLOSE) {
          pings += opcode == PING ? 1 : 0;
          opcode = next(in).opcode();
        }
        assertTrue(pings > 0, "it was asked");
        JsonNode left = listening.event("left");
        assertEquals(silent.id(), left.at("/participant/id").asText());
        listening.post("Still here");
      }
    }
  }

  private static void upgrade(Socket socket, DataInputStream in, String room, ApiClient guest)
      throws IOException {
    String head =
        String.join(
            "\r\n",
            "GET /ws/rooms/" + room + " HTTP/1.1",
            "Host: localhost",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Protocol: parley.v1",
            "Authorization: " + guest.bearer(),
            "",
            "");
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    StringBuilder answer = new StringBuilder();
    while (answer.indexOf("\r\n\r\n") < 0) {
      answer.append((char) in.readByte());
    }
    assertTrue(answer.toString().startsWith("HTTP/1.1 101"), answer.toString());
  }

  /// Masked with zeros, which RFC 6455 allows to be chosen as well as any.
  private static void send(Socket socket, int opcode, String text) throws IOException {
    byte[] payload = text.getBytes(StandardCharsets.UTF_8);
    byte[] frame = new byte[payload.length + 6];
    frame[0] = (byte) (0x80 | opcode);
    frame[1] = (byte) (0x80 | payload.length);
    System.arraycopy(payload, 0, frame, 6, payload.length);
    socket.getOutputStream().write(frame);
  }

  private record Received(int opcode, String payload) {}

  private static JsonNode frame(DataInputStream in) throws IOException {
    return Json.MAPPER.readTree(next(in).payload());
  }

  /// A whole message, put together from its fragments where there are several.
  private static Received next(DataInputStream in) throws IOException {
    int first = in.readUnsignedByte();
    int opcode = first & 0x0f;
    String payload = payload(in);
    assertEquals(0, first & 0x70, "reserved bits: this is no frame's beginning");
    if ((first & 0x80) != 0) {
      return new Received(opcode, payload);
    }
    return new Received(opcode, payload + next(in).payload());
  }

  private static String payload(DataInputStream in) throws IOException {
    int size = in.readUnsignedByte();
    if (size == 126) {
      size = in.readUnsignedShort();
    } else if (size == 127) {
      size = Math.toIntExact(in.readLong());
    }
    byte[] payload = new byte[size];
    in.readFully(payload);
    return new String(payload, StandardCharsets.UTF_8);
  }
}
