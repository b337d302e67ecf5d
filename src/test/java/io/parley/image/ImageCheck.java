package io.parley.image;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.platform.Json;
import io.parley.services.ServicePorts;
import io.parley.services.Services;
import io.parley.testing.Await;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The second half of `deploy/image/check`: looks into every layer of a built image, runs it
/// against real Kafka, PostgreSQL and Redis, and prints what it is and what it takes.
public final class ImageCheck {
  /// Megabytes of what Parley adds to its base.
  private static final long LARGEST = 380;

  private static final Duration DRAIN = Duration.ofSeconds(23);
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String CACHE = "/opt/parley/learned/start.aot";

  private final ImageArchive image;
  private final ImageArchive base;
  private final Path root;
  private final Path work;
  private final List<String> faults = new ArrayList<>();

  private ImageCheck(ImageArchive image, ImageArchive base, Path root, Path work) {
    this.image = image;
    this.base = base;
    this.root = root;
    this.work = work;
  }

  /// @param args directories: the image, its base, both as `dir:` writes them; the image's files;
  ///   and one for logs and data
  public static void main(String[] args) throws Exception {
    var check =
        new ImageCheck(
            ImageArchive.read(Path.of(args[0])),
            ImageArchive.read(Path.of(args[1])),
            Path.of(args[2]),
            Path.of(args[3]));
    check.files();
    check.size();
    check.run();
    check.faults.forEach(fault -> System.err.println("FAULT  " + fault));
    System.exit(check.faults.isEmpty() ? 0 : 1);
  }

  private void files() throws IOException {
    faults.addAll(ImageRules.settings(image.settings()));
    var libraries = new ArrayList<String>();
    image.above(
        base,
        (file, content) -> {
          faults.addAll(ImageRules.file(file, content));
          if (file.name().matches(".*/WEB-INF/lib/[^/]+\\.jar")) {
            libraries.add(file.name().replaceFirst(".*/", ""));
          }
        });
    if (libraries.size() < 30) {
      faults.add("Only %d libraries were found".formatted(libraries.size()));
    }
    var bill = Json.MAPPER.readTree(root.resolve("opt/parley/parley.cdx.json").toFile());
    faults.addAll(ImageRules.materials(bill, libraries));
    var natives = Natives.of(image.architecture().equals("arm64") ? "aarch64" : "x86_64");
    natives
        .foreign(root.resolve("opt/parley/wlp"))
        .forEach(file -> faults.add(file + " is native code of another platform"));
  }

  private void size() throws IOException {
    long own = image.unpackedAbove(base) / 1_000_000;
    row("Unpacked", image.unpacked() / 1_000_000, "MB");
    row("of this, the base", base.unpacked() / 1_000_000, "MB");
    row("of this, Parley", own, "MB");
    for (var part : List.of("wlp/lib", "wlp/usr", "learned/start.aot", "learned/workarea")) {
      row("  " + part, sizeOf(root.resolve("opt/parley").resolve(part)) / 1_000_000, "MB");
    }
    row("Compressed", image.packed() / 1_000_000, "MB");
    if (own > LARGEST) {
      faults.add("Parley's part is larger than %d MB".formatted(LARGEST));
    }
  }

  private static long sizeOf(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private void run() throws Exception {
    try (var services = Services.start(ServicePorts.free(), work.resolve("services"))) {
      start(services, "first", Map.of()); // creates tables and topics
      // With this, the JVM ends if it cannot use the cache
      start(services, "second", Map.of("JVM_ARGS", "-XX:AOTMode=on"));
      start(services, "without what was learned", Map.of("PARLEY_START_CACHE", "false"));
    }
  }

  private void start(Services services, String name, Map<String, String> more) throws Exception {
    var own = new HashMap<>(services.environment());
    own.put("PARLEY_GUEST_SECRET", "0123456789abcdef0123456789abcdef");
    own.put("PARLEY_LLM_OLLAMA", "false");
    own.put("PARLEY_DRAIN_TIMEOUT", "PT15S");
    own.putAll(more);
    int port = ServicePorts.free(1).getFirst();
    var log = work.resolve(name.replace(' ', '-') + ".log");
    try (var container = Container.start(root, image.settings(), own, port, log)) {
      long ready = container.awaitReady().toMillis();
      long cpu = container.cpu().toMillis();
      System.out.printf(
          "%-28s ready after %.1f s, CPU until then %.1f s, resident %d MB, /output %d MB%n",
          "Start, " + name,
          ready / 1000.0,
          cpu / 1000.0,
          container.resident(),
          container.memory("output"));
      boolean cached = !"false".equals(more.get("PARLEY_START_CACHE"));
      if (container.maps(CACHE) != cached) {
        faults.add("Start, " + name + (cached ? ": the cache is not used" : ": a cache is used"));
      }
      converse(container);
      long drained = container.terminate(DRAIN).toMillis();
      row("  ends after SIGTERM in", drained, "ms");
      logs(container, name);
    }
  }

  /// A guest creates a room, posts a message there, and reads it back.
  private static void converse(Container container) throws Exception {
    var token = send(container, "api/guests", "", Map.of("name", "Ada")).path("token").asText();
    var name = "check-" + Long.toString(System.nanoTime(), 36);
    var room = send(container, "api/rooms", token, Map.of("name", name)).path("id").asText();
    var messages = "api/conversations/" + room + "/messages";
    send(container, messages, token, Map.of("message", "It runs in an image", "reply", false));
    Await.until(
        "the message is read back",
        () -> {
          var request = HttpRequest.newBuilder(container.url(messages)).build();
          return HTTP.send(request, HttpResponse.BodyHandlers.ofString())
              .body()
              .contains("It runs in an image");
        });
  }

  private static JsonNode send(Container container, String path, String token, Object body)
      throws Exception {
    var request =
        HttpRequest.newBuilder(container.url(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(Json.write(body)));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    var response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() / 100 != 2) {
      throw new AssertionError("%s: %d %s".formatted(path, response.statusCode(), response.body()));
    }
    return Json.MAPPER.readTree(response.body());
  }

  /// Lines of JSON, and that of a drain. Liberty's first line is none, and without a cache neither
  /// is what the JVM says of a module that Liberty's options name.
  private void logs(Container container, String name) throws IOException {
    var lines = container.log();
    if (lines.stream().noneMatch(line -> line.contains("Drained after"))) {
      faults.add("Start, " + name + ": no drain is logged");
    }
    lines.stream()
        .filter(line -> !line.isBlank() && !line.startsWith("{"))
        .filter(line -> !line.startsWith("Launching parley"))
        .filter(line -> !line.startsWith("WARNING: Unknown module"))
        .forEach(line -> faults.add("Start, " + name + " writes what is no JSON: " + line));
  }

  private static void row(String what, long value, String unit) {
    System.out.printf("%-28s %d %s%n", what, value, unit);
  }
}
