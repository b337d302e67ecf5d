package io.parley.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.platform.Json;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// What a response is asked for besides its input, as a chat completion has it. What a chat
/// completion does not have is refused by name, so that nobody gets less than they asked for
/// unawares.
final class ResponseSettings {
  /// Fields that mean the same there.
  private static final Set<String> SHARED =
      Set.of(
          "frequency_penalty",
          "logit_bias",
          "min_p",
          "presence_penalty",
          "prompt_cache_key",
          "prompt_cache_retention",
          "repetition_penalty",
          "safety_identifier",
          "seed",
          "service_tier",
          "stop",
          "stream",
          "temperature",
          "top_k",
          "top_p",
          "user");

  /// Fields that are served here.
  private static final Set<String> OURS =
      Set.of(
          "include",
          "input",
          "instructions",
          "max_output_tokens",
          "max_tool_calls",
          "metadata",
          "model",
          "parallel_tool_calls",
          "previous_response_id",
          "reasoning",
          "store",
          "stream_options",
          "text",
          "tool_choice",
          "tools",
          "top_logprobs",
          "truncation");

  private static final String LOGPROBS = "message.output_text.logprobs";

  /// All but the first two are about what no response of Parley holds.
  private static final Set<String> INCLUDED =
      Set.of(
          LOGPROBS,
          "message.input_image.image_url",
          "reasoning.encrypted_content",
          "code_interpreter_call.outputs",
          "computer_call_output.output.image_url",
          "file_search_call.results",
          "web_search_call.action.sources",
          "web_search_call.results");

  private static final int MOST_METADATA = 16;

  private ResponseSettings() {}

  /// @throws OpenAiError if it asks for what is not served
  static ObjectNode translated(JsonNode request) {
    ObjectNode chat = Json.MAPPER.createObjectNode();
    for (Map.Entry<String, JsonNode> field : request.properties()) {
      String name = field.getKey();
      JsonNode value = field.getValue();
      if (value.isNull() || OURS.contains(name)) {
        continue;
      }
      if (SHARED.contains(name)) {
        chat.set(name, value);
      } else if (!name.equals("background") || value.asBoolean(true)) {
        throw unsupported(name);
      }
    }
    limits(request, chat);
    reasoning(request.path("reasoning"), chat);
    text(request.path("text"), chat);
    logprobs(request, chat);
    ResponseTools.translate(request, chat);
    metadata(request.path("metadata"));
    truncation(request.path("truncation"));
    if (request.path("stream").asBoolean()) {
      stream(request.path("stream_options"), chat);
    }
    return chat;
  }

  static OpenAiError unsupported(String name) {
    return OpenAiError.unsupported(
        name, "`%s` is not supported by this server. Leave it out.".formatted(name));
  }

  private static void limits(JsonNode request, ObjectNode chat) {
    JsonNode most = request.path("max_output_tokens");
    if (most.isMissingNode() || most.isNull()) {
      return;
    }
    if (!most.isIntegralNumber() || most.asLong() < 1) {
      throw OpenAiError.invalid(
          "max_output_tokens", "`max_output_tokens` must be a whole number of at least 1.");
    }
    // the older name: where a provider knows another one only, its dialect has it
    chat.set("max_tokens", most);
  }

  private static void reasoning(JsonNode reasoning, ObjectNode chat) {
    only(reasoning, "reasoning", "effort", "summary", "generate_summary");
    if (reasoning.hasNonNull("effort")) {
      chat.set("reasoning_effort", reasoning.path("effort"));
    }
  }

  private static void text(JsonNode text, ObjectNode chat) {
    only(text, "text", "format", "verbosity");
    if (text.hasNonNull("verbosity")) {
      chat.set("verbosity", text.path("verbosity"));
    }
    JsonNode format = text.path("format");
    switch (format.path("type").asText("text")) {
      case "text" -> {}
      case "json_object" -> chat.set("response_format", ResponseEvents.of("json_object"));
      case "json_schema" -> {
        ObjectNode schema = Json.MAPPER.createObjectNode();
        for (Map.Entry<String, JsonNode> field : format.properties()) {
          if (!field.getKey().equals("type") && !field.getValue().isNull()) {
            schema.set(field.getKey(), field.getValue());
          }
        }
        chat.set("response_format", ResponseEvents.of("json_schema", "json_schema", schema));
      }
      default ->
          throw OpenAiError.unsupported(
              "text.format", "`text.format` must be of the type text, json_object or json_schema.");
    }
  }

  private static void logprobs(JsonNode request, ObjectNode chat) {
    Set<String> included = new HashSet<>();
    for (JsonNode name : request.path("include")) {
      if (!INCLUDED.contains(name.asText())) {
        throw OpenAiError.unsupported("include", "`include` has a value that is not supported.");
      }
      included.add(name.asText());
    }
    int top = request.path("top_logprobs").asInt(0);
    if (included.contains(LOGPROBS) || top > 0) {
      chat.put("logprobs", true);
    }
    if (top > 0) {
      chat.put("top_logprobs", top);
    }
  }

