package io.parley.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.platform.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/// A request as it came: only what Parley must know of it is read, and only the model's name in it
/// is ever changed.
final class ChatRequest {
  private static final int MOST_TREE_BYTES = 1024 * 1024;

  /// Of the values in a larger request: pictures are few and large, objects many and small.
  private static final int MOST_VALUES = 50_000;

  private final byte[] json;
  private String model = "";
  private int modelFrom = -1;
  private int modelTo = -1;
  private boolean streamed;
  private boolean hasFields;
  private int choices = 1;

  private ChatRequest(byte[] json) {
    this.json = json;
  }

  /// @throws OpenAiError if it is not a JSON object with a `model`
  static ChatRequest read(byte[] json) {
    return read(json, Optional.empty());
  }

  /// @param deployment the model, where the address names it: then that of the body does not count,
  ///   and need not be there
  /// @throws OpenAiError if it is not a JSON object, or no model is named
  static ChatRequest read(byte[] json, Optional<String> deployment) {
    ChatRequest request = readUnnamed(json);
    request.model = deployment.orElse(request.model);
    if (request.model.isBlank()) {
      throw OpenAiError.invalid("model", "Send the name of a `model`, as GET /v1/models has it.");
    }
    return request;
  }

  /// One that need not name a model.
  ///
  /// @throws OpenAiError if it is not a JSON object
  static ChatRequest readUnnamed(byte[] json) {
    ChatRequest request = new ChatRequest(json);
    try (JsonParser parser = Json.STRICT.createParser(json)) {
      request.scan(parser);
    } catch (IOException e) {
      throw OpenAiError.invalid("The body is not valid JSON, or names a field twice.");
    }
    return request;
  }

  /// A request that was made here.
  static ChatRequest of(ObjectNode request) {
    return read(Json.write(request).getBytes(StandardCharsets.UTF_8));
  }

  String model() {
    return model;
  }

  boolean isStreamed() {
    return streamed;
  }

  /// How many answers are wanted.
  int choices() {
    return choices;
  }

  /// All of it, for those who make the answer here. As objects it takes many times its bytes.
  ///
  /// @throws OpenAiError if it is too large for that
  JsonNode tree() {
    if (json.length > MOST_TREE_BYTES) {
      throw OpenAiError.of(
          413,
          OpenAiError.INVALID,
          "too_large",
          "A request for this has at most %,d bytes.".formatted(MOST_TREE_BYTES));
    }
    return parsed();
  }

  /// The same for a request that may hold large texts, such as pictures: what is many times its
  /// bytes are many values.
  ///
  /// @throws OpenAiError if it has too many values
  JsonNode treeOfFewValues() {
    if (json.length > MOST_TREE_BYTES && values() > MOST_VALUES) {
      throw OpenAiError.of(
          413,
          OpenAiError.INVALID,
          "too_large",
          "A request of more than %,d bytes has at most %,d values."
              .formatted(MOST_TREE_BYTES, MOST_VALUES));
    }
    return parsed();
  }

  private int values() {
    int values = 0;
    try (JsonParser parser = Json.MAPPER.createParser(json)) {
      for (JsonToken token = parser.nextToken();
          token != null && values <= MOST_VALUES;
          token = parser.nextToken()) {
        values++;
      }
      return values;
    } catch (IOException e) {
      throw OpenAiError.invalid("The body is not valid JSON, or names a field twice.");
    }
  }

  private JsonNode parsed() {
    try {
      return Json.MAPPER.readTree(json);
    } catch (IOException e) {
      throw OpenAiError.invalid("The body is not valid JSON, or names a field twice.");
    }
  }

  /// One of its own fields that is not among these, if there is one.
  Optional<String> fieldOtherThan(Set<String> known) {
    try (JsonParser parser = Json.MAPPER.createParser(json)) {
      var _ = parser.nextToken();
      for (Optional<String> name = next(parser); name.isPresent(); name = next(parser)) {
        if (!known.contains(name.get())) {
          return name;
        }
        var _ = parser.nextToken();
        parser.skipChildren();
      }
      return Optional.empty();
    } catch (IOException e) {
      throw OpenAiError.invalid("The body is not valid JSON.");
    }
  }

  /// Whether all of its `tools` are of this type.
  boolean hasOnlyTools(String type) {
    try (JsonParser parser = Json.MAPPER.createParser(json)) {
      boolean only = true;
      var _ = parser.nextToken();
      for (Optional<String> name = next(parser); name.isPresent(); name = next(parser)) {
        var _ = parser.nextToken();
        if (name.get().equals("tools")) {
          for (JsonNode tool : parser.<JsonNode>readValueAsTree()) {
            only &= tool.path("type").asText().equals(type);
          }
        } else {
          parser.skipChildren();
        }
      }
      return only;
    } catch (IOException e) {
      throw OpenAiError.invalid("The body is not valid JSON.");
    }
  }

  /// The same request with another model's name, and every other byte as it was.
  byte[] withModel(String name) {
    if (modelFrom < 0) {
      return withModelFirst(name);
    }
    byte[] quoted = Json.write(name).getBytes(StandardCharsets.UTF_8);
    var changed = new ByteArrayOutputStream(json.length + quoted.length);
    changed.write(json, 0, modelFrom);
    changed.write(quoted, 0, quoted.length);
    changed.write(json, modelTo, json.length - modelTo);
    return changed.toByteArray();
  }

  /// The same for a request that names none.
  private byte[] withModelFirst(String name) {
    int brace = 0;
    while (json[brace] != '{') {
      brace++;
    }
    String first = "{\"model\":" + Json.write(name) + (hasFields ? "," : "");
    var changed = new ByteArrayOutputStream(json.length + first.length() + 1);
    changed.writeBytes(first.getBytes(StandardCharsets.UTF_8));
    changed.write(json, brace + 1, json.length - brace - 1);
    return changed.toByteArray();
  }

  private void scan(JsonParser parser) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw OpenAiError.invalid("The body is a JSON object.");
    }
    for (Optional<String> name = next(parser); name.isPresent(); name = next(parser)) {
      hasFields = true;
      JsonToken value = parser.nextToken();
      switch (name.get()) {
        case "model" -> readModel(parser, value);
        case "stream" -> streamed = value == JsonToken.VALUE_TRUE;
        case "n" -> choices = value == JsonToken.VALUE_NUMBER_INT ? parser.getValueAsInt(1) : 1;
        default -> parser.skipChildren();
      }
    }
    if (parser.nextToken() != null) {
      throw OpenAiError.invalid("The body is one JSON object.");
    }
  }

  private static Optional<String> next(JsonParser parser) throws IOException {
    return Optional.ofNullable(parser.nextFieldName());
  }

  private void readModel(JsonParser parser, JsonToken value) throws IOException {
    if (value != JsonToken.VALUE_STRING || modelFrom >= 0) {
      throw OpenAiError.invalid("model", "`model` is one text.");
    }
    model = parser.getText();
    modelFrom = (int) parser.currentTokenLocation().getByteOffset();
    modelTo = (int) parser.currentLocation().getByteOffset();
    // Elsewhere than in UTF-8 the parser counts characters, not bytes.
    if (modelFrom < 0 || json[modelFrom] != '"' || json[modelTo - 1] != '"') {
      throw OpenAiError.invalid("The body is JSON in UTF-8.");
    }
  }
}
