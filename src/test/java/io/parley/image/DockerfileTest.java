package io.parley.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The Dockerfile and what it runs keep their rules, and each rule finds what breaks it. Whether
/// the image works: `deploy/image/check`.
class DockerfileTest {
  private static final String DOCKERFILE = read("Dockerfile");
  private static final String DOCUMENTATION = read("docs/container.md");
  private static final String CACHE = "src/launcher/java/io/parley/launcher/StartCache.java";

  @Test
  void theDockerfileKeepsAllRules() {
    assertEquals(List.of(), DockerfileRules.faults(DOCKERFILE, DOCUMENTATION));
  }

  @Test
  void theDockerfileOfTheSmallBaseNamesItsBasesByArguments() {
    var faults = DockerfileRules.faults(read("deploy/image/base.Dockerfile"), DOCUMENTATION);
    assertTrue(faults.stream().noneMatch(it -> it.startsWith("FROM")), faults::toString);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ARG BASE=eclipse-temurin:25-jre-ubi9-minimal | ARG BASE=eclipse-temurin | FROM ${BASE} is no argument with",
        "ARG BASE=eclipse-temurin:25-jre-ubi9-minimal | ARG BASE=eclipse-temurin:latest | FROM ${BASE} is no argument",
        "FROM ${BASE} | FROM debian:12 | FROM debian:12 is no argument",
        "EXPOSE 9080 | EXPOSE 8080 | EXPOSE is [8080]",
        "USER 1001:0 | USER root | USER is [root]",
        "USER 1001:0 | WORKDIR / | USER is []",
        "STOPSIGNAL SIGTERM | STOPSIGNAL SIGKILL | STOPSIGNAL is [SIGKILL]",
        "ENTRYPOINT [\"/opt/parley/bin/start\"] | ENTRYPOINT /opt/parley/bin/start | ENTRYPOINT is",
        "CMD [\"/opt/parley/bin/health\", \"live\"] | NONE | HEALTHCHECK is",
        "LOG_DIR=/logs | LOG_DIR=/opt/logs | LOG_DIR is not /logs",
        "WLP_OUTPUT_DIR=/output | WLP_OUTPUT_DIR=/opt/output | WLP_OUTPUT_DIR is not /output",
        "PARLEY_LOGGING_FORMAT=json | PARLEY_LOGGING_FORMAT=simple | Logs are not JSON",
        "org.opencontainers.image.licenses= | licence= | There is no label licenses",
        "ARG REVISION=unknown | ARG DEPLOY_TOKEN=x | DEPLOY_TOKEN would keep a secret",
        "ARG REVISION=unknown | ARG UNHEARD_OF=x | UNHEARD_OF is not documented",
        "COPY . . | ADD https://example.org/a.tar / | fetches or unpacks",
        "COPY --from=build /image/ / | COPY . / | COPY . / is not what the build",
        "USER 1001:0 | USER 1001:0%nRUN chmod -R 777 / | RUN comes after USER"
      })
  void aBrokenDockerfileIsFound(String kept, String broken, String fault) {
    var changed = DOCKERFILE.replace(kept, broken.replace("%n", "\n"));
    assertNotEquals(DOCKERFILE, changed);
    var faults = DockerfileRules.faults(changed, DOCUMENTATION);
    assertTrue(faults.stream().anyMatch(it -> it.contains(fault)), faults::toString);
  }

  /// It is a list of what may be sent: whatever is added to the project stays out.
  @Test
  void nothingIsSentToTheBuildButWhatIsNamed() {
    var lines = read(".dockerignore").lines().filter(it -> !it.startsWith("#")).toList();
    assertEquals("*", lines.getFirst());
    assertTrue(lines.contains("**/.env"));
    var sent = lines.stream().filter(it -> it.startsWith("!")).toList();
    assertTrue(sent.contains("!src"));
    for (var secret : List.of("!.", "!.git", "!.env", "!target", "!.parley", "!**")) {
      assertTrue(!sent.contains(secret), secret);
    }
  }

  @Test
  void theCacheIsMadeWithTheOptionsOfTheDefaultRun() {
    var options = Pattern.compile("LEARN = \"([^\"]+)\"").matcher(read(CACHE));
    assertTrue(options.find());
    assertTrue(read("deploy/image/learn").contains(options.group(1)), options.group(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"start", "learn", "health", "layout", "assemble", "jre", "check"})
  void aScriptEndsAtItsFirstFailure(String script) {
    var lines = read("deploy/image/" + script).lines().toList();
    assertTrue(lines.getFirst().startsWith("#!/"));
    assertTrue(lines.stream().anyMatch(it -> it.matches("set -eu(o pipefail)?")), script);
    assertTrue(Files.isExecutable(Path.of("deploy/image", script)));
  }

  @Test
  void signalsReachTheServer() {
    assertTrue(read("deploy/image/start").lines().toList().getLast().startsWith("exec "));
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
