package io.parley.chaos;

import io.parley.testing.ParleyNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// How a node's process is, seen from outside: Linux's `/proc` and the JDK's `jcmd`.
final class Vitals {
  private static final Pattern USED = Pattern.compile("used (\\d+)K");

  private final ParleyNode node;

  Vitals(ParleyNode node) {
    this.node = node;
  }

  /// Of the operating system: carriers of virtual threads, but not these themselves.
  long threads() {
    try (Stream<Path> tasks = Files.list(Path.of("/proc", Long.toString(node.pid()), "task"))) {
      return tasks.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What is in use after a collection.
  long heapMegabytes() {
    jcmd("GC.run");
    long kilobytes = 0;
    // heap first, then metaspace, which the serial collector lists last
    for (String line : jcmd("GC.heap_info").lines().toList()) {
      Matcher used = USED.matcher(line);
      if (!line.contains("space") && used.find()) {
        kilobytes += Long.parseLong(used.group(1));
      }
    }
    return kilobytes / 1024;
  }

  long residentMegabytes() {
    try (Stream<String> lines =
        Files.lines(Path.of("/proc", Long.toString(node.pid()), "status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The value of one of Parley's own figures.
  double metric(String name) {
    return node.metric(name);
  }

  private String jcmd(String command) {
    try {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                  Long.toString(node.pid()),
                  command)
              .redirectErrorStream(true)
              .start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor();
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
