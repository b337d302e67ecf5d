package io.parley.testing.frontend;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The Node.js in Playwright's driver bundle, unpacked once per clean build.
public final class Node {
  private final Path executable;

  private Node(Path executable) {
    this.executable = executable;
  }

  /// What a program said and how it ended.
  public record Outcome(int status, String output) {}

  /// Where it is unpacked, with what else the front end's tests need.
  public static Path workshop() {
    return Path.of(System.getProperty("parley.build.directory", "target"))
        .toAbsolutePath()
        .resolve("front-end");
  }

  public static Node unpack(Path directory) throws IOException {
    var executable = directory.resolve("node");
    if (!Files.exists(executable)) {
      Files.createDirectories(directory);
      var unfinished = Files.createTempFile(directory, "node", ".tmp");
      var resource = "/driver/%s/node".formatted(platform());
      try (var packed = Node.class.getResourceAsStream(resource)) {
        if (packed == null) {
          throw new IOException(
              "Playwright's driver bundle has no Node for this machine: " + resource);
        }
        Files.copy(packed, unfinished, StandardCopyOption.REPLACE_EXISTING);
      }
      Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.move(unfinished, executable, StandardCopyOption.ATOMIC_MOVE);
    }
    return new Node(executable);
  }

  /// Runs Node with the project's directory as its own and waits for its end.
  public Outcome run(Path project, List<String> arguments)
      throws IOException, InterruptedException {
    return run(project, Map.of(), arguments);
  }

  /// The same, with more in its environment.
  public Outcome run(Path project, Map<String, String> environment, List<String> arguments)
      throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(executable.toString()));
    command.addAll(arguments);
    var builder = new ProcessBuilder(command).directory(project.toFile()).redirectErrorStream(true);
    builder.environment().remove("NODE_OPTIONS");
    builder.environment().putAll(environment);
    var process = builder.start();
    process.getOutputStream().close();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor(), output);
  }

  private static String platform() {
    var arm = System.getProperty("os.arch").equals("aarch64");
    var mac = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac");
    return (mac ? "mac" : "linux") + (arm ? "-arm64" : "");
  }
}
