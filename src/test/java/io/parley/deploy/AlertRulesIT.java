package io.parley.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the real promtool finds in `deploy/prometheus`.
class AlertRulesIT {
  private static final String RULES = "parley.rules.yml";

  private static Path promtool;

  private record Outcome(int status, String output) {}

  @BeforeAll
  static void find() {
    promtool = Prometheus.program("promtool", "PARLEY_TEST_PROMTOOL");
  }

  @Test
  void theRulesAreValid() throws Exception {
    accepts("check", "rules", "--lint=all", "--lint-fatal", RULES);
  }

  @Test
  void everyAlertFiresWhenItShouldAndOnlyThen() throws Exception {
    accepts("test", "rules", "parley.rules.test.yml");
  }

  /// Without looking for the file with the token, which only an installation has.
  @Test
  void theScrapeConfigurationIsValid() throws Exception {
    accepts("check", "config", "--syntax-only", "prometheus.yml");
  }

  @Test
  void aRuleThatIsNoExpressionIsRejected(@TempDir Path directory) throws Exception {
    String rules = Manifests.text(AlertRules.DIRECTORY.resolve(RULES));
    Files.writeString(directory.resolve(RULES), rules.replace("count(", "number("));
    Outcome outcome = run(directory, "check", "rules", RULES);
    assertEquals(1, outcome.status(), outcome.output());
    assertTrue(outcome.output().contains("number"), outcome.output());
  }

  private static void accepts(String... arguments) throws Exception {
    Outcome outcome = run(AlertRules.DIRECTORY, arguments);
    assertEquals(0, outcome.status(), outcome.output());
    assertTrue(outcome.output().contains("SUCCESS"), outcome.output());
  }

  private static Outcome run(Path directory, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(promtool.toString()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Outcome(process.waitFor(), output);
  }
}
