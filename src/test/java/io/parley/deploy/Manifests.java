package io.parley.deploy;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/// Resources of Kubernetes, read from YAML.
final class Manifests {
  private static final ObjectMapper YAML =
      YAMLMapper.builder(YAMLFactory.builder().build())
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .build();

  private Manifests() {}

  /// All documents of a text.
  static List<JsonNode> parse(String yaml) {
    try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
      return documents.readAll().stream().filter(JsonNode::isObject).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("not YAML: " + yaml, e);
    }
  }

  /// The whole resources in the files below directories: neither patches nor files for kustomize.
  static List<JsonNode> read(Path... directories) {
    List<JsonNode> found = new ArrayList<>();
    for (Path directory : directories) {
      for (Path file : files(directory)) {
        parse(text(file)).stream()
            .filter(it -> it.has("kind") && !kind(it).startsWith("kustomize.config.k8s.io/"))
            .forEach(found::add);
      }
    }
    return found;
  }

  private static List<Path> files(Path directory) {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(file -> file.toString().endsWith(".yaml"))
          .filter(file -> !file.toString().endsWith("patch.yaml"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The ConfigMap that kustomize makes of a file of settings.
  static JsonNode settings(String name, Path file) {
    ObjectNode map = YAML.createObjectNode().put("apiVersion", "v1").put("kind", "ConfigMap");
    map.putObject("metadata").put("name", name);
    ObjectNode data = map.putObject("data");
    text(file)
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(line -> line.split("=", 2))
        .forEach(setting -> data.put(setting[0], setting[1]));
    return map;
  }

  /// Such as `apps/v1/Deployment`.
  static String kind(JsonNode resource) {
    return resource.path("apiVersion").asText() + "/" + resource.path("kind").asText();
  }

  static boolean is(JsonNode resource, String kind) {
    return resource.path("kind").asText().equals(kind);
  }

  static String name(JsonNode resource) {
    return resource.path("kind").asText() + " " + resource.at("/metadata/name").asText();
  }

  /// Calls for each field at any depth, with its name and value.
  static void eachField(JsonNode node, BiConsumer<String, JsonNode> action) {
    if (node.isObject()) {
      node.properties()
          .forEach(field -> {
            action.accept(field.getKey(), field.getValue());
            eachField(field.getValue(), action);
          });
    } else if (node.isArray()) {
      node.forEach(item -> eachField(item, action));
    }
  }

  /// For messages.
  static String list(List<String> faults) {
    return faults.stream().collect(joining("\n", "\n", "\n"));
  }
}
