package io.parley.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The rules of a file for Prometheus.
///
/// @param groups as in the file
record AlertRules(JsonNode groups) {
  static final Path DIRECTORY = Path.of("deploy/prometheus");

  /// A metric of a node: recorded series have colons.
  private static final Pattern METRIC = Pattern.compile("(?<![\\w:])(?:parley|memory)_\\w+");

  static AlertRules read() {
    return of(Manifests.text(DIRECTORY.resolve("parley.rules.yml")));
  }

  static AlertRules of(String yaml) {
    return new AlertRules(Manifests.parse(yaml).getFirst().path("groups"));
  }

  List<JsonNode> alerts() {
    return rules().filter(rule -> rule.has("alert")).toList();
  }

  /// What Prometheus keeps for the alerts.
  List<JsonNode> recordings() {
    return rules().filter(rule -> rule.has("record")).toList();
  }

  Set<String> names() {
    return alerts().stream()
        .map(alert -> alert.path("alert").asText())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// The metrics that the rules read from nodes.
  Set<String> metrics() {
    return rules()
        .flatMap(rule -> METRIC.matcher(rule.path("expr").asText()).results())
        .map(found -> found.group())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Stream<JsonNode> rules() {
    return ManifestRules.items(groups).flatMap(group -> ManifestRules.items(group.path("rules")));
  }
}
