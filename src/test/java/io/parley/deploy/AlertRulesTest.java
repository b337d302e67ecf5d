package io.parley.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The alerts, the documentation, the tests of the alerts and the copy for OpenShift agree.
class AlertRulesTest {
  private static final String RUNBOOK =
      "https://github.com/parley-chat/parley/blob/main/docs/operations.md#alerts:~:text=";
  private static final Pattern DOCUMENTED = Pattern.compile("`(parley_[a-z0-9_]+)`");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `(Parley\\w+)` \\| \\S.+ \\| \\S.+ \\|$");
  private static final Pattern EXPECTED = Pattern.compile("alertname=\"(\\w+)\"");
  private static final String FIRING = "ALERTS{alertstate=\"firing\"}";

  private final AlertRules rules = AlertRules.read();
  private final List<JsonNode> tests =
      ManifestRules.items(
              Manifests.parse(Manifests.text(AlertRules.DIRECTORY.resolve("parley.rules.test.yml")))
                  .getFirst()
                  .path("tests"))
          .toList();
  private final String operations = Manifests.text(Path.of("docs/operations.md"));

  @Test
  void everyMetricOfParleyIsDocumented() {
    assertTrue(rules.metrics().size() > 12, () -> "too few: " + rules.metrics());
    assertEquals(Set.of(), undocumented(rules));
  }

  @Test
  void anUndocumentedMetricIsFound() {
    String yaml =
        """
        groups:
          - name: one
            rules:
              - record: parley:a
                expr: sum(parley_log_append_seconds_count) / parley_log_appended
        """;
    assertEquals(Set.of("parley_log_appended"), undocumented(AlertRules.of(yaml)));
  }

  @Test
  void everyAlertSaysHowBadItIsAndWhatItIsAbout() {
    assertTrue(rules.alerts().size() > 15, () -> "too few: " + rules.names());
    for (JsonNode alert : rules.alerts()) {
      String name = alert.path("alert").asText();
      String severity = alert.at("/labels/severity").asText();
      assertTrue(Set.of("critical", "warning").contains(severity), name + ": " + severity);
      assertTrue(!alert.at("/annotations/summary").asText().isBlank(), name);
      assertTrue(!alert.at("/annotations/description").asText().isBlank(), name);
      assertEquals(RUNBOOK + name, alert.at("/annotations/runbook_url").asText());
    }
  }

  @Test
  void theDocumentationHasARowForEachAlertAndForNoOther() {
    assertTrue(operations.contains("\n## Alerts\n"), "the links to the alerts");
    List<String> rows = found(ROW, operations).toList();
    assertEquals(List.copyOf(rules.names()), rows.stream().sorted().toList());
  }

  @Test
  void everyAlertFiresInATest() {
    Set<String> fired =
        tests.stream()
            .flatMap(AlertRulesTest::firing)
            .flatMap(expected ->
                found(EXPECTED, expected.path("exp_samples").toString().replace("\\", "")))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(rules.names(), fired);
  }

  /// Not for want of data: the test has all metrics that the rules read.
  @Test
  void everyAlertIsSilentInATestWithAllMetrics() {
    JsonNode quiet = tests.getFirst();
    assertTrue(firing(quiet).count() > 1, "the alerts are looked at");
    assertTrue(firing(quiet).allMatch(it -> it.path("exp_samples").isEmpty()), "none fires");
    Set<String> given =
        ManifestRules.items(quiet.path("input_series"))
            .map(it -> it.path("series").asText().split("\\{", 2)[0])
            .collect(Collectors.toSet());
    Set<String> missing = new TreeSet<>(rules.metrics());
    missing.removeAll(given);
    assertEquals(Set.of(), missing);
  }

  @Test
  void theRulesForOpenShiftAreTheSame() {
    Path copy = Path.of("openshift/components/openshift/alerts.yaml");
    JsonNode resource = Manifests.parse(Manifests.text(copy)).getFirst();
    assertEquals("monitoring.coreos.com/v1/PrometheusRule", Manifests.kind(resource));
    assertEquals(rules.groups(), resource.at("/spec/groups"));
  }

  private Set<String> undocumented(AlertRules used) {
    Set<String> documented =
        operations
            .lines()
            .filter(line -> line.startsWith("| `parley_"))
            .flatMap(line -> found(DOCUMENTED, line.split(" \\| ", 2)[0]))
            .collect(Collectors.toSet());
    return used.metrics().stream()
        .filter(name -> name.startsWith("parley_"))
        .filter(name -> !documented.contains(name))
        .filter(name -> !documented.contains(name.replaceFirst("_(bucket|count|sum)$", "")))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// What a test says about the alerts that fire.
  private static Stream<JsonNode> firing(JsonNode test) {
    return ManifestRules.items(test.path("promql_expr_test"))
        .filter(it -> it.path("expr").asText().contains(FIRING));
  }

  private static Stream<String> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().map((MatchResult result) -> result.group(1));
  }
}
