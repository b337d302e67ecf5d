package io.parley.start;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

/// `mvnw` in a project and a home of its own, with a Maven that is a few lines of `sh`.
final class MvnwCopy {
  private static final Path PROJECT = Path.of("").toAbsolutePath();
  private static final Pattern DISTRIBUTION = Pattern.compile("distributionUrl=(\\S+)");

  private final Path project;
  private final Path home;
  private final Map<String, String> environment = new TreeMap<>();

  /// What a command has written, and its status.
  record Outcome(int status, String output) {}

  MvnwCopy(Path directory) throws IOException {
    project = Files.createDirectories(directory.resolve("project"));
    home = Files.createDirectories(directory.resolve("home"));
    for (var file :
        List.of(
            "mvnw",
            ".mvn/jdk.sh",
            ".mvn/start.sh",
            ".mvn/jvm.config",
            ".mvn/wrapper/maven-wrapper.properties",
            "pom.xml")) {
      copy(file);
    }
    environment.put("HOME", home.toString());
    environment.put("MAVEN_USER_HOME", home.resolve("m2").toString());
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("PATH", "/usr/local/bin:/usr/bin:/bin");
    environment.put("LC_ALL", "C.UTF-8");
    maven("echo \"Maven, $JAVA_HOME: $*\"");
  }

  Path project() {
    return project;
  }

  Path home() {
    return home;
  }

  MvnwCopy copy(String file) throws IOException {
    var target = project.resolve(file);
    Files.createDirectories(target.getParent());
    Files.copy(
        PROJECT.resolve(file),
        target,
        StandardCopyOption.REPLACE_EXISTING,
        StandardCopyOption.COPY_ATTRIBUTES);
    return this;
  }

  MvnwCopy set(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  MvnwCopy unset(String variable) {
    environment.remove(variable);
    return this;
  }

  /// Of another version than all JDKs of this machine.
  MvnwCopy requireJdk(int version) throws IOException {
    var file = project.resolve(".mvn/jdk.sh");
    Files.writeString(
        file, Files.readString(file).replaceFirst("requiredJdk=\\d+", "requiredJdk=" + version));
    return this;
  }

  /// What Maven does, where the wrapper looks for it.
  MvnwCopy maven(String script) throws IOException {
    var properties =
        DISTRIBUTION.matcher(
            Files.readString(project.resolve(".mvn/wrapper/maven-wrapper.properties")));
    if (!properties.find()) {
      throw new IllegalStateException("The wrapper names no distribution");
    }
    var address = properties.group(1);
    var name = address.substring(address.lastIndexOf('/') + 1).replace("-bin.zip", "");
    program(
        home.resolve("m2/wrapper/dists")
            .resolve(name)
            .resolve(Integer.toHexString(address.hashCode()))
            .resolve("bin/mvn"),
        script);
    return this;
  }

  /// A program of this project's, in `sh`.
  static Path program(Path file, String script) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return file;
  }

  /// Starts `mvnw`, with its output and its errors in one.
  Process start(String... arguments) throws IOException {
    return start(command(arguments));
  }

  /// Starts it in a terminal of 80 columns. What is written to it, somebody types.
  Process startInTerminal(String... arguments) throws IOException {
    var quoted = new ArrayList<String>();
    for (var part : command(arguments)) {
      quoted.add("'" + part + "'");
    }
    var typed = "stty cols 80 -echo; exec " + String.join(" ", quoted);
    // a build in the background ignores Ctrl-C, and so would this one
    return start(List.of("env", "--default-signal=INT,QUIT", "script", "-qec", typed, "/dev/null"));
  }

  Outcome run(String... arguments) throws Exception {
    return end(start(arguments));
  }

  /// What a process has written when it has ended. It has a minute for that.
  static Outcome end(Process process) throws Exception {
    var ended = new AtomicBoolean();
    CompletableFuture.delayedExecutor(1, TimeUnit.MINUTES)
        .execute(() -> {
          if (!ended.get()) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.toHandle().destroyForcibly();
          }
        });
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = process.waitFor();
    ended.set(true);
    return new Outcome(status, output);
  }

  private static List<String> command(String... arguments) {
    var command = new ArrayList<>(List.of("./mvnw"));
    command.addAll(List.of(arguments));
    return command;
  }

  private Process start(List<String> command) throws IOException {
    var builder = new ProcessBuilder(command).directory(project.toFile()).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder.start();
  }
}
