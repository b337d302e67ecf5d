package io.parley.services;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// PostgreSQL refuses to run as root. Where we are root (containers, build machines), it runs in a
/// user namespace in which nobody is; where the machine forbids those, as the user `nobody`.
final class RootlessCommand {
  private static final int NOBODY = 65534;

  /// To pass through, but not to list.
  private static final Set<PosixFilePermission> PASSAGE =
      PosixFilePermissions.fromString("rwx--x---");

  private RootlessCommand() {}

  /// The command to run instead of `command`.
  ///
  /// @param root the directory of ours that holds all of `paths`
  /// @param paths what the command must own, if it has to run as another user
  static List<String> of(Path root, List<Path> paths, List<String> command) {
    if (!"root".equals(System.getProperty("user.name"))) {
      return command;
    }
    if (succeeds(List.of("unshare", "--user", "true"))) {
      return prefixed(List.of("unshare", "--user"), command);
    }
    return asNobody(root, paths, command);
  }

  /// Gives the paths to `nobody`, who may pass through the directories above them up to `root`.
  static List<String> asNobody(Path root, List<Path> paths, List<String> command) {
    var nobody =
        List.of("setpriv", "--reuid", "" + NOBODY, "--regid", "" + NOBODY, "--clear-groups");
    for (var path : paths) {
      if (Files.exists(path)) {
        giveAway(root, path);
        if (!succeeds(prefixed(nobody, List.of("test", "-x", path.toString())))) {
          throw new ServicesException(
              "PostgreSQL cannot run as root, and the user nobody cannot enter %s. Run Parley as another user, or set PARLEY_DATA to a directory such as /var/lib/parley."
                  .formatted(path));
        }
      }
    }
    return prefixed(nobody, command);
  }

  private static void giveAway(Path root, Path path) {
    try {
      for (var above = path.getParent();
          above != null && above.startsWith(root);
          above = above.getParent()) {
        Files.setAttribute(above, "unix:gid", NOBODY);
        Files.setPosixFilePermissions(above, PASSAGE);
      }
    } catch (IOException e) {
      throw new ServicesException(
          "PostgreSQL cannot run as root, and the directories above %s cannot be opened to another user: %s"
              .formatted(path, e.getMessage()),
          e);
    }
    if (!succeeds(List.of("chown", "-R", NOBODY + ":" + NOBODY, path.toString()))) {
      throw new ServicesException(
          "PostgreSQL cannot run as root, and %s cannot be given to another user.".formatted(path));
    }
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
