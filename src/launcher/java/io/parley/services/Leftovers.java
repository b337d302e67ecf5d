package io.parley.services;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Ends what an earlier run left behind when even its guards were killed.
///
/// No recorded process id is trusted: ids are reused. A process is ours if its executable lies
/// below our data directory, or if its command line carries our marker, [#marker], or names a
/// directory of ours as nginx's.
final class Leftovers {
  private Leftovers() {}

  /// The JVM argument by which a Java process started for this data directory is recognised.
  static String marker(Path dataDirectory) {
    return "-Dparley.data=" + dataDirectory.toAbsolutePath().normalize();
  }

  /// Ends all processes of an earlier run over this data directory, and waits until they are gone.
  static void end(Path dataDirectory) {
    var root = dataDirectory.toAbsolutePath().normalize();
    var binaries = root.resolve("bin") + "/";
    var marks = List.of(marker(root) + " ", " -p %s/run/nginx ".formatted(root));
    var found =
        ProcessHandle.allProcesses()
            .filter(process -> process.pid() != ProcessHandle.current().pid())
            .filter(process -> isOurs(process.info(), binaries, marks))
            .toList();
    found.forEach(ProcessHandle::destroyForcibly);
    found.forEach(Leftovers::awaitEnd);
  }

  private static boolean isOurs(ProcessHandle.Info process, String binaries, List<String> marks) {
    var line = process.commandLine().orElse("");
    return process.command().filter(command -> command.startsWith(binaries)).isPresent()
        || marks.stream().anyMatch(line::contains);
  }

  private static void awaitEnd(ProcessHandle process) {
    try {
      process.onExit().get(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      throw new ServicesException(
          "Process %d of an earlier run does not end.".formatted(process.pid()), e);
    }
  }
}
