package io.parley.llm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.platform.Json;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Takes out of the events of one streamed answer what is not the answer, and what langchain4j does
/// not read: what the model thinks, its words where it declines, and why it says no more.
///
/// Thoughts come as `reasoning_content` (DeepSeek, vLLM, SGLang), as `reasoning` or
/// `reasoning_details` (OpenRouter, Ollama, Groq), as parts of the content (Mistral), or between
/// tags at the beginning of it ([ThinkTags]). Used by one thread.
public final class AnswerParts {
  private static final List<String> THOUGHTS =
      List.of("reasoning_content", "reasoning", "thinking", "reasoning_details");

  /// The fields in which a thought keeps its text, or what it consists of.
  private static final List<String> TEXTS = List.of("text", "thinking", "summary", "content");

  private static final int DEEPEST = 8;

  private static final Set<String> KNOWN_TO_LANGCHAIN4J =
      Set.of("stop", "length", "content_filter", "tool_calls", "function_call");

  private final Consumer<String> thinking;
  private final ThinkTags tags = new ThinkTags();
  private final StringBuilder refusal = new StringBuilder();
  private final int maxRefusal;
  private Optional<FinishReason> reason = Optional.empty();

  /// @param maxRefusal in characters; what is beyond is left out
  /// @param thinking is told each piece of what the model thinks, none of them empty
  AnswerParts(int maxRefusal, Consumer<String> thinking) {
    this.maxRefusal = maxRefusal;
    this.thinking = thinking;
  }

  /// The event with the answer alone.
  ///
  /// @param data a chunk of a chat completion
  String answer(String data) {
    JsonNode root;
    try {
      root = Json.MAPPER.readTree(data);
    } catch (JsonProcessingException e) {
      // langchain4j finds out as well, and reports it
      return data;
    }
    JsonNode choice = root.path("choices").path(0);
    boolean changed = end(choice);
    if (choice.get("delta") instanceof ObjectNode delta) {
      changed |= takeThoughts(delta);
      changed |= takeRefusal(delta);
      changed |= takeFromContent(delta);
    }
    return changed ? Json.write(root) : data;
  }

  /// Why the model said no more; empty if its provider has not told.
  Optional<FinishReason> reason() {
    return refusal().isPresent() ? Optional.of(FinishReason.REFUSAL) : reason;
  }

  /// Its words if it declined.
  Optional<String> refusal() {
    return Optional.of(refusal.toString()).filter(words -> !words.isBlank());
  }

  /// The beginning of the answer that is held back because a tag may begin with it. To be asked at
  /// the end.
  String rest() {
    ThinkTags.Split rest = tags.end();
    boolean _ = think(rest.thinking());
    return rest.answer();
  }

  private boolean end(JsonNode choice) {
    JsonNode told = choice.path("finish_reason");
    if (!told.isTextual() || told.asText().isEmpty()) {
      return false;
    }
    reason = Optional.of(reason(told.asText()));
    if (KNOWN_TO_LANGCHAIN4J.contains(told.asText())) {
      return false;
    }
    ((ObjectNode) choice).put("finish_reason", "stop");
    return true;
  }

  /// Why a model said no more, whatever its provider calls it.
  public static FinishReason reason(String told) {
    return switch (told.toLowerCase(Locale.ROOT)) {
      case "stop", "eos", "eos_token", "end_turn", "stop_sequence", "complete" -> FinishReason.STOP;
      case "length", "max_tokens", "model_length", "max_output_tokens", "max_length" ->
          FinishReason.LENGTH;
      case "content_filter", "safety", "recitation", "blocklist", "prohibited_content", "spii" ->
          FinishReason.CONTENT_FILTER;
      case "refusal" -> FinishReason.REFUSAL;
      case "tool_calls", "function_call", "tool_use" -> FinishReason.TOOL_CALLS;
      case "error" -> FinishReason.ERROR;
      default -> FinishReason.OTHER;
    };
  }

  /// What a model thinks, as a delta or a message has it; empty if it has nothing of it.
  public static String thoughts(JsonNode said) {
    return THOUGHTS.stream()
        .map(field -> text(said.path(field), 0))
        .filter(text -> !text.isEmpty())
        .findFirst()
        .orElse("");
  }

  /// Some providers send the same thought under two names: the first one is told.
  private boolean takeThoughts(ObjectNode delta) {
    boolean found = false;
    boolean told = false;
    for (String field : THOUGHTS) {
      JsonNode thought = delta.remove(field);
      if (thought != null) {
        found = true;
        String text = told ? "" : text(thought, 0);
        told |= think(text);
      }
    }
    return found;
  }

  private boolean takeRefusal(ObjectNode delta) {
    JsonNode words = delta.remove("refusal");
    if (words == null) {
      return false;
    }
    decline(text(words, 0));
    return true;
  }

  private void decline(String words) {
    int room = maxRefusal - refusal.length();
    refusal.append(words, 0, Math.clamp(room, 0, words.length()));
  }

  private boolean takeFromContent(ObjectNode delta) {
    JsonNode content = delta.path("content");
    if (content.isContainerNode()) {
      StringBuilder answer = new StringBuilder();
      parts(content).forEach(part -> takePart(part, answer));
      delta.put("content", withoutThoughts(answer.toString()));
      return true;
    }
    if (!content.isTextual() || tags.settled()) {
      return false;
    }
    delta.put("content", withoutThoughts(content.asText()));
    return true;
  }

  private void takePart(JsonNode part, StringBuilder answer) {
    switch (part.path("type").asText("text")) {
      case "thinking", "reasoning", "reasoning_text", "reasoning_summary", "summary_text" -> {
        boolean _ = think(text(part, 0));
      }
      case "refusal" -> decline(text(part.path("refusal"), 0));
      case "text", "output_text" -> answer.append(text(part, 0));
      default -> {
        // a reference or a picture: nothing that can be shown as text
      }
    }
  }

  private static Iterable<JsonNode> parts(JsonNode content) {
    return content.isArray() ? content : List.of(content);
  }

  private String withoutThoughts(String content) {
    ThinkTags.Split split = tags.split(content);
    boolean _ = think(split.thinking());
    return split.answer();
  }

  private boolean think(String text) {
    if (text.isEmpty()) {
      return false;
    }
    thinking.accept(text);
    return true;
  }

  private static String text(JsonNode node, int depth) {
    if (node.isTextual() || depth == DEEPEST) {
      return node.asText("");
    }
    StringBuilder text = new StringBuilder();
    if (node.isArray()) {
      node.forEach(part -> text.append(text(part, depth + 1)));
    } else {
      TEXTS.stream()
          .map(node::path)
          .filter(value -> !value.isMissingNode() && !value.isNull())
          .findFirst()
          .ifPresent(value -> text.append(text(value, depth + 1)));
    }
    return text.toString();
  }
}
