package io.parley.chaos;

import io.parley.testing.ParleyNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What lives in a node's heap after a collection, by its classes: `jcmd … GC.class_histogram`.
///
/// @param bytes of all objects
/// @param rings objects that keep percentiles, 650 KB for each timer that has them
record Census(long bytes, long rings) {
  private static final Pattern LINE = Pattern.compile(" *\\d+: +(\\d+) +(\\d+) +(\\S+).*");
  private static final Pattern RINGS =
      Pattern.compile(".*(HdrHistogram\\.|TimeWindowPercentileHistogram).*");

  static Census of(ParleyNode node) {
    long bytes = 0;
    long rings = 0;
    for (String line : histogram(node.pid()).lines().toList()) {
      Matcher entry = LINE.matcher(line);
      if (entry.matches()) {
        bytes += Long.parseLong(entry.group(2));
        rings += RINGS.matcher(entry.group(3)).matches() ? Long.parseLong(entry.group(1)) : 0;
      }
    }
    if (bytes == 0) {
      throw new IllegalStateException("jcmd knows nothing of the heap of " + node);
    }
    return new Census(bytes, rings);
  }

  private static String histogram(long pid) {
    try {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                  Long.toString(pid),
                  "GC.class_histogram")
              .redirectErrorStream(true)
              .start();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
