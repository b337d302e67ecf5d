package io.parley.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What `mvn` runs that was not started by `mvnw`: forks the [Supervisor] and waits for it.
///
/// Ctrl-C reaches Maven only (the supervisor ignores it); Maven's end closes the supervisor's
/// standard input, which ends everything in order. We wait for that, so that the prompt comes back
/// when the ports are free again. What the supervisor and its children write, their user alone can
/// read (umask).
public final class Launcher {
  private static final Duration PATIENCE = Duration.ofSeconds(70);

  private Launcher() {}

  /// @param args the project directory and the directory of the Liberty installation
  public static void main(String[] args) throws IOException, InterruptedException {
    var supervisor =
        new ProcessBuilder(command(List.of(args)))
            .redirectOutput(ProcessBuilder.Redirect.INHERIT)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(supervisor), "end-parley"));
    int status = supervisor.waitFor();
    if (status != 0) {
      System.exit(status); // the supervisor has said why; a stack trace of Maven's would bury it
    }
  }

  private static List<String> command(List<String> arguments) {
    var command =
        new ArrayList<>(List.of("/bin/sh", "-c", "trap '' INT; umask 077; exec \"$@\"", "parley"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    var own = new ArrayList<>(arguments);
    own.add(Supervisor.END_WITH_INPUT);
    command.addAll(SupervisorCommand.arguments(own));
    return command;
  }

  private static void end(Process supervisor) {
    try {
      supervisor.getOutputStream().close();
      if (!supervisor.waitFor(PATIENCE)) {
        supervisor.destroyForcibly();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
