package io.parley.launcher;

import io.parley.services.ServicesException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The nginx of this machine; Debian's package is installed where we may.
final class NginxPackage {
  private static final String ADVICE =
      "Several nodes need nginx in front of them: install it (on Debian: apt-get install nginx-light), or set PARLEY_NGINX to its path.";

  private static final Path APT = Path.of("/usr/bin/apt-get");

  private NginxPackage() {}

  /// Its path.
  ///
  /// @throws ServicesException if there is none, and none can be installed
  static String find(Map<String, String> environment) {
    var set = environment.getOrDefault("PARLEY_NGINX", "");
    if (!set.isBlank()) {
      return Optional.of(set)
          .filter(path -> Files.isExecutable(Path.of(path)))
          .orElseThrow(() -> new ServicesException("PARLEY_NGINX is not a program: " + set));
    }
    return installed()
        .or(() -> {
          install();
          return installed();
        })
        .orElseThrow(() -> new ServicesException(ADVICE));
  }

  private static Optional<String> installed() {
    var path = System.getenv().getOrDefault("PATH", "");
    return Stream.concat(Stream.of(path.split(":", -1)), Stream.of("/usr/sbin", "/usr/local/sbin"))
        .map(directory -> Path.of(directory, "nginx"))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }

  private static void install() {
    if (!Files.isExecutable(APT) || !"root".equals(System.getProperty("user.name"))) {
      throw new ServicesException(ADVICE);
    }
    System.out.println("Parley: Installing nginx (apt-get install nginx-light)");
    apt("update");
    apt("install", "--yes", "--no-install-recommends", "nginx-light");
  }

  private static void apt(String... arguments) {
    // another apt may be at work, on a machine that is being set up
    var command = new ArrayList<>(List.of(APT.toString(), "-qq", "-o", "DPkg::Lock::Timeout=300"));
    command.addAll(List.of(arguments));
    try {
      var builder =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD);
      builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
      // the package is not to start a server of its own
      builder.environment().put("RUNLEVEL", "1");
      if (builder.start().waitFor() != 0) {
        throw new ServicesException(ADVICE);
      }
    } catch (IOException e) {
      throw new ServicesException(ADVICE, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServicesException(ADVICE, e);
    }
  }
}
