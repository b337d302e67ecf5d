package io.parley.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What the world can reach: the server, but neither `/health` nor `/metrics`, with time enough for
/// sockets and slow answers, and as the client that it is.
final class ExposureRules {
  private static final Set<String> CLOSED = Set.of("/health", "/metrics");

  /// `parley.openai.answer-timeout`, and what a proxy must wait on a silent socket, in seconds.
  private static final int ANSWER = 600;

  private static final int SILENCE = 60;
  private static final String ROUTER = "haproxy.router.openshift.io/";
  private static final String NGINX = "nginx.ingress.kubernetes.io/";

  private final List<JsonNode> resources;
  private final List<String> faults = new ArrayList<>();

  /// Which Service answers at which path.
  private final Map<String, String> paths = new TreeMap<>();

  private ExposureRules(List<JsonNode> resources) {
    this.resources = resources;
  }

  static List<String> faults(List<JsonNode> resources) {
    ExposureRules rules = new ExposureRules(resources);
    resources.forEach(rules::look);
    rules.closedPaths();
    return rules.faults;
  }

  private void look(JsonNode resource) {
    JsonNode spec = resource.path("spec");
    switch (resource.path("kind").asText()) {
      case "Route" -> {
        String path = spec.path("path").asText("/");
        paths.put(path, spec.at("/to/name").asText());
        expect(resource, spec.at("/tls/termination").asText().equals("edge"), "has no TLS");
        if (path.equals("/")) {
          router(resource, Workload.texts(resource.at("/metadata/annotations")));
        }
      }
      case "Ingress" -> {
        ManifestRules.items(spec.at("/rules/0/http/paths"))
            .forEach(
                it -> paths.put(it.path("path").asText(), it.at("/backend/service/name").asText()));
        expect(resource, !spec.at("/tls/0/secretName").asText().isEmpty(), "has no TLS");
        nginx(resource, Workload.texts(resource.at("/metadata/annotations")));
      }
      case "OpenLibertyApplication" -> {
        boolean closed = !spec.path("expose").asBoolean(true);
        expect(resource, closed, "gets a Route from the operator, with all paths");
        expect(resource, !spec.path("manageTLS").asBoolean(true), "is served with TLS");
        expect(resource, spec.at("/service/port").asInt() == 9080, "is not served on 9080");
      }
      default -> {
        // is not exposed
      }
    }
  }

  private void router(JsonNode route, Map<String, String> annotations) {
    expect(route, seconds(annotations.get(ROUTER + "timeout")) > ANSWER, "ends slow answers");
    expect(
        route,
        seconds(annotations.get(ROUTER + "timeout-tunnel")) > SILENCE,
        "ends silent sockets");
    boolean replaces = "replace".equals(annotations.get(ROUTER + "set-forwarded-headers"));
    expect(route, replaces, "passes on what clients claim about themselves");
  }

  private void nginx(JsonNode ingress, Map<String, String> annotations) {
    for (String timeout : List.of("proxy-read-timeout", "proxy-send-timeout")) {
      expect(ingress, seconds(annotations.get(NGINX + timeout)) > ANSWER, "has no " + timeout);
    }
    expect(ingress, "off".equals(annotations.get(NGINX + "proxy-buffering")), "buffers streams");
  }

  private void closedPaths() {
    if (paths.isEmpty()) {
      return;
    }
    Set<String> open = new TreeSet<>(CLOSED);
    open.removeIf(path -> paths.containsKey(path) && isWithoutPods(paths.get(path)));
    open.forEach(path -> faults.add(path + " can be reached from outside"));
    if (isWithoutPods(paths.getOrDefault("/", ""))) {
      faults.add("/ leads nowhere");
    }
  }

  /// A Service that selects no pods. That of an application is made by the operator.
  private boolean isWithoutPods(String service) {
    Predicate<JsonNode> named = it -> Manifests.name(it).equals("Service " + service);
    return resources.stream()
        .filter(named)
        .map(it -> it.path("spec").has("selector"))
        .collect(Collectors.toSet())
        .equals(Set.of(false));
  }

  private static int seconds(@Nullable String time) {
    return time == null ? 0 : Integer.parseInt(time.replace("s", ""));
  }

  private void expect(JsonNode resource, boolean holds, String otherwise) {
    if (!holds) {
      faults.add(Manifests.name(resource) + " " + otherwise);
    }
  }
}
