package io.parley.launcher;

import io.parley.services.ServicesException;
import io.parley.services.Trees;
import io.parley.web.Fingerprint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Makes one script of all modules of a page, and one style sheet of all its styles, as small as
/// they can be. esbuild does it, from a jar with its executable; nothing needs Node.
///
/// What it makes is in `target/bundle`, with the fingerprint of the sources that it was made of.
/// The server uses a bundle only if the sources beside it have this fingerprint
/// (io.parley.web.Assets). Where there is no esbuild for the machine, there is no bundle, and pages
/// load their modules one by one.
public final class Bundler {
  /// Below `js`: the scripts of pages.
  static final List<String> SCRIPTS =
      List.of(
          "connect.js", "conversation.js", "home.js", "page.js", "room.js", "shared.js", "take.js");

  /// What is loaded alone: before the page is shown, and when the first code or formula is.
  static final List<String> ALONE = List.of("js/theme.js", "js/markdown/worker.js");

  private static final List<String> BUNDLED =
      List.of("--bundle", "--format=esm", "--external:*.svg", "--external:*.woff2");

  private final Path sources;
  private final Path target;

  Bundler(Path sources, Path target) {
    this.sources = sources;
    this.target = target;
  }

  /// @param args the directory of the project, and its `target`
  public static void main(String[] args) {
    try {
      new Bundler(Path.of(args[0]).resolve("src/main/webapp"), Path.of(args[1])).run();
    } catch (IOException e) {
      System.err.println("The scripts and styles of the pages cannot be bundled: " + e);
      System.exit(1);
    } catch (ServicesException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void run() throws IOException, InterruptedException {
    Path bundle = target.resolve("bundle");
    Path made = target.resolve("bundler/made");
    Optional<Path> esbuild = esbuild();
    if (esbuild.isEmpty()) {
      Trees.delete(bundle);
      System.out.println(
          "There is no esbuild for %s in this build. Pages load their modules one by one."
              .formatted(platform()));
      return;
    }
    List<List<String>> commands =
        List.of(command(bundle, BUNDLED, pages()), command(bundle, List.of(), ALONE));
    String fingerprint = fingerprint();
    String making = esbuild.get() + "\n" + commands + "\n" + fingerprint;
    if (Files.exists(bundle.resolve("sources"))
        && Files.exists(made)
        && Files.readString(made).equals(making)) {
      return;
    }
    Trees.delete(bundle);
    for (var command : commands) {
      run(esbuild.get(), command);
    }
    Files.writeString(bundle.resolve("sources"), fingerprint);
    Files.writeString(made, making);
  }

  private List<String> pages() throws IOException {
    List<String> pages = new ArrayList<>();
    SCRIPTS.forEach(script -> pages.add("js/" + script));
    try (Stream<Path> styles = Files.list(sources.resolve("css"))) {
      styles
          .map(style -> "css/" + style.getFileName())
          .filter(style -> style.startsWith("css/page-"))
          .sorted()
          .forEach(pages::add);
    }
    return pages;
  }

  private static List<String> command(Path bundle, List<String> more, List<String> files) {
    var command =
        new ArrayList<>(
            List.of(
                "--minify",
                "--charset=utf8",
                "--log-level=warning",
                "--outbase=.",
                "--outdir=" + bundle));
    command.addAll(more);
    command.addAll(files);
    return command;
  }

  /// As the server computes it, of the files that it is given.
  private String fingerprint() throws IOException {
    var files = new TreeMap<String, Path>();
    try (Stream<Path> all = Files.walk(sources)) {
      all.filter(Files::isRegularFile)
          .forEach(file ->
              files.put("/" + sources.relativize(file).toString().replace('\\', '/'), file));
    }
    var digest = new Fingerprint();
    for (var file : files.entrySet()) {
      if (Fingerprint.isSource(file.getKey())) {
        digest.add(file.getKey(), Files.readAllBytes(file.getValue()));
      }
    }
    return digest.end();
  }

  private void run(Path esbuild, List<String> options) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(esbuild.toString()));
    command.addAll(options);
    var process =
        new ProcessBuilder(command).directory(sources.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = process.waitFor();
    if (status != 0) {
      throw new ServicesException(
          "esbuild ended with status %d:%n%s".formatted(status, output.strip()));
    }
  }

  private Optional<Path> esbuild() throws IOException {
    String name = "esbuild__" + platform();
    if (!WebJars.has(name)) {
      return Optional.empty();
    }
    Path unpacked = target.resolve("bundler").resolve(name + "-" + WebJars.version(name));
    WebJars.unpack(name, unpacked);
    Path executable = unpacked.resolve("bin/esbuild");
    if (!executable.toFile().setExecutable(true)) {
      throw new IOException("cannot make " + executable + " executable");
    }
    return Optional.of(executable);
  }

  static String platform() {
    var system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    var arm = System.getProperty("os.arch").equals("aarch64");
    return (system.contains("mac") ? "darwin" : "linux") + (arm ? "-arm64" : "-x64");
  }
}
