package io.parley.testing;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// A program of Debian's, installed where a build machine lets us: a fresh one does not have it,
/// and a skipped test would look like a passed one.
///
/// @param program as people call it
/// @param advice for where it cannot be installed
/// @param packages the program's, and what it needs
public record DebianPackage(String program, String advice, List<String> packages) {
  private static final Path TURN =
      Path.of(System.getProperty("java.io.tmpdir"), "parley-debian-package.lock");

  private static final Path APT = Path.of("/usr/bin/apt-get");

  public DebianPackage {
    packages = List.copyOf(packages);
  }

  /// The JVMs that share the tests take turns: the second finds what the first has installed.
  ///
  /// @param installed where the program is, if it is
  /// @throws IllegalStateException where we may not install it, or it does not work
  public Path find(Supplier<Optional<Path>> installed) {
    return installed
        .get()
        .or(() -> inTurn(installed))
        .orElseThrow(() -> new IllegalStateException(advice));
  }

  private Optional<Path> inTurn(Supplier<Optional<Path>> installed) {
    try (FileChannel turn = FileChannel.open(TURN, CREATE, WRITE);
        FileLock _ = turn.lock()) {
      return installed
          .get()
          .or(() -> {
            install();
            return installed.get();
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void install() {
    if (!Files.isExecutable(APT) || !"root".equals(System.getProperty("user.name"))) {
      throw new IllegalStateException(advice);
    }
    Progress.say(program + " is not here: installing Debian's (some minutes on a slow network)");
    run(List.of("update"));
    var arguments = new ArrayList<>(List.of("install", "--yes", "--no-install-recommends"));
    arguments.addAll(packages);
    run(arguments);
  }

  private void run(List<String> arguments) {
    // Another apt may be at work, on a machine that is being set up.
    var command = new ArrayList<>(List.of(APT.toString(), "-o", "DPkg::Lock::Timeout=300"));
    command.addAll(arguments);
    try {
      var builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
      var process = builder.start();
      process.getOutputStream().close();
      try (var lines =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        lines.lines().forEach(Progress::say);
      }
      if (process.waitFor() != 0) {
        throw new IllegalStateException(
            "%s did not work. %s".formatted(String.join(" ", command), advice));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(
          "Interrupted while %s was being installed".formatted(program), e);
    }
  }
}
