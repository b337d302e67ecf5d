package io.parley.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.testing.ApiClient;
import io.parley.testing.ParleyNode;
import io.parley.testing.RoomClient;
import io.parley.testing.TestBed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// Many bodies at once, and many that never end.
class BodiesUnderLoadIT {
  private static final int CLIENTS = 24;
  private static final int REQUESTS_EACH = 150;
  private static final List<String> ADDRESSES = List.of("127.0.0.2", "127.0.0.3", "127.0.0.4");
  private static final int UNFINISHED_EACH = 150;
  private static final Duration AS_USUAL = Duration.ofSeconds(5);

  private final ParleyNode parley = TestBed.node();

  /// Headers and body arrive in two packets, as this client sends them. Requests of 24 clients used
  /// to be mixed up in the container: one in thirty was answered with 200 and nothing.
  @Test
  void everyRequestIsAnsweredByItsOwnResource() throws Exception {
    ApiClient guest = ApiClient.guest(parley, "busy");
    Set<String> wrong = ConcurrentHashMap.newKeySet();
    List<Future<?>> clients = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        HttpClient http = HttpClient.newHttpClient()) {
      for (int i = 0; i < CLIENTS; i++) {
        int client = i;
        clients.add(
            threads.submit(() -> {
              for (int n = 0; n < REQUESTS_EACH; n++) {
                ask(http, guest, client, n, wrong);
              }
              return null;
            }));
      }
      for (Future<?> client : clients) {
        client.get();
      }
    }
    assertEquals(Set.of(), wrong);
  }

  private void ask(HttpClient http, ApiClient guest, int client, int n, Set<String> wrong)
      throws Exception {
    // the answer names the request's own path and query
    String path = "/api/nothing/%d/%d".formatted(client, n);
    String query = n % 2 == 0 ? "" : "?client=%d&n=%d".formatted(client, n);
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(parley.url(path + query))
                .header("Authorization", guest.bearer())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"n\":%d}".formatted(n)))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 404 || !answer.body().contains("\"" + path + "\"")) {
      wrong.add("%s: %d %s".formatted(path, answer.statusCode(), answer.body()));
    }
  }

  @Test
  void unfinishedBodiesOfManyAddressesKeepNobodyWaiting() throws Exception {
    String ada = ApiClient.guest(parley, "ada").bearer();
    ApiClient host = ApiClient.guest(parley, "keeper");
    String room = RoomClient.room(host, "mentions", "test/echo");
    List<Socket> unfinished = new ArrayList<>();
    try {
      for (String address : ADDRESSES) {
        for (int i = 0; i < UNFINISHED_EACH; i++) {
          unfinished.add(begin(address, ada));
        }
      }
      Instant begun = Instant.now();
      for (int i = 0; i < 10; i++) {
        assertEquals(200, host.get("/api/rooms").status());
        assertEquals(404, host.post("/api/nothing", List.of()).status());
      }
      try (RoomClient visit = RoomClient.join(host, room)) {
        String message = visit.post("as usual");
        visit.event("message", it -> it.at("/message/id").asText().equals(message));
      }
      Duration taken = Duration.between(begun, Instant.now());
      assertTrue(taken.compareTo(AS_USUAL) < 0, taken.toString());
    } finally {
      for (Socket socket : unfinished) {
        socket.close();
      }
    }
  }

  private Socket begin(String from, String bearer) throws IOException {
    Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), parley.port(), InetAddress.getByName(from), 0);
    String head =
        """
        POST /api/rooms HTTP/1.1
        Host: localhost
        Authorization: %s
        Content-Type: application/json
        Content-Length: 1000

        {\
        """
            .formatted(bearer)
            .replace("\n", "\r\n");
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }
}
