package io.parley.testing.browser;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import io.parley.testing.Progress;
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

/// Debian's Chromium, installed where a build machine lets us: a fresh one has no browser, and a
/// skipped browser test would look like a passed one.
final class ChromiumPackage {
  static final String ADVICE =
      "The browser tests need Chromium: install it (on Debian: apt-get install chromium), or set"
          + " PARLEY_TEST_CHROMIUM to the path of one.";

  private static final Path TURN =
      Path.of(System.getProperty("java.io.tmpdir"), "parley-chromium-package.lock");

  private static final Path APT = Path.of("/usr/bin/apt-get");

  private ChromiumPackage() {}

  /// The JVMs that share the tests take turns: the second finds what the first has installed.
  ///
  /// @throws IllegalStateException where we may not install it, or it does not work
  static Optional<Path> install(Supplier<Optional<Path>> installed) {
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

  private static void install() {
    if (!Files.isExecutable(APT) || !"root".equals(System.getProperty("user.name"))) {
      throw new IllegalStateException(ADVICE);
    }
    Progress.say("Chromium is not here: installing Debian's (some minutes on a slow network)");
    run("update");
    run(
        "install",
        "--yes",
        "--no-install-recommends",
        "chromium",
        "fonts-liberation",
        "fonts-noto-color-emoji");
  }

  private static void run(String... arguments) {
    // Another apt may be at work, on a machine that is being set up.
    var command = new ArrayList<>(List.of(APT.toString(), "-o", "DPkg::Lock::Timeout=300"));
    command.addAll(List.of(arguments));
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
            "%s did not work. %s".formatted(String.join(" ", command), ADVICE));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while Chromium was being installed", e);
    }
  }
}
