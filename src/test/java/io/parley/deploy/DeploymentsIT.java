package io.parley.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the real kustomize and the real Helm make of `openshift/` and `deploy/helm`.
///
/// There is no API server: what it admits, defaults and validates by CEL is not tested.
@EnabledOnOs(
    value = OS.LINUX,
    architectures = "amd64",
    disabledReason = "kubectl and helm come for Linux on x64 only")
class DeploymentsIT {
  private static final String CHART = "deploy/helm/parley";

  /// As a chart of several groups is installed.
  private static final List<String> GROUPS =
      List.of(
          "nodes.all=null",
          "nodes.edge.replicas=3",
          "nodes.edge.roles={edge,knowledge}",
          "nodes.edge.autoscaling.enabled=true",
          "nodes.edge.autoscaling.targetConnections=3000",
          "nodes.workers.replicas=2",
          "nodes.workers.roles={archive,assistant}",
          "serviceMonitor.enabled=true");

  private static KubernetesTools tools;

  @BeforeAll
  static void install() throws Exception {
    tools = KubernetesTools.install();
  }

  @ParameterizedTest
  @ValueSource(strings = {"small", "production", "kubernetes"})
  void everyOverlayKeepsTheRules(String overlay) throws Exception {
    List<JsonNode> resources = overlay(overlay);
    assertTrue(resources.size() > 12, () -> "too few: " + resources.size());
    assertEquals(List.of(), ManifestRules.faults(resources));
    Set<String> namespaces =
        resources.stream()
            .map(it -> it.at("/metadata/namespace").asText())
            .collect(Collectors.toSet());
    assertEquals(Set.of("parley"), namespaces);
  }

  @Test
  void theOperatorsRender() throws Exception {
    List<JsonNode> resources = kustomize("openshift/operators");
    assertEquals(6, resources.size());
    assertEquals(
        List.of(),
        resources.stream().flatMap(it -> ManifestRules.wellFormed(it).stream()).toList());
  }

  @Test
  void inProductionEachRoleIsAnApplicationOfSeveralPods() throws Exception {
    Map<String, JsonNode> applications = named(overlay("production"), "OpenLibertyApplication");
    Map<String, String> roles = new TreeMap<>();
    applications.forEach((name, application) -> {
      Workload workload = Workload.of(List.of(application)).getFirst();
      roles.put(name, workload.setting("PARLEY_ROLES", List.of()).orElse("all"));
    });
    assertEquals(
        Map.of(
            "parley", "edge,knowledge",
            "parley-archive", "archive",
            "parley-assistant", "assistant"),
        roles);
    JsonNode edge = applications.getOrDefault("parley", Manifests.parse("{}").getFirst());
    assertEquals(3, edge.at("/spec/autoscaling/minReplicas").asInt());
    assertTrue(edge.at("/spec/replicas").isMissingNode(), "the autoscaler's");
    assertEquals(
        Set.of("archive", "assistant", "edge"),
        applications.values().stream()
            .map(it -> it.at("/metadata/labels").path("app.kubernetes.io/component").asText())
            .collect(Collectors.toSet()));
  }

  @Test
  void inProductionNothingIsKeptOnce() throws Exception {
    List<JsonNode> resources = overlay("production");
    named(resources, "KafkaTopic")
        .forEach((name, topic) -> {
          assertEquals(3, topic.at("/spec/replicas").asInt(), name);
          assertEquals(2, topic.at("/spec/config").path("min.insync.replicas").asInt(), name);
        });
    named(resources, "KafkaNodePool")
        .forEach((name, pool) -> assertEquals(3, pool.at("/spec/replicas").asInt(), name));
    named(resources, "Cluster")
        .forEach((name, cluster) -> assertEquals(3, cluster.at("/spec/instances").asInt(), name));
  }

  /// An overlay is edited in one place: its image and its public address.
  @ParameterizedTest
  @ValueSource(strings = {"small", "production", "kubernetes"})
  void theImageAndTheAddressOfAnOverlayReachWhereTheyAreUsed(
      String overlay, @TempDir Path directory) throws Exception {
    Path copy = copy(directory);
    Path file = copy.resolve("overlays/%s/kustomization.yaml".formatted(overlay));
    Files.writeString(
        file,
        Files.readString(file)
            .replace("chat.example.org", "talk.example.com")
            .replace("newName: ghcr.io/parley-chat/parley", "newName: registry.example.com/parley")
            .replace("newTag: 0.1.0", "newTag: 2.0.0"));
    String rendered = tools.run("kubectl", "kustomize", file.resolveSibling("").toString());
    List<JsonNode> resources = Manifests.parse(rendered);
    assertEquals(List.of(), ManifestRules.faults(resources));
    assertTrue(!rendered.contains("example.org"), "the former address");
    named(resources, "OpenLibertyApplication")
        .values()
        .forEach(it ->
            assertEquals(
                "registry.example.com/parley:2.0.0", it.at("/spec/applicationImage").asText()));
  }

  @Test
  void aChangedSettingGivesTheConfigMapAnotherName(@TempDir Path directory) throws Exception {
    Path copy = copy(directory);
    Path overlay = copy.resolve("overlays/production");
    Set<String> before = named(kustomize(overlay.toString()), "ConfigMap").keySet();
    Path settings = copy.resolve("base/settings.env");
    Files.writeString(settings, Files.readString(settings) + "PARLEY_ROOM_PAGE=60\n");
    List<JsonNode> resources = kustomize(overlay.toString());
    Set<String> after = named(resources, "ConfigMap").keySet();
    assertTrue(!before.equals(after), () -> "unchanged: " + after);
    for (Workload workload : Workload.of(resources)) {
      assertEquals(after, workload.settings().collect(Collectors.toSet()), workload.name());
    }
  }

