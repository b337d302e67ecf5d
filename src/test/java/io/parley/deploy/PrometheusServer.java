package io.parley.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.platform.Json;
import io.parley.services.ServicePorts;
import io.parley.testing.Await;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/// A real Prometheus that scrapes every second.
final class PrometheusServer implements AutoCloseable {
  private final HttpClient client = HttpClient.newHttpClient();
  private final URI address;
  private final Process process;

  private PrometheusServer(URI address, Process process) {
    this.address = address;
    this.process = process;
  }

  /// @param directory for its data, its configuration and its log
  /// @param targets `host:port` of each
  static PrometheusServer start(Path directory, List<String> targets) throws IOException {
    Path program = Prometheus.program("prometheus", "PARLEY_TEST_PROMETHEUS");
    URI address = URI.create("http://127.0.0.1:" + ServicePorts.free(1).getFirst());
    Path configuration = directory.resolve("prometheus.yml");
    Files.writeString(
        configuration,
        """
        global:
          scrape_interval: 1s
        scrape_configs:
          - job_name: parley
            static_configs:
              - targets: [%s]
        """
            .formatted(
                targets.stream().map(it -> "'" + it + "'").collect(Collectors.joining(", "))));
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--config.file=" + configuration,
                "--storage.tsdb.path=" + directory.resolve("data"),
                "--web.listen-address=" + address.getAuthority())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("prometheus.log").toFile())
            .start();
    return new PrometheusServer(address, process);
  }

  void awaitScrapes(int targets) {
    Await.until(
        "Prometheus has scraped %d targets several times".formatted(targets),
        () ->
            query("count(sum_over_time(up[1m]) > 5) == %d".formatted(targets))
                    .at("/data/result")
                    .size()
                == 1);
  }

  /// The response to an instant query; its status is `error` for what is no expression.
  JsonNode query(String expression) {
    if (!process.isAlive()) {
      throw new IllegalStateException("Prometheus has ended with " + process.exitValue());
    }
    URI query =
        address.resolve(
            "/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
    try {
      return Json.MAPPER.readTree(
          client.send(HttpRequest.newBuilder(query).build(), BodyHandlers.ofString()).body());
    } catch (IOException e) {
      return Json.MAPPER.createObjectNode().put("status", e.toString()); // not there yet
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    client.close();
    process.destroy();
    try {
      if (!process.waitFor(Duration.ofSeconds(10))) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
