package io.parley.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.platform.Json;
import io.parley.services.DataDirectory;
import io.parley.services.ServicePorts;
import io.parley.testing.ApiClient;
import io.parley.testing.Await;
import io.parley.testing.ParleyNode;
import io.parley.testing.RoomClient;
import io.parley.testing.TestBed;
import io.parley.testing.openai.Script;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two nodes behind a real nginx with the configuration that is shipped.
class NginxIT {
  private static final Await PATIENTLY = Await.within(Duration.ofSeconds(30));
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir Path data;

  @Test
  void clientsComeThroughAndComeBackWhenANodeDies() throws Exception {
    ParleyNode east = TestBed.node();
    int port = ServicePorts.free(1).getFirst();
    URI front = URI.create("http://localhost:" + port);
    TestBed.models().script("steady", Script.tokens(20).rate(10));
    try (ParleyNode behind =
            TestBed.startNode("behind", Map.of("PARLEY_HTTP_TRUSTED_PROXIES", "127.0.0.1"));
        DataDirectory directory = DataDirectory.claim(data);
        Nginx nginx =
            Nginx.start(
                NginxPackage.find(Map.of()),
                Path.of("").toAbsolutePath(),
                directory,
                "localhost:" + port,
                List.of(behind.port(), east.port()))) {
      nginx.awaitReady();
      assertEquals(200, status(front, "/"));
      for (String path :
          List.of("/metrics", "/metrics/", "/health", "/health/ready", "//metrics", "/%6detrics")) {
        assertEquals(404, status(front, path), path);
      }

      ApiClient ada = ApiClient.guest(east, "ada");
      String room = RoomClient.room(ada, "all", "test/steady");
      Visit visit = Visit.of(front, room, ada);
      visit.post("Count, please.");
      PATIENTLY.check("the reply ends", () -> visit.saw("reply.finished"));
      assertTrue(visit.frames("events") > 5, "deltas came together");

      aStreamIsNotHeldBack(front, ada, visit.roomId());

      behind.kill();
      for (int i = 0; i < 10; i++) {
        assertEquals(200, status(front, "/api/rooms"));
      }
      Visit back = Visit.of(front, room, ada);
      back.post("I am back.");
      PATIENTLY.check("it is answered", () -> back.saw("reply.finished"));
    } finally {
      TestBed.models().script("steady", Script.echo());
    }
  }

  /// With its guard killed, too, nothing ends it until the next start.
  @Test
  void anNginxIsOneProcessAndTheNextStartEndsIt() throws Exception {
    ProcessHandle process = nginxWithoutItsGuard();
    assertTrue(process.isAlive(), "without its guard, nothing ends it");
    DataDirectory.claim(data).close();
    assertFalse(process.isAlive());
  }

  private ProcessHandle nginxWithoutItsGuard() throws Exception {
    String listen = "localhost:" + ServicePorts.free(1).getFirst();
    try (DataDirectory directory = DataDirectory.claim(data);
        Nginx nginx =
            Nginx.start(
                NginxPackage.find(Map.of()),
                Path.of("").toAbsolutePath(),
                directory,
                listen,
                List.of(TestBed.node().port()))) {
      nginx.awaitReady();
      ProcessHandle process = ProcessHandle.of(pid(data.resolve("run/nginx.pid"))).orElseThrow();
      assertEquals(0, process.descendants().count(), "a worker would outlive its master");
      ProcessHandle guard = process.parent().orElseThrow();
      guard.children().filter(it -> !it.equals(process)).forEach(ProcessHandle::destroyForcibly);
      guard.destroyForcibly();
      return process;
    }
  }

  private static long pid(Path file) throws IOException {
    return Long.parseLong(Files.readString(file).strip());
  }

  private static void aStreamIsNotHeldBack(URI front, ApiClient ada, String room)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(front.resolve("/api/conversations/" + room + "/stream"))
            .header("Authorization", ada.bearer())
            .build();
    HttpResponse<InputStream> stream =
        HTTP.send(request, HttpResponse.BodyHandlers.ofInputStream());
    assertEquals(200, stream.statusCode());
    try (var lines =
        new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
      CompletableFuture<Boolean> snapshot =
          CompletableFuture.supplyAsync(
              () -> lines.lines().anyMatch("event: snapshot"::equals),
              task -> Thread.ofVirtual().start(task));
      PATIENTLY.check("the snapshot has come", snapshot::isDone);
      assertTrue(snapshot.join());
    }
  }

  private static int status(URI front, String path) throws InterruptedException {
    try {
      return HTTP.send(
              HttpRequest.newBuilder(URI.create(front + path)).build(),
              HttpResponse.BodyHandlers.discarding())
          .statusCode();
    } catch (IOException e) {
      return 0; // it does not listen yet
    }
  }

  /// A room's socket through nginx.
  private static final class Visit implements WebSocket.Listener {
    private final StringBuilder frame = new StringBuilder();
    private final List<JsonNode> frames = new CopyOnWriteArrayList<>();
    private CompletableFuture<WebSocket> socket = new CompletableFuture<>();

    static Visit of(URI front, String room, ApiClient guest) {
      Visit visit = new Visit();
      URI address = URI.create(front.toString().replace("http", "ws") + "/ws/rooms/" + room);
      // at the moment of a node's death the first try may fail, as a browser's does
      visit.socket =
          PATIENTLY.value(
              "a socket",
              () -> {
                try {
                  return Optional.of(
                      CompletableFuture.completedFuture(
                          HTTP.newWebSocketBuilder()
                              .subprotocols("parley.v1")
                              .header("Authorization", guest.bearer())
                              .header("Origin", front.toString())
                              .buildAsync(address, visit)
                              .join()));
                } catch (CompletionException e) {
                  return Optional.empty();
                }
              });
      visit.send(RoomClient.object().put("type", "join"));
      PATIENTLY.check("a welcome", () -> visit.frames("welcome") == 1);
      return visit;
    }

    void post(String text) {
      send(
          RoomClient.object()
              .put("type", "post")
              .put("message_id", UUID.randomUUID().toString())
              .put("text", text));
    }

    void send(ObjectNode message) {
      socket.join().sendText(Json.write(message), true).join();
    }

    int frames(String type) {
      return (int) frames.stream().filter(it -> it.path("type").asText().equals(type)).count();
    }

    boolean saw(String event) {
      for (JsonNode one : frames) {
        for (JsonNode it : one.path("events")) {
          if (one.path("type").asText().equals("events")
              && it.path("type").asText().equals(event)) {
            return true;
          }
        }
      }
      return false;
    }

    String roomId() {
      return frames.getFirst().at("/room/id").asText();
    }

    @Override
    public synchronized CompletionStage<?> onText(
        WebSocket webSocket, CharSequence data, boolean last) {
      frame.append(data);
      if (last) {
        try {
          frames.add(Json.MAPPER.readTree(frame.toString()));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        frame.setLength(0);
      }
      webSocket.request(1);
      return CompletableFuture.completedFuture(null);
    }
  }
}
