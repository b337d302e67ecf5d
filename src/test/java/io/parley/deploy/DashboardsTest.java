package io.parley.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DashboardsTest {
  private static final Pattern METRIC = Pattern.compile("\\bparley_\\w+");
  private static final Pattern DOCUMENTED = Pattern.compile("`(parley_\\w+)`");
  private static final Pattern PART = Pattern.compile("_(bucket|count|sum)$");
  private static final int COLUMNS = 24;

  @Test
  void eachDashboardHasAnIdentifierATitleAndItsVariables() {
    Set<String> seen = new HashSet<>();
    for (JsonNode board : Dashboards.read()) {
      assertTrue(seen.add(board.path("uid").asText()), board.path("uid").asText());
      assertTrue(seen.add(board.path("title").asText()), board.path("title").asText());
      assertFalse(board.path("description").asText().isBlank());
      List<String> variables =
          ManifestRules.items(board.at("/templating/list"))
              .map(variable -> variable.path("name").asText())
              .toList();
      assertEquals(List.of("datasource", "instance"), variables);
    }
    assertEquals(10, seen.size());
  }

  @Test
  void eachPanelSaysWhatItShowsAndOverlapsNoOther() {
    for (JsonNode board : Dashboards.read()) {
      Set<Integer> numbers = new HashSet<>();
      Set<String> cells = new HashSet<>();
      for (JsonNode panel : board.path("panels")) {
        assertTrue(numbers.add(panel.path("id").asInt()), panel::toString);
        JsonNode at = panel.path("gridPos");
        assertTrue(at.path("x").asInt() + at.path("w").asInt() <= COLUMNS, panel::toString);
        for (int x = 0; x < at.path("w").asInt(); x++) {
          for (int y = 0; y < at.path("h").asInt(); y++) {
            String cell = (at.path("x").asInt() + x) + "/" + (at.path("y").asInt() + y);
            assertTrue(cells.add(cell), panel::toString);
          }
        }
      }
      for (JsonNode panel : Dashboards.panels(board)) {
        assertTrue(panel.path("description").asText().endsWith("."), panel::toString);
        assertFalse(panel.at("/fieldConfig/defaults/unit").asText().isEmpty(), panel::toString);
      }
    }
  }

  @Test
  void eachQueryIsOfTheSelectedNodes() {
    List<String> others = new ArrayList<>();
    for (Dashboards.Query query : Dashboards.queries()) {
      if (!query.expression().contains("instance=~\"$instance\"")) {
        others.add(query.toString());
      }
    }
    assertEquals(List.of(), others);
  }

  /// So that a metric that is renamed does not leave an empty panel, and a new one gets its panel.
  @Test
  void theDashboardsShowExactlyTheDocumentedMetrics() {
    Set<String> shown = new TreeSet<>();
    for (Dashboards.Query query : Dashboards.queries()) {
      METRIC
          .matcher(query.expression())
          .results()
          .forEach(found -> shown.add(PART.matcher(found.group()).replaceFirst("")));
    }
    assertEquals(documented(), shown);
  }

  /// Of a withdrawn rating there is no panel.
  private static Set<String> documented() {
    Set<String> documented = new TreeSet<>();
    Manifests.text(Path.of("docs/operations.md"))
        .lines()
        .filter(line -> line.startsWith("| `parley_"))
        .flatMap(line -> DOCUMENTED.matcher(line.split(" \\| ", 2)[0]).results())
        .forEach(found -> documented.add(found.group(1)));
    assertTrue(documented.remove("parley_feedback_withdrawn_total"));
    return documented;
  }

  @Test
  void grafanaFindsTheDashboardsAndPrometheus() {
    Path provisioning = Dashboards.DIRECTORY.resolve("provisioning");
    JsonNode provider =
        Manifests.parse(Manifests.text(provisioning.resolve("dashboards/parley.yml"))).getFirst();
    assertEquals(
        "/etc/grafana/parley/dashboards", provider.at("/providers/0/options/path").asText());
    JsonNode source =
        Manifests.parse(Manifests.text(provisioning.resolve("datasources/prometheus.yml")))
            .getFirst();
    assertEquals("${PROMETHEUS_URL}", source.at("/datasources/0/url").asText());
    assertTrue(Files.isDirectory(Dashboards.DIRECTORY.resolve("dashboards")));
  }
}
