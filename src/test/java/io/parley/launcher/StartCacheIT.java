package io.parley.launcher;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.services.DataDirectory;
import io.parley.services.ServicePorts;
import io.parley.testing.TestBed;
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

  @Test
  void theJvmStartsAServerWithIt() throws Exception {
    Path liberty = BUILD.resolve("liberty/wlp");
    Map<String, String> environment = new HashMap<>(TestBed.services().environment());
    environment.put("WLP_USER_DIR", BUILD.resolve("it/template").toString());
    environment.put("PARLEY_LLM_OLLAMA", "false");
    try (DataDirectory data = DataDirectory.claim(place.resolve("data"));
        StartCache cache = StartCache.of(liberty, place.resolve("caches"), environment)) {
      assertTrue(cache.isMissing());
      cache.make(data, environment);
      assertTrue(cache.isThere());

      Map<String, String> cached = new HashMap<>(environment);
      cached.putAll(cache.environment());
      // on: the JVM ends where it cannot use it, instead of going on without
      cached.merge("JVM_ARGS", "-XX:AOTMode=on", (options, strict) -> options + " " + strict);
      try (LibertyServer server =
          LibertyServer.start("cached", liberty, data, ServicePorts.free(1).getFirst(), cached)) {
        server.awaitReady(PATIENCE);
      }
    }
  }
}
