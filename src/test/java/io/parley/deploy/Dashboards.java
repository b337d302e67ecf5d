package io.parley.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.platform.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The dashboards for Grafana.
final class Dashboards {
  static final Path DIRECTORY = Path.of("deploy/grafana");

  /// @param board the dashboard's title
  /// @param panel the panel's title
  /// @param expression of Prometheus, with Grafana's variables
  record Query(String board, String panel, String expression) {
    /// What Grafana asks Prometheus for all nodes and the last half hour.
    String filled() {
      return expression
          .replace("$instance", ".*")
          .replace("$__rate_interval", "1m")
          .replace("$__range", "30m");
    }
  }

  private Dashboards() {}

  static List<JsonNode> read() {
    try (Stream<Path> files = Files.list(DIRECTORY.resolve("dashboards"))) {
      return files.sorted().map(Dashboards::parsed).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<JsonNode> panels(JsonNode board) {
    return ManifestRules.items(board.path("panels"))
        .filter(panel -> !panel.path("type").asText().equals("row"))
        .toList();
  }

  static List<Query> queries() {
    return read().stream().flatMap(Dashboards::queries).toList();
  }

  private static Stream<Query> queries(JsonNode board) {
    return panels(board).stream()
        .flatMap(panel ->
            ManifestRules.items(panel.path("targets"))
                .map(target ->
                    new Query(
                        board.path("title").asText(),
                        panel.path("title").asText(),
                        target.path("expr").asText())));
  }

  private static JsonNode parsed(Path file) {
    try {
      return Json.MAPPER.readTree(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }
}