  @Test
  void connectionsScaleTheEdgeWhereTheyAreAMetric(@TempDir Path directory) throws Exception {
    Path copy = copy(directory);
    Path file = copy.resolve("overlays/production/kustomization.yaml");
    Files.writeString(file, Files.readString(file).replace("  # - ../../comp", "  - ../../comp"));
    List<JsonNode> resources = kustomize(file.resolveSibling("").toString());
    assertEquals(List.of(), ManifestRules.faults(resources));
    List<String> metrics =
        named(resources, "OpenLibertyApplication").values().stream()
            .flatMap(it -> ManifestRules.items(it.at("/spec/autoscaling/metrics")))
            .map(it -> it.at("/resource/name").asText() + it.at("/pods/metric/name").asText())
            .toList();
    assertEquals(List.of("cpu", "parley_realtime_connections"), metrics);
  }

  @Test
  void plainKubernetesCanHaveThreeOfEach(@TempDir Path directory) throws Exception {
    Path copy = copy(directory);
    Path file = copy.resolve("overlays/kubernetes/kustomization.yaml");
    Files.writeString(file, Files.readString(file).replace("  # - ../../comp", "  - ../../comp"));
    List<JsonNode> resources = kustomize(file.resolveSibling("").toString());
    assertEquals(List.of(), ManifestRules.faults(resources));
    named(resources, "OpenLibertyApplication")
        .values()
        .forEach(it -> assertEquals(3, it.at("/spec/replicas").asInt()));
  }

  @Test
  void theChartPassesLint() throws Exception {
    String report = tools.run("helm", "lint", "--strict", CHART);
    assertTrue(report.contains("0 chart(s) failed"), report);
  }

  @Test
  void theChartKeepsTheRules() throws Exception {
    List<JsonNode> resources = chart(List.of());
    assertEquals(List.of(), ManifestRules.faults(resources));
    assertEquals(Set.of("chat-all"), named(resources, "Deployment").keySet());
  }

  @Test
  void theChartKeepsTheRulesWithSeveralGroupsOfNodes() throws Exception {
    List<JsonNode> resources = chart(GROUPS);
    assertEquals(List.of(), ManifestRules.faults(resources));
    Map<String, JsonNode> deployments = named(resources, "Deployment");
    assertEquals(Set.of("chat-edge", "chat-workers"), deployments.keySet());
    assertEquals(Set.of("chat-edge"), named(resources, "HorizontalPodAutoscaler").keySet());
    List<String> served =
        deployments.entrySet().stream()
            .filter(it -> it.getValue().at("/spec/template/metadata/labels").has("parley.io/edge"))
            .map(Map.Entry::getKey)
            .toList();
    assertEquals(List.of("chat-edge"), served, "people reach the edge alone");
  }

  /// The chart and the overlays are two ways to the same server.
  @Test
  void theChartHasTheDefaultsOfTheOverlays() throws Exception {
    Workload ours = Workload.of(chart(List.of())).getFirst();
    Workload theirs = Workload.of(overlay("small")).getFirst();
    assertEquals(theirs.probes(), ours.probes());
    assertEquals(theirs.container().path("resources"), ours.container().path("resources"));
    assertEquals(theirs.container().path("volumeMounts"), ours.container().path("volumeMounts"));
    assertEquals(theirs.pod().path("volumes"), ours.pod().path("volumes"));
    assertEquals(variables(theirs), variables(ours));
    Map<String, String> settings = settings(overlay("small"));
    Map<String, String> chart = settings(chart(List.of()));
    settings.remove("PARLEY_HTTP_TRUSTED_PROXIES");
    chart.remove("PARLEY_HTTP_TRUSTED_PROXIES");
    assertEquals(settings, chart);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "drainTimeoutSeconds=20",
        "image.tag=latest",
        "publicUrl=chat.example.org",
        "nodes.all.roles={edges}",
        "settigns.PARLEY_ROOM_PAGE=60"
      })
  void aWrongValueOfTheChartIsRefused(String value) {
    assertThrows(IOException.class, () -> chart(List.of(value)));
  }

  @Test
  void aSettingOfTheChartReplacesItsDefault() throws Exception {
    List<JsonNode> resources = chart(List.of("settings.PARLEY_LOGGING_FORMAT=simple"));
    assertEquals("simple", settings(resources).get("PARLEY_LOGGING_FORMAT"));
  }

  private static List<JsonNode> overlay(String name) throws Exception {
    return kustomize("openshift/overlays/" + name);
  }

  private static List<JsonNode> kustomize(String directory) throws Exception {
    return Manifests.parse(tools.run("kubectl", "kustomize", directory));
  }

  private static List<JsonNode> chart(List<String> values) throws Exception {
    String[] arguments = {"template", "chat", CHART, "--set", String.join(",", values)};
    return Manifests.parse(tools.run("helm", arguments));
  }

  private static Map<String, JsonNode> named(List<JsonNode> resources, String kind) {
    Map<String, JsonNode> found =
        resources.stream()
            .filter(it -> Manifests.is(it, kind))
            .collect(Collectors.toMap(it -> it.at("/metadata/name").asText(), Function.identity()));
    assertTrue(!found.isEmpty(), () -> "no " + kind);
    return found;
  }

  private static Map<String, String> settings(List<JsonNode> resources) {
    return Workload.texts(named(resources, "ConfigMap").values().iterator().next().path("data"));
  }

  private static Map<String, JsonNode> variables(Workload workload) {
    return workload
        .variables()
        .collect(Collectors.toMap(it -> it.path("name").asText(), it -> it.path("valueFrom")));
  }

  private static Path copy(Path directory) throws IOException {
    Path from = Path.of("openshift");
    try (var files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = directory.resolve(from.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
    return directory;
  }
}
