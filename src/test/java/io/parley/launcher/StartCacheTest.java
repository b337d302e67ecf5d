package io.parley.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartCacheTest {
  @TempDir Path place;
  private Path liberty;
  private Path caches;

  @BeforeEach
  void install() throws IOException {
    liberty = place.resolve("wlp");
    caches = Files.createDirectory(place.resolve("caches"));
    write("lib/versions/openliberty.properties", "26.0.0.3");
    write("usr/servers/parley/jvm.options", "-Xmx384m");
  }

  @Test
  void itIsMissingUntilItIsMade() throws IOException {
    StartCache cache = of(Map.of());
    assertTrue(cache.isMissing());
    assertEquals(Map.of(), cache.environment());
    Files.createFile(cache.file());
    assertFalse(cache.isMissing());
    assertTrue(
        cache
            .environment()
            .getOrDefault("JVM_ARGS", "")
            .startsWith("-XX:AOTCache=" + cache.file()));
  }

  @Test
  void itIsOfNoUseToAnotherLibertyOrWithOtherOptions() throws IOException {
    Path first = of(Map.of()).file();
    write("usr/servers/parley/jvm.options", "-Xmx512m");
    Path second = of(Map.of()).file();
    assertFalse(first.equals(second));
    write("lib/versions/openliberty.properties", "26.0.0.4");
    assertFalse(second.equals(of(Map.of()).file()));
  }

  @Test
  void whoSaysSoOrHasOptionsOfTheirOwnHasNone() throws IOException {
    Files.createFile(of(Map.of()).file());
    for (Map<String, String> environment :
        List.of(Map.of("PARLEY_START_CACHE", "false"), Map.of("JVM_ARGS", "-Xmx4g"))) {
      StartCache cache = of(environment);
      assertFalse(cache.isMissing());
      assertEquals(Map.of(), cache.environment());
    }
    assertFalse(of(Map.of("JVM_ARGS", " ")).environment().isEmpty());
  }

  private StartCache of(Map<String, String> environment) {
    return StartCache.of(liberty, caches, environment);
  }

  private void write(String file, String content) throws IOException {
    Path path = liberty.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
  }
}
