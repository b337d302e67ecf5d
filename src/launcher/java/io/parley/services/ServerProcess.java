package io.parley.services;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// A server that is a process of its own, and so can be killed and paused.
abstract class ServerProcess implements EmbeddedServer {
  private @Nullable GuardedProcess process;

  /// Starts the process and waits until it answers.
  ///
  /// @param title what people call the server
  /// @param name of the process, unique in its directory
  /// @param signal what stops it cleanly
  /// @param probe returns without an exception when the server answers
  final void start(
      String title,
      String name,
      String signal,
      Directories directories,
      Path log,
      List<String> command,
      Callable<?> probe) {
    var started =
        GuardedProcess.start(
            name,
            signal,
            directories.run(),
            ProcessBuilder.Redirect.appendTo(log.toFile()),
            Map.of(),
            command);
    process = started;
    Readiness.await(title, started, log, probe);
  }

  @Override
  public final void close() {
    if (process != null) {
      process.close();
    }
  }

  @Override
  public final void kill() {
    if (process != null) {
      process.kill();
    }
  }

  @Override
  public final void pause() {
    if (process != null) {
      process.pause();
    }
  }

  @Override
  public final void resume() {
    if (process != null) {
      process.resume();
    }
  }
}
