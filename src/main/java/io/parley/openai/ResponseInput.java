package io.parley.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.platform.Json;
import java.util.Optional;
import java.util.Set;

/// Items of a response's input and output as the messages of a chat completion.
final class ResponseInput {
  private static final String CONTENT = "content";
  private static final String CALLS = "tool_calls";

  private final ArrayNode messages = Json.MAPPER.createArrayNode();

  /// The assistant's message that is being put together of what it said and called.
  private Optional<ObjectNode> turn = Optional.empty();

  void instructions(JsonNode text) {
    if (!text.isTextual()) {
      throw OpenAiError.invalid("instructions", "`instructions` must be a text.");
    }
    if (!text.asText().isBlank()) {
      messages.addObject().put("role", "system").put(CONTENT, text.asText());
    }
  }

  /// @param where the items are, for errors
  void addAll(JsonNode items, String where) {
    for (int at = 0; at < items.size(); at++) {
      add(items.get(at), "%s[%d]".formatted(where, at));
    }
  }

  /// @throws OpenAiError if nobody has said anything
  ArrayNode json() {
    boolean spoken = false;
    for (JsonNode message : messages) {
      spoken |= !message.path("role").asText().equals("system") || messages.size() > 1;
    }
    if (!spoken) {
      throw OpenAiError.invalid("input", "`input` must hold at least one message.");
    }
    return messages;
  }

  /// The same without the older half of what is no instruction; empty if too little is left. What
  /// remains begins with a person's message.
  static Optional<ArrayNode> shortened(ArrayNode messages) {
    int first = 0;
    while (first < messages.size() && messages.get(first).path("role").asText().equals("system")) {
      first++;
    }
    int from = first + Math.max(1, (messages.size() - first) / 2);
    while (from < messages.size() && !messages.get(from).path("role").asText().equals("user")) {
      from++;
    }
    if (from >= messages.size()) {
      return Optional.empty();
    }
    ArrayNode rest = Json.MAPPER.createArrayNode();
    for (int at = 0; at < messages.size(); at++) {
      if (at < first || at >= from) {
        rest.add(messages.get(at));
      }
    }
    return Optional.of(rest);
  }

  private void add(JsonNode item, String where) {
    String type = item.path("type").asText("message");
    switch (type) {
      case "message" -> message(item, where);
      case "function_call" -> call(item, where);
      case "function_call_output" -> result(item, where);
      case "reasoning" -> {
        // No model gets what it, or another one, has thought.
      }
      default ->
          throw OpenAiError.unsupported(
              where, "Items of the type `%s` are not supported.".formatted(type));
    }
  }

  private void message(JsonNode item, String where) {
    String role = item.path("role").asText();
    JsonNode content = item.path(CONTENT);
    switch (role) {
      case "system", "developer" -> {
        turn = Optional.empty();
        messages.addObject().put("role", "system").put(CONTENT, text(content, where));
      }
      case "user" -> {
        turn = Optional.empty();
        messages.addObject().put("role", "user").set(CONTENT, parts(content, where));
      }
      case "assistant" -> say(text(content, where));
      default ->
          throw OpenAiError.invalid(where, "`role` must be user, assistant, system or developer.");
    }
  }

  /// Words beside calls belong to the same message; other messages stay as they are.
  private void say(String text) {
    Optional<ObjectNode> calling = turn.filter(message -> message.has(CALLS));
    if (calling.isPresent()) {
      String said = calling.get().path(CONTENT).asText("");
      boolean first = calling.get().path(CONTENT).isNull() || said.isEmpty();
      calling.get().put(CONTENT, first ? text : said + "\n" + text);
    } else {
      ObjectNode message = messages.addObject().put("role", "assistant").put(CONTENT, text);
      turn = Optional.of(message);
    }
  }

  private void call(JsonNode item, String where) {
    ObjectNode message =
        turn.orElseGet(() -> messages.addObject().put("role", "assistant").putNull(CONTENT));
    turn = Optional.of(message);
    ObjectNode call = message.withArray(CALLS).addObject();
    call.put("id", required(item, "call_id", where)).put("type", "function");
    call.putObject("function")
        .put("name", required(item, "name", where))
        .put("arguments", item.path("arguments").asText("{}"));
  }

  private void result(JsonNode item, String where) {
    turn = Optional.empty();
    messages
        .addObject()
        .put("role", "tool")
        .put("tool_call_id", required(item, "call_id", where))
        .set(CONTENT, parts(item.path("output"), where));
  }

  private static String required(JsonNode item, String name, String where) {
    if (!item.path(name).isTextual() || item.path(name).asText().isEmpty()) {
      throw OpenAiError.invalid(
          where + "." + name, "`%s.%s` must be a text that is not empty.".formatted(where, name));
    }
    return item.path(name).asText();
  }

  private static String text(JsonNode content, String where) {
    if (content.isTextual()) {
      return content.asText();
    }
    StringBuilder text = new StringBuilder();
    for (JsonNode part : content) {
      String type = part.path("type").asText();
      if (!Set.of("input_text", "output_text", "text", "refusal").contains(type)) {
        throw OpenAiError.unsupported(
            where, "Content of the type `%s` is not supported in this message.".formatted(type));
      }
      text.append(part.path(type.equals("refusal") ? "refusal" : "text").asText());
    }
    return text.toString();
  }

  /// A text where there is nothing else: not every provider knows parts.
  private static JsonNode parts(JsonNode content, String where) {
    if (content.isTextual()) {
      return content;
    }
    if (!content.isArray()) {
      throw OpenAiError.invalid(
          where, "`%s` must have a text or a list of parts.".formatted(where));
    }
    ArrayNode parts = Json.MAPPER.createArrayNode();
    for (int at = 0; at < content.size(); at++) {
      parts.add(part(content.get(at), "%s.content[%d]".formatted(where, at)));
    }
    boolean isText = parts.size() == 1 && parts.get(0).path("type").asText().equals("text");
    return isText ? parts.get(0).path("text") : parts;
  }

  private static ObjectNode part(JsonNode part, String where) {
    String type = part.path("type").asText();
    return switch (type) {
      case "input_text", "output_text", "text" ->
          ResponseEvents.of("text").put("text", part.path("text").asText());
      case "input_image" -> image(part, where);
      case "input_file" -> file(part, where);
      case "input_audio" ->
          ResponseEvents.of("input_audio", "input_audio", part.path("input_audio"));
      default ->
          throw OpenAiError.unsupported(
              where, "Content of the type `%s` is not supported.".formatted(type));
    };
  }

  private static ObjectNode image(JsonNode part, String where) {
    if (!part.path("image_url").isTextual()) {
      throw OpenAiError.unsupported(
          where, "Send a picture as `image_url`, as an address or a data URL: no files are kept.");
    }
    ObjectNode image = Json.MAPPER.createObjectNode();
    image.put("url", part.path("image_url").asText());
    if (part.hasNonNull("detail")) {
      image.set("detail", part.path("detail"));
    }
    return ResponseEvents.of("image_url", "image_url", image);
  }

  private static ObjectNode file(JsonNode part, String where) {
    if (!part.path("file_data").isTextual()) {
      throw OpenAiError.unsupported(
          where, "Send a file as `file_data`: `file_id` and `file_url` are not supported.");
    }
    ObjectNode file = Json.MAPPER.createObjectNode();
    file.set("file_data", part.path("file_data"));
    if (part.hasNonNull("filename")) {
      file.set("filename", part.path("filename"));
    }
    return ResponseEvents.of("file", "file", file);
  }
}
