package io.parley.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// Pods of Parley, however they are described: by an OpenLibertyApplication, which the operator
/// makes a Deployment of, or by a Deployment.
///
/// @param name for messages
/// @param labels of the pods
/// @param container with `env`, `envFrom`, `securityContext` and `volumeMounts`
/// @param probes with `startup`, `liveness` and `readiness`
/// @param pod with `volumes`, `securityContext` and `topologySpreadConstraints`
/// @param graceSeconds from SIGTERM, and what precedes it, until the pod is killed
/// @param preStopSeconds before SIGTERM
record Workload(
    String name,
    Map<String, String> labels,
    JsonNode container,
    Map<String, JsonNode> probes,
    JsonNode pod,
    long graceSeconds,
    long preStopSeconds) {

  /// What Kubernetes waits if nothing else is set. The operator cannot set anything else.
  private static final long DEFAULT_GRACE_SECONDS = 30;

  static List<Workload> of(List<JsonNode> resources) {
    return resources.stream().flatMap(resource -> of(resource).stream()).toList();
  }

  private static Optional<Workload> of(JsonNode resource) {
    return switch (resource.path("kind").asText()) {
      case "OpenLibertyApplication" -> Optional.of(application(resource));
      case "Deployment" -> Optional.of(deployment(resource));
      default -> Optional.empty();
    };
  }

  private static Workload application(JsonNode resource) {
    JsonNode spec = resource.path("spec");
    Map<String, String> labels = texts(resource.at("/metadata/labels"));
    labels.put("app.kubernetes.io/instance", resource.at("/metadata/name").asText());
    labels.put("app.kubernetes.io/managed-by", "open-liberty-operator");
    JsonNode probes = spec.path("probes");
    return new Workload(
        Manifests.name(resource),
        labels,
        spec,
        Map.of(
            "startup", probes.path("startup"),
            "liveness", probes.path("liveness"),
            "readiness", probes.path("readiness")),
        spec,
        DEFAULT_GRACE_SECONDS,
        0);
  }

  private static Workload deployment(JsonNode resource) {
    JsonNode pod = resource.at("/spec/template/spec");
    JsonNode container = pod.at("/containers/0");
    return new Workload(
        Manifests.name(resource),
        texts(resource.at("/spec/template/metadata/labels")),
        container,
        Map.of(
            "startup", container.path("startupProbe"),
            "liveness", container.path("livenessProbe"),
            "readiness", container.path("readinessProbe")),
        pod,
        pod.path("terminationGracePeriodSeconds").asLong(DEFAULT_GRACE_SECONDS),
        container.at("/lifecycle/preStop/sleep/seconds").asLong());
  }

  /// A probe, empty if there is none.
  JsonNode probe(String name) {
    return probes.getOrDefault(name, MissingNode.getInstance());
  }

  /// All its variables that are not in a ConfigMap.
  Stream<JsonNode> variables() {
    return StreamSupport.stream(container.path("env").spliterator(), false);
  }

  /// The names of the ConfigMaps that its settings come from.
  Stream<String> settings() {
    return StreamSupport.stream(container.path("envFrom").spliterator(), false)
        .map(source -> source.at("/configMapRef/name").asText());
  }

  /// The value of a setting, from itself or from one of the ConfigMaps.
  Optional<String> setting(String name, List<JsonNode> resources) {
    Optional<String> own =
        variables()
            .filter(variable -> variable.path("name").asText().equals(name))
            .map(variable -> variable.path("value").asText())
            .findFirst();
    return own.or(() ->
        settings()
            .map(map -> configMap(map, resources).at("/data").path(name))
            .filter(JsonNode::isTextual)
            .map(JsonNode::asText)
            .findFirst());
  }

  private static JsonNode configMap(String name, List<JsonNode> resources) {
    return resources.stream()
        .filter(resource -> Manifests.name(resource).equals("ConfigMap " + name))
        .findFirst()
        .orElse(MissingNode.getInstance());
  }

  static Map<String, String> texts(JsonNode object) {
    Map<String, String> texts = new TreeMap<>();
    object.properties().forEach(field -> texts.put(field.getKey(), field.getValue().asText()));
    return texts;
  }
}
