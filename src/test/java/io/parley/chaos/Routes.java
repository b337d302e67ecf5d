package io.parley.chaos;

import io.parley.testing.ApiClient;
import io.parley.testing.ParleyNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Everything that can be asked for: what `/openapi` describes, the pages, the sockets and what the
/// platform serves.
final class Routes {
  /// One way in, such as `GET /api/rooms/{name}`.
  record Route(String method, String path) {
    /// Whether Liberty answers it before any code of Parley's is reached.
    boolean isPlatforms() {
      return PLATFORM.stream().anyMatch(path::startsWith);
    }
  }

  private static final List<String> PLATFORM = List.of("/health", "/metrics", "/openapi");

  private static final List<String> MORE =
      List.of(
          "GET /",
          "GET /index.xhtml",
          "GET /rooms",
          "POST /rooms",
          "GET /rooms/{name}",
          "GET /conversations",
          "GET /conversations/new",
          "GET /conversations/{id}",
          "GET /shared/{token}",
          "GET /docs",
          "GET /docs/{id}",
          "GET /css/{id}",
          "GET /js/room.js",
          "GET /{id}",
          "GET /error/404.html",
          "GET /jakarta.faces.resource/{id}",
          "GET /ws/rooms/{name}",
          "GET /ws/voice",
          "GET /health/ready",
          "GET /metrics",
          "GET /openapi");

  private Routes() {}

  static List<Route> of(ParleyNode node) {
    List<Route> all = new ArrayList<>();
    ApiClient.nobody(node)
        .get("/openapi?format=json")
        .body()
        .path("paths")
        .properties()
        .forEach(path ->
            path.getValue()
                .fieldNames()
                .forEachRemaining(
                    method -> all.add(new Route(method.toUpperCase(Locale.ROOT), path.getKey()))));
    if (all.isEmpty()) {
      throw new IllegalStateException("/openapi describes nothing");
    }
    MORE.stream()
        .map(line -> line.split(" ", 2))
        .map(line -> new Route(line[0], line[1]))
        .forEach(all::add);
    return List.copyOf(all);
  }
}
