package io.parley.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.services.ServicePorts;
import io.parley.testing.Await;
import io.parley.testing.TestBed;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The supervisor as `mvnw` becomes it.
class SupervisorIT {
  private static final Path BUILD = Path.of("target").toAbsolutePath();
  private static final int SCREEN = 24;

  /// Longer than a guard waits before it kills.
  private static final Await PATIENTLY = Await.within(Duration.ofSeconds(40));

  /// On a busy machine.
  private static final Pattern SLOW_SERVICE =
      Pattern.compile("(Redis|PostgreSQL) (does not answer|did not answer|is unavailable)");

  @TempDir Path place;
  private Path project;
  private Path data;

  @BeforeEach
  void lay() throws IOException {
    project = Files.createDirectories(place.resolve("project"));
    data = place.resolve("data");
    Files.createDirectories(project.resolve("target"));
    var nginx = Files.createDirectories(project.resolve("deploy/nginx"));
    for (var file : List.of("one-machine.conf", "parley-locations.conf")) {
      Files.copy(Path.of("deploy/nginx", file), nginx.resolve(file));
    }
  }

  /// With services of their own, as in `deploy/two-nodes`.
  @Test
  void twoNodesFillOneScreenAndNothingOutlivesThem() throws Exception {
    int port = ServicePorts.free(1).getFirst();
    var supervisor = builder(port, 2).start();
    var shown = readUntil(supervisor, "Logs ");
    assertTrue(shown.size() < SCREEN, "%d lines: %s".formatted(shown.size(), shown));
    var text = String.join("\n", shown);
    assertTrue(text.contains("Parley is ready: http://localhost:%d/".formatted(port)), text);
    assertTrue(text.contains("node-2           http://127.0.0.1:"), text);
    assertTrue(text.contains("sk-… deploy/two-nodes"), text);
    assertSecretsAreNamedAndNotShown(text);
    assertEquals(200, status(port));
    assertEquals("", warnings(), "a start that went well warns of nothing");

    var all = supervisor.descendants().toList();
    assertTrue(all.stream().anyMatch(process -> name(process).endsWith("nginx")), all.toString());
    supervisor.destroyForcibly();
    PATIENTLY.check("all processes end", () -> all.stream().noneMatch(ProcessHandle::isAlive));
  }

  @Test
  void aSignalStopsEverything() throws Exception {
    int port = ServicePorts.free(1).getFirst();
    var supervisor = start(port);
    var shown = readUntil(supervisor, "Logs ");
    assertTrue(shown.get(1).matches("  Started    Parley after [0-9.]+ s"), shown.toString());
    var all = supervisor.descendants().toList();
    supervisor.toHandle().destroy();
    assertEquals(List.of("  Stopping   Parley", "Parley has stopped."), rest(supervisor));
    assertEquals(143, supervisor.waitFor());
    assertTrue(all.stream().noneMatch(ProcessHandle::isAlive));
  }

  @Test
  void whatDoesNotStartIsNamedInTwoLinesWithTheLog() throws Exception {
    int port = ServicePorts.free(1).getFirst();
    var builder = builder(port, 1);
    builder.environment().putAll(TestBed.services().environment());
    builder.environment().put("JVM_ARGS", "-XX:NoSuchOption");
    var supervisor = builder.start();
    var shown = rest(supervisor);
    assertEquals(1, supervisor.waitFor());
    assertEquals("  Starting   Parley", shown.getFirst());
    assertTrue(
        shown.get(1).startsWith("Parley did not start: The server has ended by itself; its log is"),
        shown.toString());
    assertEquals("Log: " + project.resolve("target/start.log"), shown.getLast());
    assertTrue(shown.size() <= 4, shown.toString());
    assertTrue(Files.readString(project.resolve("target/start.log")).contains("ServicesException"));
    assertTrue(Files.readString(data.resolve("logs/server.log")).contains("NoSuchOption"));
  }

  private void assertSecretsAreNamedAndNotShown(String text) throws IOException {
    for (var name : List.of("admin-token", "api-key")) {
      var file = data.resolve(name);
      assertTrue(text.contains(file + " (readable by you only)"), text);
      assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
      var secret = Files.readString(file).strip();
      assertTrue(secret.length() > 20);
      assertFalse(text.contains(secret), text);
    }
    var show = text.lines().filter(line -> line.contains("Show secrets")).findFirst().orElseThrow();
    assertTrue(
        show.endsWith("tail %s %s".formatted(data.resolve("admin-token"), data.resolve("api-key"))),
        show);
  }

  /// Liberty's warnings and errors, and what the launcher has logged but for the addresses.
  private String warnings() throws IOException {
    var found = new StringBuilder();
    try (Stream<Path> logs = Files.walk(data.resolve("logs"))) {
      for (var log : logs.filter(file -> file.endsWith("messages.log")).toList()) {
        Files.readString(log)
            .lines()
            .filter(line -> line.matches("\\[.*\\] \\w+ \\S+ +[WE] .*"))
            .filter(line -> !SLOW_SERVICE.matcher(line).find())
            .forEach(line -> found.append(line).append('\n'));
      }
    }
    return found.toString();
  }

  /// One server over the services of the tests.
  private Process start(int port) throws IOException {
    var builder = builder(port, 1);
    builder.environment().putAll(TestBed.services().environment());
    return builder.start();
  }

  private ProcessBuilder builder(int port, int nodes) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        SupervisorCommand.arguments(
            List.of(project.toString(), BUILD.resolve("liberty/wlp").toString())));
    var builder = new ProcessBuilder(command);
    var environment = builder.environment();
    environment.put("WLP_USER_DIR", BUILD.resolve("it/template").toString());
    environment.put("PARLEY_DATA", data.toString());
    environment.put("PARLEY_HTTP_PORT", "" + port);
    environment.put("PARLEY_NODES", "" + nodes);
    environment.put("PARLEY_START_CACHE", "false");
    environment.put("PARLEY_LLM_OLLAMA", "false");
    environment.put("LC_ALL", "C.UTF-8");
    return builder;
  }

  /// The lines up to one that begins so.
  private static List<String> readUntil(Process process, String beginning) throws IOException {
    var lines = new ArrayList<String>();
    var reader = process.inputReader(StandardCharsets.UTF_8);
    for (var line = reader.readLine(); line != null; line = reader.readLine()) {
      lines.add(line);
      if (line.strip().startsWith(beginning)) {
        return lines;
      }
    }
    throw new AssertionError("It has ended: " + lines);
  }

  private static List<String> rest(Process process) throws Exception {
    var lines = process.inputReader(StandardCharsets.UTF_8).lines().toList();
    assertTrue(process.waitFor(1, TimeUnit.MINUTES));
    return lines;
  }

  private static String name(ProcessHandle process) {
    return process.info().command().orElse("");
  }

  private static int status(int port) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port)).build();
    try (var client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
  }
}
