package io.parley.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Checks a document against the schema of a custom resource, as an API server does that is asked
/// to be strict: a field that the schema does not name is a fault.
final class SchemaCheck {
  private final List<String> faults = new ArrayList<>();

  private SchemaCheck() {}

  static List<String> faults(JsonNode schema, JsonNode document) {
    SchemaCheck check = new SchemaCheck();
    check.look("", schema, document);
    return check.faults;
  }

  private void look(String path, JsonNode schema, JsonNode value) {
    if (schema.path("x-kubernetes-int-or-string").asBoolean()) {
      expect(value.isInt() || value.isTextual(), path, "is neither a number nor a text");
    } else if (schema.has("type")) {
      expect(hasType(schema.get("type").asText(), value), path, "is no " + schema.get("type"));
    }
    if (schema.has("enum")) {
      expect(contains(schema.get("enum"), value), path, "is none of " + schema.get("enum"));
    }
    if (schema.has("pattern") && value.isTextual()) {
      String pattern = schema.get("pattern").asText();
      expect(Pattern.compile(pattern).matcher(value.asText()).find(), path, "is not " + pattern);
    }
    if (schema.has("minimum") && value.isNumber()) {
      double minimum = schema.get("minimum").asDouble();
      expect(value.asDouble() >= minimum, path, "is less than " + minimum);
    }
    if (schema.has("maximum") && value.isNumber()) {
      double maximum = schema.get("maximum").asDouble();
      expect(value.asDouble() <= maximum, path, "is more than " + maximum);
    }
    if (value.isObject()) {
      lookAtFields(path, schema, value);
    } else if (value.isArray() && schema.has("items")) {
      for (int i = 0; i < value.size(); i++) {
        look(path + "/" + i, schema.get("items"), value.get(i));
      }
    }
  }

  private void lookAtFields(String path, JsonNode schema, JsonNode value) {
    for (JsonNode name : schema.path("required")) {
      expect(value.has(name.asText()), path, "lacks " + name.asText());
    }
    boolean open = schema.path("x-kubernetes-preserve-unknown-fields").asBoolean();
    JsonNode others = schema.path("additionalProperties");
    value
        .properties()
        .forEach(field -> {
          String below = path + "/" + field.getKey();
          JsonNode known = schema.path("properties").path(field.getKey());
          if (!known.isMissingNode()) {
            look(below, known, field.getValue());
          } else if (others.isObject()) {
            look(below, others, field.getValue());
          } else {
            expect(open || others.asBoolean(), below, "is an unknown field");
          }
        });
  }

  private static boolean hasType(String type, JsonNode value) {
    return switch (type) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "boolean" -> value.isBoolean();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      default -> throw new IllegalArgumentException("not a type: " + type);
    };
  }

  private static boolean contains(JsonNode values, JsonNode value) {
    for (JsonNode one : values) {
      if (one.equals(value)) {
        return true;
      }
    }
    return false;
  }

  private void expect(boolean holds, String path, String otherwise) {
    if (!holds) {
      faults.add(path + " " + otherwise);
    }
  }
}
