package io.parley.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What `mvnw` shows and how it ends, with a Maven of a few lines.
class MvnwIT {
  private static final Await PATIENTLY = Await.within(Duration.ofSeconds(30));

  /// Fetches, builds, and names the supervisor to be started.
  private static final String BUILD =
      """
      echo '[INFO] Scanning for projects...'
      printf 'Progress (1): 40/80 MB\\r'
      echo 'Downloaded from central: https://repo/a.jar (80 MB at 9 MB/s)'
      echo '[INFO] --- compiler:3.15.0:compile (default-compile) @ parley ---'
      echo "asked: $*"
      echo "\\"$PWD/Served.java\\"" >target/supervisor.args
      """;

  @TempDir Path place;
  private MvnwCopy mvnw;

  @BeforeEach
  void copy() throws IOException {
    mvnw = new MvnwCopy(place);
    try (Stream<Path> sources = Files.list(Path.of("src/launcher/java/io/parley/start"))) {
      for (var source : sources.toList()) {
        mvnw.copy(source.toString());
      }
    }
    Files.writeString(
        mvnw.project().resolve("Served.java"),
        """
        void main() throws Exception {
          IO.println("ready " + ProcessHandle.current().pid() + " " + System.getProperty("parley.terminal"));
          Thread.currentThread().join();
        }
        """);
  }

  @ParameterizedTest
  @CsvSource({
    "'', start",
    "-B, start",
    "-o -Dmaven.repo.local=x -P fast -T 2, start",
    "-s settings.xml -D a=b, start",
    "verify, verify",
    "-B verify -DskipUnitTests -Dit.test=HealthIT, verify",
    "clean verify, verify",
    "spotless:apply, maven",
    "-q verify -h, maven",
    "--version, maven",
    "-f other/pom.xml, maven",
    "-l log.txt, maven",
    "-X test, maven"
  })
  void withoutAGoalParleyIsStarted(String arguments, String purpose) throws Exception {
    var command = ". .mvn/start.sh; purpose_of " + arguments;
    var answer = MvnwCopy.end(new ProcessBuilder("sh", "-euf", "-c", command).start());
    assertEquals(purpose, answer.output().strip());
  }

  @Test
  void otherGoalsAreMavensOwn() throws Exception {
    var outcome = mvnw.maven("echo \"$*\"; exit 7").run("clean", "-DskipTests");
    assertEquals("clean -DskipTests\n", outcome.output());
    assertEquals(7, outcome.status());
  }

  @Test
  void aBuildIsShownInAFewLinesAndTheRestIsInTheLog() throws Exception {
    var running = mvnw.maven(BUILD).start("-B", "-Dmaven.repo.local=" + place);
    try (var lines = running.inputReader()) {
      assertEquals(
          "Starting Parley. What is not shown here is in target/start.log.", lines.readLine());
      assertEquals("  Building   with Maven", lines.readLine());
      assertEquals(
          "  Fetching   80 of about %d MB".formatted(FirstStart.MEGABYTES), lines.readLine());
      assertEquals("  Building   the server", lines.readLine());
      assertEquals("  Fetched    80 MB", lines.readLine());
      assertTrue(lines.readLine().startsWith("  Built      Parley in "));
      // the supervisor has taken the script's place, and knows that there is no terminal
      assertEquals("ready %d null".formatted(running.pid()), lines.readLine());
      running.destroy();
      assertEquals(143, running.waitFor());
    }
    var log = mvnw.project().resolve("target/start.log");
    var asked = "asked: -f %s/pom.xml -B -Dmaven.repo.local=%s ".formatted(mvnw.project(), place);
    assertTrue(Files.readString(log).contains(asked + String.join(" ", Start.GOALS)));
    assertFalse(Files.readString(log).contains("Progress"));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(log)));
  }

  @Test
  void theLogOfTheStartBeforeIsKept() throws Exception {
    mvnw.maven("echo first; exit 1").run();
    mvnw.maven("echo second; exit 1").run();
    var target = mvnw.project().resolve("target");
    assertEquals("first\n", Files.readString(target.resolve("start.previous.log")));
    assertEquals("second\n", Files.readString(target.resolve("start.log")));
  }

  @Test
  void aBuildThatFailsShowsItsCauseAndTheLog() throws Exception {
    var outcome =
        mvnw.maven("echo '[ERROR] Port 9080 is in use by another program.'; exit 3").run();
    assertEquals(
        """
        Starting Parley. What is not shown here is in target/start.log.
          Building   with Maven
        The build failed: Port 9080 is in use by another program.
        Log: target/start.log
        """,
        outcome.output());
    assertEquals(3, outcome.status());
  }

  @Test
  void aTerminalShowsProgressInOneLine() throws Exception {
    var running = mvnw.set("TERM", "xterm").maven(BUILD).startInTerminal();
    var seen = new StringBuilder();
    try (var output = running.inputReader()) {
      while (seen.indexOf("ready ") < 0) {
        seen.append((char) output.read());
      }
      running.outputWriter().write(3); // Ctrl-C
      running.outputWriter().flush();
      assertEquals(130, running.waitFor());
    }
    var text = seen.toString();
    assertTrue(text.contains("\r\033[K  Fetching   40 MB"), text);
    assertTrue(text.contains("\r\033[K  Building   the server"), text);
    assertTrue(text.contains("\r\033[K  Fetched    80 MB\r\n"), text);
    assertFalse(text.contains("Scanning"), text);
  }

  @Test
  void ctrlCEndsABuild() throws Exception {
    var running = mvnw.set("TERM", "xterm").maven(endless()).startInTerminal();
    var maven = mavenOf(running);
    running.outputWriter().write(3);
    running.outputWriter().flush();
    assertEquals(130, MvnwCopy.end(running).status());
    PATIENTLY.check("Maven ends", () -> !maven.isAlive());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aBuildEndsWithMvnw(boolean killed) throws Exception {
    var running = mvnw.maven(endless()).start();
    var maven = mavenOf(running);
    if (killed) {
      running.destroyForcibly();
    } else {
      running.destroy();
    }
    running.waitFor();
    PATIENTLY.check("Maven ends", () -> !maven.isAlive());
  }

  @Test
  void verifyEndsWithATableAndMavensStatus() throws Exception {
    var outcome =
        mvnw.maven(
                """
                mkdir -p target/surefire-reports
                echo "<testsuite name='a.BTest' time='1'><testcase name='c' time='1'><failure message='no'/></testcase></testsuite>" \
                  >target/surefire-reports/TEST-a.BTest.xml
                echo "[ERROR] as Maven has it: $*"
                exit 5
                """)
            .run("-B", "verify");
    assertTrue(outcome.output().startsWith("[ERROR] as Maven has it: -B verify\n"));
    assertTrue(outcome.output().contains("unit                  1"), outcome.output());
    assertTrue(outcome.output().endsWith("Failed: 1\n  BTest.c: no\n"), outcome.output());
    assertEquals(5, outcome.status());
  }

  @Test
  void theBuildServerRunsVerify() throws IOException {
    assertTrue(Files.readString(Path.of(".ci/run")).contains("exec ./mvnw -B verify"));
  }

  private String endless() {
    return "echo $$ >pid.new; mv pid.new pid; while :; do sleep 0.1; done";
  }

  private ProcessHandle mavenOf(Process mvnw) {
    var file = this.mvnw.project().resolve("pid");
    PATIENTLY.check("Maven runs", () -> Files.exists(file) || !mvnw.isAlive());
    try {
      return ProcessHandle.of(Long.parseLong(Files.readString(file).strip())).orElseThrow();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
