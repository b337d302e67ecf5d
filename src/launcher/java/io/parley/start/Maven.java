package io.parley.start;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Maven as a child process, which ends with this one: after a signal, and when `mvnw` has been
/// killed.
final class Maven {
  /// The system property that holds the process id of `mvnw`.
  private static final String MVNW = "parley.mvnw";

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration PAUSE = Duration.ofMillis(200);

  private Maven() {}

  static Process start(ProcessBuilder builder) throws IOException {
    var process = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process), "end-maven"));
    // by its id: when it has been killed already, our parent is another process
    long mvnw = Long.getLong(MVNW, 0);
    if (mvnw > 0) {
      Thread.ofPlatform().daemon().name("end-with-mvnw").start(() -> endAfter(mvnw));
    }
    return process;
  }

  private static void endAfter(long mvnw) {
    while (ProcessHandle.of(mvnw).isPresent()) {
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    System.exit(1);
  }

  private static void end(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
