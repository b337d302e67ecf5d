package io.parley.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.parley.testing.ApiClient;
import io.parley.testing.ParleyNode;
import io.parley.testing.RoomClient;
import io.parley.testing.TestBed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the dashboards ask, asked of a real Prometheus that has scraped a busy server.
class DashboardsIT {
  /// Series that begin with an event that did not happen here.
  private static final Set<String> QUIET =
      Set.of(
          "Requests above a limit",
          "Live events left out",
          "Events not written",
          "Handled again",
          "Redis: failed calls",
          "Dead letters",
          "Unknown types",
          "Fallbacks",
          "Writes that waited, p99", // only a frame that the socket does not take at once
          "Cost an hour"); // the provider of the tests lists no prices

  private final ParleyNode node = TestBed.node();

  @Test
  void everyQueryAndRecordingFindsDataOfABusyServer(@TempDir Path directory) throws Exception {
    HttpServer gpus = gpus();
    String other = "127.0.0.1:" + gpus.getAddress().getPort();
    try (PrometheusServer prometheus =
            PrometheusServer.start(directory, List.of(node.url().getAuthority(), other));
        RoomClient ada = beBusy()) {
      prometheus.awaitScrapes(2);
      goOn(ada);
      List<String> faults = new ArrayList<>();
      for (Dashboards.Query query : Dashboards.queries()) {
        JsonNode response = prometheus.query(query.filled());
        if (!response.path("status").asText().equals("success")) {
          faults.add(query + ": " + response);
        } else if (response.at("/data/result").isEmpty() && !QUIET.contains(query.panel())) {
          faults.add(query + ": no data");
        }
      }
      assertEquals(List.of(), faults);
      for (JsonNode rule : AlertRules.read().recordings()) {
        JsonNode response = prometheus.query(rule.path("expr").asText());
        assertEquals(1, response.at("/data/result").size(), rule + ": " + response);
      }
    } finally {
      gpus.stop(0);
    }
  }

  @Test
  void aQueryThatIsNoExpressionOrFindsNothingIsSeen(@TempDir Path directory) throws Exception {
    try (PrometheusServer prometheus =
        PrometheusServer.start(directory, List.of(node.url().getAuthority()))) {
      prometheus.awaitScrapes(1);
      assertEquals("error", prometheus.query("sum(").path("status").asText());
      JsonNode nothing = prometheus.query("parley_no_such_metric");
      assertEquals("success", nothing.path("status").asText());
      assertEquals(0, nothing.at("/data/result").size());
    }
  }

  /// One reply in a room, a rating, keystrokes and a search.
  private RoomClient beBusy() {
    ApiClient guest = ApiClient.guest(node, "ada");
    RoomClient ada = RoomClient.join(guest, RoomClient.room(guest, "all", "test/alpha"));
    goOn(ada);
    String reply = ada.event("reply.finished").path("reply_id").asText();
    assertEquals(
        204, guest.put("/api/replies/" + reply + "/feedback", Map.of("rating", "up")).status());
    assertEquals(200, guest.get("/api/search?q=metrics").status());
    return ada;
  }

  private static void goOn(RoomClient ada) {
    ada.draft(UUID.randomUUID().toString(), 1, "new", RoomClient.insert(0, "m"));
    ada.post("Metrics, please");
    ada.event("reply.finished");
  }

  /// What DCGM's exporter and vLLM say, by their documentation.
  private static HttpServer gpus() throws IOException {
    byte[] body = Files.readAllBytes(Path.of("src/test/resources/grafana/gpu-metrics.txt"));
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/metrics",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    return server;
  }
}
