package io.parley.chaos;

import io.parley.testing.ApiClient;
import io.parley.testing.ParleyNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// Figures of a node that nothing a stranger does may drive up.
///
/// @param megabytes in the heap after a collection, without [#kept]
/// @param kept megabytes of the last minutes' events, which have a limit of their own
/// @param threads of the operating system
/// @param series at `/metrics`
/// @param logBytes that the node has written so far
/// @param incidents files that Liberty wrote about failures (FFDC)
record Signs(long megabytes, long kept, long threads, long series, long logBytes, long incidents) {
  static Signs of(ParleyNode node) {
    long kept = (long) new Vitals(node).metric("parley_live_bytes") >> 20;
    return new Signs(
        (Census.of(node).bytes() >> 20) - kept,
        kept,
        new Vitals(node).threads(),
        ApiClient.nobody(node)
            .get("/metrics")
            .response()
            .body()
            .lines()
            .filter(line -> !line.startsWith("#"))
            .count(),
        size(node.log()),
        incidents(node));
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long incidents(ParleyNode node) {
    Path place = node.log().resolveSibling("usr/servers/parley/logs/ffdc");
    if (!Files.isDirectory(place)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(place)) {
      return files.filter(file -> file.getFileName().toString().startsWith("ffdc_")).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
