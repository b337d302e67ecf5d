package io.parley.services;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/// Waits until a process answers.
final class Readiness {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final int QUOTED_LINES = 8;

  private Readiness() {}

  /// Asks `probe` until it returns without an exception.
  ///
  /// @throws ServicesException when the process ends before that, or a minute has passed; the last
  ///   lines of its log are part of the message
  static void await(String name, GuardedProcess process, Path log, Callable<?> probe) {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        var _ = probe.call();
        return;
      } catch (Exception e) {
        if (!process.isAlive() || System.nanoTime() > deadline) {
          process.close();
          throw new ServicesException(
              "%s did not start: %s%nThe end of its log, %s:%n%s"
                  .formatted(name, lastLine(log), log, tail(log)),
              e);
        }
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private static String lastLine(Path log) {
    return tail(log).lines().filter(line -> !line.isBlank()).reduce("", (_, last) -> last);
  }

  private static String tail(Path log) {
    try {
      List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
      return String.join(
          "\n", lines.subList(Math.max(0, lines.size() - QUOTED_LINES), lines.size()));
    } catch (IOException e) {
      return "(it cannot be read: %s)".formatted(e.getMessage());
    }
  }
}
