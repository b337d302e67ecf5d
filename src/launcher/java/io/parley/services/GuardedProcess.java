package io.parley.services;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// A child process that cannot outlive this JVM, not even one that dies by `kill -9`.
///
/// Between us and the child stand a few lines of `sh`: they read from a pipe whose other end this
/// JVM holds, and when that end closes, for whatever reason, they send the child the signal that
/// stops it cleanly, and `KILL` if that does not help. The child has a session of its own, so that
/// Ctrl-C in the terminal reaches only whoever decides the order in which things end. What the
/// child writes, its user alone can read (umask).
public final class GuardedProcess implements AutoCloseable {

  /// Seconds a child has, after its signal, to end by itself.
  private static final int PATIENCE_SECONDS = 25;

  private static final String GUARD =
      """
      signal=$1 pidfile=$2 patience=$3
      shift 3
      trap '' INT
      umask 077
      exec 3<&0
      if command -v setsid >/dev/null 2>&1; then set -- setsid "$@"; fi
      "$@" </dev/null 3<&- &
      child=$!
      echo "$child" >"$pidfile"
      trap 'kill -s "$signal" "$child"' TERM HUP
      (
        read -r _ <&3
        kill -s "$signal" "$child"
        while kill -0 "$child" && [ "$patience" -gt 0 ]; do
          sleep 1
          patience=$((patience - 1))
        done
        kill -s KILL "$child"
      ) 2>/dev/null &
      watch=$!
      while :; do
        wait "$child"
        status=$?
        kill -0 "$child" 2>/dev/null || break
      done
      kill "$watch" 2>/dev/null
      rm -f "$pidfile"
      exit "$status"
      """;

  private final Process guard;
  private final Path pidFile;

  private GuardedProcess(Process guard, Path pidFile) {
    this.guard = guard;
    this.pidFile = pidFile;
  }

  /// Starts `command`.
  ///
  /// @param name names the child's pid file, `<runDirectory>/<name>.pid`
  /// @param stopSignal what makes this program end cleanly, such as `TERM`
  /// @param output where its output and errors go
  /// @param environment added to ours
  public static GuardedProcess start(
      String name,
      String stopSignal,
      Path runDirectory,
      ProcessBuilder.Redirect output,
      Map<String, String> environment,
      List<String> command) {
    var pidFile = runDirectory.resolve(name + ".pid");
    var arguments = new ArrayList<>(List.of("/bin/sh", "-c", GUARD, "guard-" + name, stopSignal));
    arguments.addAll(List.of(pidFile.toString(), Integer.toString(PATIENCE_SECONDS)));
    arguments.addAll(command);
    try {
      Files.createDirectories(runDirectory);
      Files.deleteIfExists(pidFile);
      createClosed(output);
      var builder = new ProcessBuilder(arguments).redirectErrorStream(true);
      builder.redirectOutput(output);
      builder.environment().putAll(environment);
      return new GuardedProcess(builder.start(), pidFile);
    } catch (IOException e) {
      throw new ServicesException("Could not start %s: %s".formatted(name, e.getMessage()), e);
    }
  }

  /// This JVM opens the file, not the child: the child's umask comes too late.
  private static void createClosed(ProcessBuilder.Redirect output) throws IOException {
    var file = output.file();
    if (file != null && !file.exists()) {
      Files.createFile(file.toPath(), OwnerOnly.FILE);
    }
  }

  public boolean isAlive() {
    return guard.isAlive();
  }

  /// The exit status, once it has ended: the child's own, or 128 + the signal that killed it.
  public int waitFor() throws InterruptedException {
    return guard.waitFor();
  }

  /// The child's process id; nothing once it has ended.
  public Optional<Long> pid() {
    return child().map(ProcessHandle::pid);
  }

  /// Ends the child as a power cut would, with its own children, and waits until it is gone.
  public void kill() {
    var descendants = child().stream().flatMap(ProcessHandle::descendants).toList();
    child().ifPresent(ProcessHandle::destroyForcibly);
    descendants.forEach(ProcessHandle::destroyForcibly);
    awaitEnd();
  }

  /// `SIGSTOP` to the child and its own children: there, and doing nothing, until [#resume].
  public void pause() {
    signal("STOP");
    child().ifPresent(GuardedProcess::awaitStandstill);
  }

  /// On a busy machine a thread that has no processor at the moment learns of the signal later.
  private static void awaitStandstill(ProcessHandle process) {
    Path threads = Path.of("/proc", Long.toString(process.pid()), "task");
    long end = System.nanoTime() + Duration.ofSeconds(PATIENCE_SECONDS).toNanos();
    while (process.isAlive() && !standsStill(threads) && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  /// Whether no thread runs; also where this cannot be known.
  private static boolean standsStill(Path threads) {
    try (Stream<Path> all = Files.list(threads)) {
      for (Path thread : all.toList()) {
        String stat = Files.readString(thread.resolve("stat"));
        if ("Tt".indexOf(stat.charAt(stat.lastIndexOf(')') + 2)) < 0) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      return !Files.isDirectory(threads); // a thread has ended in between, or there is no /proc
    }
  }

  public void resume() {
    signal("CONT");
  }

  private void signal(String signal) {
    var command = new ArrayList<>(List.of("kill", "-s", signal));
    // The child first: while it stands still it starts no more.
    child()
        .ifPresent(child ->
            Stream.concat(Stream.of(child), child.descendants())
                .map(process -> Long.toString(process.pid()))
                .forEach(command::add));
    try {
      if (command.size() > 3) {
        new ProcessBuilder(command).start().waitFor();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Stops the child cleanly, also one that is paused, and waits until it is gone.
  @Override
  public void close() {
    resume();
    try {
      guard.getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    awaitEnd();
  }

  private void awaitEnd() {
    try {
      if (!guard.waitFor(Duration.ofSeconds(PATIENCE_SECONDS + 5))) {
        guard.descendants().forEach(ProcessHandle::destroyForcibly);
        guard.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Optional<ProcessHandle> child() {
    try {
      return ProcessHandle.of(Long.parseLong(Files.readString(pidFile).strip()));
    } catch (IOException e) {
      return Optional.empty(); // it has ended, and the guard has removed the file
    }
  }
}
