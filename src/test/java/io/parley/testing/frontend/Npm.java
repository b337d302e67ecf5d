package io.parley.testing.frontend;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/// npm in one version, checked by its hash, as the Maven wrapper brings Maven: for machines without
/// Node. It runs on the Node that Playwright brings, with its own cache and settings.
public final class Npm {
  private static final String VERSION = "11.19.1";

  /// As the registry's `dist.integrity` has it.
  private static final String SHA_512 =
      "ztsxKxt/kkIaAs+2i0GU6I+DRmUdrNasxTZKJe9TCdSjKxlhah/4r/hl5ygMD6XAg1qZ9c2TNomR4qgOydp10g==";

  /// npm's own variable for another registry.
  private static final String REGISTRY = "NPM_CONFIG_REGISTRY";

  private static final String DEFAULT_REGISTRY = "https://registry.npmjs.org/";
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Node node;
  private final Path cli;

  private Npm(Node node, Path cli) {
    this.node = node;
    this.cli = cli;
  }

  /// @param directory for npm's files
  public static Npm unpack(Node node, Path directory) throws IOException, InterruptedException {
    Path cli = directory.resolve("package/bin/npm-cli.js");
    if (!Files.exists(cli)) {
      untar(archive(), directory);
    }
    return new Npm(node, cli);
  }

  /// Installs just what the package-lock.json in a directory names, each package checked by its
  /// hash and none of its scripts run. Done once for each lock.
  public void install(Path directory) throws IOException, InterruptedException {
    Path lock = directory.resolve("package-lock.json");
    Path done = directory.resolve("node_modules/.done");
    if (Files.exists(done) && Files.mismatch(lock, done) < 0) {
      return;
    }
    Node.Outcome outcome =
        node.run(
            directory,
            List.of(
                cli.toString(),
                "ci",
                "--ignore-scripts",
                "--no-audit",
                "--no-fund",
                "--prefer-offline",
                "--loglevel=error"));
    if (outcome.status() != 0) {
      throw new IOException(
          "npm ci failed. It needs the npm registry, or the one in "
              + REGISTRY
              + ":\n"
              + outcome.output());
    }
    Files.copy(lock, done, StandardCopyOption.REPLACE_EXISTING);
  }

  /// Kept for the next clean build.
  private static Path archive() throws IOException, InterruptedException {
    Path kept =
        Path.of(System.getProperty("user.home"), ".cache/parley/npm-%s.tgz".formatted(VERSION));
    if (Files.exists(kept) && sha512(Files.readAllBytes(kept)).equals(SHA_512)) {
      return kept;
    }
    URI address = URI.create(registry() + "npm/-/npm-%s.tgz".formatted(VERSION));
    byte[] bytes = download(address);
    if (!sha512(bytes).equals(SHA_512)) {
      throw new IOException(address + " is not the npm " + VERSION + " that is expected");
    }
    Files.createDirectories(kept.getParent());
    Path unfinished = Files.createTempFile(kept.getParent(), "npm", ".tmp");
    Files.write(unfinished, bytes);
    Files.move(unfinished, kept, StandardCopyOption.ATOMIC_MOVE);
    return kept;
  }

  private static byte[] download(URI address) throws IOException, InterruptedException {
    try (HttpClient http =
        HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build()) {
      var response =
          http.send(
              HttpRequest.newBuilder(address).timeout(PATIENCE).build(),
              BodyHandlers.ofByteArray());
      if (response.statusCode() != 200) {
        throw new IOException(address + " answers " + response.statusCode());
      }
      return response.body();
    }
  }

  private static String registry() {
    String registry =
        Stream.of(REGISTRY, "npm_config_registry")
            .flatMap(name -> Optional.ofNullable(System.getenv(name)).stream())
            .findFirst()
            .orElse(DEFAULT_REGISTRY);
    return registry.endsWith("/") ? registry : registry + "/";
  }

  private static void untar(Path archive, Path directory) throws IOException {
    try (InputStream bytes = new BufferedInputStream(Files.newInputStream(archive));
        var tar = new TarArchiveInputStream(new GZIPInputStream(bytes))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path target = directory.resolve(entry.getName()).normalize();
        if (!target.startsWith(directory)) {
          throw new IOException("leads out of its directory: " + entry.getName());
        }
        if (!entry.isDirectory()) {
          Files.createDirectories(target.getParent());
          Files.copy(tar, target, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }

  private static String sha512(byte[] content) {
    try {
      return Base64.getEncoder()
          .encodeToString(MessageDigest.getInstance("SHA-512").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-512", e);
    }
  }
}
