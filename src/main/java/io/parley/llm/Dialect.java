package io.parley.llm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.platform.Json;
import java.util.Map;
import java.util.Set;

/// Where providers differ in what they call OpenAI's chat completions. Most take everything in its
/// older form, and pass over what they do not know.
record Dialect(Map<String, String> renamed, Set<String> refused) {
  static final Dialect STANDARD = new Dialect(Map.of(), Set.of());

  /// OpenAI's reasoning models refuse `max_tokens`; its older ones know the new name as well. Groq
  /// and Cerebras document the new one only.
  static final Dialect NEWER = new Dialect(Map.of("max_tokens", "max_completion_tokens"), Set.of());

  /// Refuses every field that it does not know; counts its tokens unasked.
  static final Dialect MISTRAL =
      new Dialect(
          Map.of("seed", "random_seed", "max_completion_tokens", "max_tokens"),
          Set.of("stream_options"));

  Dialect {
    renamed = Map.copyOf(renamed);
    refused = Set.copyOf(refused);
  }

  /// A request's body as this provider takes it.
  ObjectNode translate(ObjectNode body) {
    ObjectNode translated = body.deepCopy();
    renamed.forEach((from, to) -> {
      if (translated.has(from)) {
        var value = translated.remove(from);
        if (!translated.has(to)) {
          translated.set(to, value);
        }
      }
    });
    translated.remove(refused);
    return translated;
  }

  /// The same for a body that is a JSON object in text.
  String translate(String body) {
    if (renamed.isEmpty() && refused.isEmpty()) {
      return body;
    }
    try {
      return Json.write(translate(Json.MAPPER.readValue(body, ObjectNode.class)));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a JSON object", e);
    }
  }
}
