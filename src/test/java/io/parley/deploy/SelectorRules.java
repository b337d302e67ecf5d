package io.parley.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Whatever selects pods or Services selects some that are there: a selector with a wrong label
/// protects and reaches nothing, and nobody is told.
final class SelectorRules {
  /// The pods of the chart that openshift/valkey configures.
  private static final Map<String, String> VALKEY =
      Map.of("app.kubernetes.io/name", "valkey", "app.kubernetes.io/instance", "parley-valkey");

  private final List<JsonNode> resources;
  private final List<Map<String, String>> pods = new ArrayList<>();
  private final List<Map<String, String>> services = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();

  private SelectorRules(List<JsonNode> resources) {
    this.resources = resources;
    List<Workload> workloads = Workload.of(resources);
    workloads.forEach(workload -> pods.add(workload.labels()));
    pods.add(VALKEY);
    for (JsonNode resource : resources) {
      String name = resource.at("/metadata/name").asText();
      switch (resource.path("kind").asText()) {
        case "KafkaNodePool" ->
            pods.add(
                Map.of(
                    "strimzi.io/cluster",
                    resource.at("/metadata/labels").path("strimzi.io/cluster").asText(),
                    "strimzi.io/pool-name",
                    name));
        case "Cluster" -> pods.add(Map.of("cnpg.io/cluster", name));
        // the operator makes a Service of each application
        case "OpenLibertyApplication" ->
            services.add(Workload.of(List.of(resource)).getFirst().labels());
        case "Service" -> services.add(Workload.texts(resource.at("/metadata/labels")));
        default -> {
          // selects nothing and is not selected
        }
      }
    }
    for (Workload workload : workloads) {
      ManifestRules.items(workload.pod().at("/topologySpreadConstraints/constraints"))
          .forEach(it -> spread(workload, it));
      ManifestRules.items(workload.pod().path("topologySpreadConstraints"))
          .filter(it -> it.has("topologyKey"))
          .forEach(it -> spread(workload, it));
    }
  }

  static List<String> faults(List<JsonNode> resources) {
    SelectorRules rules = new SelectorRules(resources);
    resources.forEach(rules::look);
    return rules.faults;
  }

  private void look(JsonNode resource) {
    JsonNode spec = resource.path("spec");
    switch (resource.path("kind").asText()) {
      case "PodDisruptionBudget" -> expect(resource, spec.at("/selector/matchLabels"), pods);
      case "ServiceMonitor" -> expect(resource, spec.at("/selector/matchLabels"), services);
      case "Service" -> {
        if (spec.has("selector")) {
          expect(resource, spec.path("selector"), pods);
        }
      }
      case "NetworkPolicy" -> {
        expect(resource, spec.at("/podSelector/matchLabels"), pods);
        Stream.concat(
                ManifestRules.items(spec.path("ingress")).flatMap(it -> peers(it.path("from"))),
                ManifestRules.items(spec.path("egress")).flatMap(it -> peers(it.path("to"))))
            .forEach(labels -> expect(resource, labels, pods));
      }
      case "Kafka" ->
          ManifestRules.items(spec.at("/kafka/listeners"))
              .flatMap(it -> peers(it.path("networkPolicyPeers")))
              .forEach(labels -> expect(resource, labels, pods));
      case "KafkaUser", "KafkaTopic", "KafkaNodePool" -> cluster(resource);
      default -> {
        // selects nothing
      }
    }
  }

  /// Pods of this namespace: those of other ones are not ours to know.
  private static Stream<JsonNode> peers(JsonNode peers) {
    return ManifestRules.items(peers)
        .filter(peer -> !peer.has("namespaceSelector"))
        .map(peer -> peer.at("/podSelector/matchLabels"))
        .filter(JsonNode::isObject);
  }

  private void spread(Workload workload, JsonNode constraint) {
    Map<String, String> wanted = Workload.texts(constraint.at("/labelSelector/matchLabels"));
    if (wanted.isEmpty() || !workload.labels().entrySet().containsAll(wanted.entrySet())) {
      faults.add(workload.name() + " is spread among " + wanted + ", not among its own pods");
    }
    if (constraint.path("whenUnsatisfiable").asText().equals("DoNotSchedule")
        && !constraint.path("nodeTaintsPolicy").asText().equals("Honor")) {
      faults.add(workload.name() + " is spread over machines that it may not run on");
    }
  }

  private void cluster(JsonNode resource) {
    String cluster = resource.at("/metadata/labels").path("strimzi.io/cluster").asText();
    if (resources.stream().noneMatch(it -> Manifests.name(it).equals("Kafka " + cluster))) {
      faults.add(Manifests.name(resource) + " belongs to no Kafka");
    }
  }

  private void expect(JsonNode resource, JsonNode selector, List<Map<String, String>> among) {
    Map<String, String> wanted = Workload.texts(selector);
    boolean found =
        among.stream().anyMatch(labels -> labels.entrySet().containsAll(wanted.entrySet()));
    if (wanted.isEmpty() || !found) {
      faults.add(Manifests.name(resource) + " selects nothing with " + wanted);
    }
  }
}
