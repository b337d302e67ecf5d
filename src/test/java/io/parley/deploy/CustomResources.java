package io.parley.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.platform.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The schemas of the custom resources that the manifests use, cut down to the fields in use:
/// `src/test/resources/crd`, with how they are made.
final class CustomResources {
  private static final Path SCHEMAS = Path.of("src/test/resources/crd");

  /// What SchemaCheck understands, besides what nests.
  private static final List<String> RULES =
      List.of(
          "type",
          "required",
          "enum",
          "pattern",
          "minimum",
          "maximum",
          "x-kubernetes-int-or-string",
          "x-kubernetes-preserve-unknown-fields");

  private CustomResources() {}

  /// @param kind such as `kafka.strimzi.io/v1/Kafka`
  static Optional<JsonNode> schema(String kind) {
    Path file = SCHEMAS.resolve(kind.replace('/', '-') + ".json");
    return Files.exists(file) ? Optional.of(json(file)) : Optional.empty();
  }

  /// Derives the schemas again: the folder with the complete definitions, then files with what
  /// kustomize makes of all overlays.
  public static void main(String[] arguments) throws IOException {
    Map<String, JsonNode> definitions = definitions(Path.of(arguments[0]));
    Map<String, ObjectNode> used = new TreeMap<>();
    for (int i = 1; i < arguments.length; i++) {
      for (JsonNode resource : Manifests.parse(Manifests.text(Path.of(arguments[i])))) {
        String kind = Manifests.kind(resource);
        JsonNode whole = definitions.get(kind);
        if (whole != null) {
          ObjectNode part = used.computeIfAbsent(kind, _ -> JsonNodeFactory.instance.objectNode());
          keep(whole, resource, part);
        }
      }
    }
    for (var entry : used.entrySet()) {
      Path file = SCHEMAS.resolve(entry.getKey().replace('/', '-') + ".json");
      var writer = Json.MAPPER.writerWithDefaultPrettyPrinter();
      Files.writeString(file, writer.writeValueAsString(entry.getValue()) + "\n");
    }
  }

  private static Map<String, JsonNode> definitions(Path folder) throws IOException {
    Map<String, JsonNode> found = new TreeMap<>();
    List<Path> files;
    try (var all = Files.list(folder)) {
      files = all.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
    for (Path file : files) {
      for (JsonNode definition : Manifests.parse(Files.readString(file))) {
        JsonNode spec = definition.path("spec");
        for (JsonNode version : spec.path("versions")) {
          String kind =
              "%s/%s/%s"
                  .formatted(
                      spec.path("group").asText(),
                      version.path("name").asText(),
                      spec.at("/names/kind").asText());
          found.put(kind, version.at("/schema/openAPIV3Schema"));
        }
      }
    }
    return found;
  }

  /// Adds to a part of a schema what it says on the fields of a value.
  private static void keep(JsonNode whole, JsonNode value, ObjectNode part) {
    for (String rule : RULES) {
      if (whole.has(rule)) {
        part.set(rule, whole.get(rule));
      }
    }
    JsonNode others = whole.path("additionalProperties");
    if (others.isBoolean()) {
      part.set("additionalProperties", others);
    }
    if (value.isArray()) {
      value.forEach(item -> keep(whole.path("items"), item, part.withObject("/items")));
    } else if (value.isObject()) {
      for (var field : value.properties()) {
        JsonNode known = whole.path("properties").path(field.getKey());
        if (!known.isMissingNode()) {
          ObjectNode properties = part.withObject("/properties");
          ObjectNode below = child(properties, field.getKey());
          // what every resource has
          if (field.getKey().equals("metadata") && known.size() == 1) {
            below.put("type", "object").put("x-kubernetes-preserve-unknown-fields", true);
          } else {
            keep(known, field.getValue(), below);
          }
        } else if (others.isObject()) {
          keep(others, field.getValue(), child(part, "additionalProperties"));
        }
      }
    }
  }

  private static ObjectNode child(ObjectNode parent, String name) {
    return parent.get(name) instanceof ObjectNode child ? child : parent.putObject(name);
  }

  private static JsonNode json(Path file) {
    try {
      return Json.MAPPER.readTree(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
