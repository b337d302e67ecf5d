package io.parley.testing;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import io.parley.launcher.StartCache;
import io.parley.services.DataDirectory;
import io.parley.services.Services;
import io.parley.services.ServicesException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The cache with which a JVM starts a node faster, as it does for `./mvnw`: made once for all JVMs
/// that share the tests, and kept until the next `clean`.
final class NodeStarts {
  private NodeStarts() {}

  /// The options of a JVM that uses it; none where `PARLEY_START_CACHE` says so.
  ///
  /// @param services for the node that the cache is made from
  static String options(Path build, DataDirectory directory, Services services) {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.keySet().retainAll(List.of("PARLEY_START_CACHE"));
    environment.putAll(services.environment());
    environment.put("WLP_USER_DIR", build.resolve("it/template").toString());
    environment.put("PARLEY_LLM_OLLAMA", "false");
    Path place = build.resolve("it/start-cache");
    try (FileChannel turn = FileChannel.open(lock(place), CREATE, WRITE);
        FileLock _ = turn.lock();
        StartCache cache = StartCache.of(build.resolve("liberty/wlp"), place, environment)) {
      if (cache.isMissing()) {
        Progress.timed("the cache for faster starts", () -> made(cache, directory, environment));
      }
      return cache.environment().getOrDefault("JVM_ARGS", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ServicesException e) {
      Progress.say(
          "nodes start without a cache, which StartCacheIT will report: " + e.getMessage());
      return "";
    }
  }

  private static Path lock(Path place) throws IOException {
    Files.createDirectories(place.getParent());
    return place.resolveSibling("start-cache.lock");
  }

  private static StartCache made(
      StartCache cache, DataDirectory directory, Map<String, String> environment) {
    try {
      cache.make(directory, environment);
      return cache;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
