package io.parley.llm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.config.Settings;
import io.parley.platform.Json;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// What the configuration says of models:
/// `system=false,max_tokens_parameter=max_completion_tokens`. What is said for a model goes before
/// what is said for its provider.
///
/// @param byModel a model's name is in capitals, with underscores for all but letters and digits,
///   as in a variable
record ConfiguredCapabilities(
    Map<String, Capabilities> byProvider, Map<String, Capabilities> byModel) {
  private static final String VARIABLE = "PARLEY_LLM_CAPABILITIES_";
  private static final Set<String> FLAGS =
      Set.of("system", "temperature", "stream_options", "vision", "tools", "thinking");
  private static final String LIMIT = "max_tokens_parameter";

  static final ConfiguredCapabilities NONE = new ConfiguredCapabilities(Map.of(), Map.of());

  ConfiguredCapabilities {
    byProvider = Map.copyOf(byProvider);
    byModel = Map.copyOf(byModel);
  }

  /// @param providers that there are
  static ConfiguredCapabilities from(Settings of, Set<String> providers) {
    Map<String, Capabilities> byProvider = new HashMap<>();
    for (String name : providers) {
      String key = Endpoints.PROVIDERS + name + ".capabilities";
      if (of.text(key).isPresent()) {
        byProvider.put(name, read(of, key));
      }
    }
    Map<String, Capabilities> byModel = new HashMap<>();
    for (String key : of.keys()) {
      String variable = variable(key);
      if (variable.startsWith(VARIABLE)
          && !variable.equals(VARIABLE + "TTL")
          && of.text(key).isPresent()) {
        byModel.put(variable.substring(VARIABLE.length()), read(of, key));
      }
    }
    return new ConfiguredCapabilities(byProvider, byModel);
  }

  Capabilities of(ModelId model) {
    if (byModel.isEmpty() && byProvider.isEmpty()) {
      return Capabilities.UNKNOWN;
    }
    return byModel
        .getOrDefault(variable(model.toString()), Capabilities.UNKNOWN)
        .or(byProvider.getOrDefault(model.provider(), Capabilities.UNKNOWN));
  }

  private static Capabilities read(Settings of, String key) {
    ObjectNode values = Json.MAPPER.createObjectNode();
    for (String item : of.list(key)) {
      String[] pair = item.split("=", -1);
      String name = pair[0].strip();
      String value = pair.length == 2 ? pair[1].strip() : "";
      if (FLAGS.contains(name) && Set.of("true", "false").contains(value)) {
        values.put(name, Boolean.parseBoolean(value));
      } else if (name.equals(LIMIT) && Lesson.isLimit(value)) {
        values.put(name, value);
      } else {
        throw new IllegalArgumentException(
            key
                + ": \""
                + item
                + "\" is not system, temperature, stream_options, vision, tools or thinking with"
                + " =true or =false, nor max_tokens_parameter=max_tokens or"
                + " =max_completion_tokens");
      }
    }
    try {
      return Json.MAPPER.treeToValue(values, Capabilities.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(key + " cannot be read", e);
    }
  }

  private static String variable(String text) {
    return text.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }
}