  private static void metadata(JsonNode metadata) {
    if (metadata.isMissingNode() || metadata.isNull()) {
      return;
    }
    boolean texts = metadata.isObject() && metadata.size() <= MOST_METADATA;
    for (JsonNode value : metadata) {
      texts &= value.isTextual();
    }
    if (!texts) {
      throw OpenAiError.invalid(
          "metadata", "`metadata` must be an object of at most %d texts.".formatted(MOST_METADATA));
    }
  }

  private static void truncation(JsonNode truncation) {
    if (!Set.of("", "null", "auto", "disabled").contains(truncation.asText())) {
      throw OpenAiError.invalid("truncation", "`truncation` must be auto or disabled.");
    }
  }

  private static void stream(JsonNode options, ObjectNode chat) {
    only(options, "stream_options", "include_obfuscation");
    if (options.path("include_obfuscation").asBoolean()) {
      throw unsupported("stream_options.include_obfuscation");
    }
    chat.putObject("stream_options").put("include_usage", true);
  }

  private static void only(JsonNode object, String where, String... known) {
    if (!object.isMissingNode() && !object.isNull() && !object.isObject()) {
      throw OpenAiError.invalid(where, "`%s` must be an object.".formatted(where));
    }
    Set<String> names = Set.of(known);
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      if (!field.getValue().isNull() && !names.contains(field.getKey())) {
        throw unsupported(where + "." + field.getKey());
      }
    }
  }

  /// Functions, and which of them may or must be called.
  private static final class ResponseTools {
    static void translate(JsonNode request, ObjectNode chat) {
      ArrayNode tools = Json.MAPPER.createArrayNode();
      for (JsonNode tool : request.path("tools")) {
        tools.add(function(tool));
      }
      choice(request.path("tool_choice"), tools, chat);
      if (!tools.isEmpty()) {
        chat.set("tools", tools);
        if (request.hasNonNull("parallel_tool_calls")) {
          chat.set("parallel_tool_calls", request.path("parallel_tool_calls"));
        }
      }
    }

    private static ObjectNode function(JsonNode tool) {
      String type = tool.path("type").asText();
      if (!type.equals("function")) {
        throw OpenAiError.unsupported(
            "tools",
            "Tools of the type `%s` are not supported. Send tools of the type `function`."
                .formatted(type));
      }
      if (tool.path("async").asBoolean() || tool.path("defer_loading").asBoolean()) {
        throw unsupported(tool.path("async").asBoolean() ? "tools.async" : "tools.defer_loading");
      }
      if (!tool.path("name").isTextual()) {
        throw OpenAiError.invalid("tools", "Each of the `tools` must have a `name`.");
      }
      ObjectNode function = Json.MAPPER.createObjectNode();
      for (String name : new String[] {"name", "description", "parameters", "strict"}) {
        if (tool.hasNonNull(name)) {
          function.set(name, tool.path(name));
        }
      }
      return ResponseEvents.of("function", "function", function);
    }

    private static void choice(JsonNode choice, ArrayNode tools, ObjectNode chat) {
      if (choice.isTextual()) {
        if (!Set.of("none", "auto", "required").contains(choice.asText())) {
          throw OpenAiError.invalid(
              "tool_choice", "`tool_choice` must be none, auto, required or an object.");
        }
        // without tools, there is nothing to choose
        if (!tools.isEmpty()) {
          chat.set("tool_choice", choice);
        }
      } else if (choice.isObject()) {
        switch (choice.path("type").asText()) {
          case "function" -> chat.set("tool_choice", named(choice));
          case "allowed_tools" -> allowed(choice, tools, chat);
          default ->
              throw OpenAiError.unsupported(
                  "tool_choice", "`tool_choice` can name a `function` or `allowed_tools` only.");
        }
      }
    }

    private static ObjectNode named(JsonNode choice) {
      ObjectNode function = Json.MAPPER.createObjectNode();
      function.set("name", choice.path("name"));
      return ResponseEvents.of("function", "function", function);
    }

    /// Every provider knows how to offer fewer tools.
    private static void allowed(JsonNode choice, ArrayNode tools, ObjectNode chat) {
      Set<String> names = new HashSet<>();
      for (JsonNode tool : choice.path("tools")) {
        names.add(tool.path("name").asText());
      }
      for (int at = tools.size() - 1; at >= 0; at--) {
        if (!names.contains(tools.get(at).at("/function/name").asText())) {
          tools.remove(at);
        }
      }
      chat.put("tool_choice", choice.path("mode").asText("auto"));
    }
  }
}
