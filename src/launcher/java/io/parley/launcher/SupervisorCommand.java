package io.parley.launcher;

import io.parley.services.ClassPath;
import io.parley.services.ServicesException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// How the [Supervisor] is started: by the [Launcher] as a child, or by `mvnw`, which becomes it.
final class SupervisorCommand {
  /// Kafka lives in this JVM; the rest of it does nothing but wait.
  private static final List<String> JVM_OPTIONS =
      List.of(
          "-Xms64m",
          "-Xmx320m",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:+ExitOnOutOfMemoryError",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  private SupervisorCommand() {}

  /// What follows `java`, with the class path of this JVM.
  static List<String> arguments(List<String> own) {
    var arguments = new ArrayList<>(JVM_OPTIONS);
    arguments.addAll(List.of("-cp", ClassPath.ours(), Supervisor.class.getName()));
    arguments.addAll(own);
    return arguments;
  }

  /// Writes the arguments for `java @file`.
  static void write(Path file, List<String> own) {
    var lines = arguments(own).stream().map(SupervisorCommand::quoted);
    try {
      Files.writeString(file, lines.collect(Collectors.joining("\n", "", "\n")));
    } catch (IOException e) {
      throw new ServicesException(
          "The file %s cannot be written: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static String quoted(String argument) {
    return '"' + argument.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
