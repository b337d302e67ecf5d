package io.parley.services;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// PostgreSQL refuses to run as root. Where we are root (containers, build machines), it runs in a
/// user namespace in which nobody is; where the machine forbids those, as the user `nobody`.
final class RootlessCommand {
  private static final String NOBODY = "65534";

  private RootlessCommand() {}

  /// The command to run instead of `command`.
  ///
  /// @param paths what the command must own, if it has to run as another user
  static List<String> of(List<Path> paths, List<String> command) {
    if (!"root".equals(System.getProperty("user.name"))) {
      return command;
    }
    if (succeeds(List.of("unshare", "--user", "true"))) {
      return prefixed(List.of("unshare", "--user"), command);
    }
    for (var path : paths) {
      if (Files.exists(path)
          && !succeeds(List.of("chown", "-R", NOBODY + ":" + NOBODY, path.toString()))) {
        throw new ServicesException(
            "PostgreSQL cannot run as root, and %s cannot be given to another user."
                .formatted(path));
      }
    }
    return prefixed(
        List.of("setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups"), command);
  }

  private static List<String> prefixed(List<String> prefix, List<String> command) {
    var all = new ArrayList<>(prefix);
    all.addAll(command);
    return all;
  }

  private static boolean succeeds(List<String> command) {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false; // no such program on this machine
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
