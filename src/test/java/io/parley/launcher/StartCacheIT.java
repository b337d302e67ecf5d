package io.parley.launcher;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.services.DataDirectory;
import io.parley.services.ServicePorts;
import io.parley.testing.TestBed;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A cache of a real server's start.
class StartCacheIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Path BUILD = Path.of("target").toAbsolutePath();

  @TempDir Path place;

  /// The one with which the tests' nodes start.
  @Test
  void theJvmStartsAServerWithIt() throws Exception {
    Path liberty = BUILD.resolve("liberty/wlp");
    Map<String, String> environment = new HashMap<>(TestBed.services().environment());
    environment.put("WLP_USER_DIR", BUILD.resolve("it/template").toString());
    environment.put("PARLEY_LLM_OLLAMA", "false");
    // on: the JVM ends where it cannot use it, instead of going on without
    environment.put("JVM_ARGS", TestBed.asShipped() + " -XX:AOTMode=on");
    assertTrue(environment.get("JVM_ARGS").contains("-XX:AOTCache="), environment.toString());
    int port = ServicePorts.free(1).getFirst();
    try (DataDirectory data = DataDirectory.claim(place.resolve("data"));
        LibertyServer server = LibertyServer.start("cached", liberty, data, port, environment)) {
      server.awaitReady(PATIENCE);
      // Liberty's agent is there, which measures its threads; it is not in a JVM that makes a
      // cache.
      assertTrue(metrics(port).contains("threadpool_size"));
    }
  }

  private static String metrics(int port) throws Exception {
    URI address = URI.create("http://localhost:%d/metrics".formatted(port));
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }
}
