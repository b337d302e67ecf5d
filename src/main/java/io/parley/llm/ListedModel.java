package io.parley.llm;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.platform.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// An entry of a provider's list of models. What is there to embed, transcribe, speak or draw is
/// left out: the list does not say what a model is for, but the names do.
final class ListedModel {
  /// Digits, characters, and places before and after the point of a price.
  private static final int MAX_DIGITS = 40;

  /// For one token.
  private static final BigDecimal MAX_PRICE = BigDecimal.valueOf(1_000_000);

  private static final Pattern NO_CHAT =
      Pattern.compile(
          "embed|whisper|transcri|tts|dall-e|image|moderation|rerank|realtime|audio|sora|clip|bge-",
          Pattern.CASE_INSENSITIVE);

  private static final int MAX_TITLE = 200;

  private static final List<String> LENGTHS =
      List.of("context_length", "max_model_len", "context_window", "max_context_length");

  /// What a model's name is called, the best first.
  private static final List<String> NAMES = List.of("id", "model", "name");

  private static final Set<String> FIELDS =
      Stream.of(
              NAMES.stream(),
              Stream.of("active", "pricing"),
              LENGTHS.stream(),
              ListedCapabilities.FIELDS.stream())
          .flatMap(Function.identity())
          .collect(Collectors.toUnmodifiableSet());

  private ListedModel() {}

  /// Of an entry, what is looked at below. Some list names alone.
  static JsonNode entry(JsonParser parser) throws IOException {
    ObjectNode entry = Json.MAPPER.createObjectNode();
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      return entry.put("id", parser.getText());
    }
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return entry;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      var _ = parser.nextToken();
      if (FIELDS.contains(name)) {
        entry.set(name, parser.<JsonNode>readValueAsTree());
      } else {
        parser.skipChildren();
      }
    }
    return entry;
  }

  /// Empty if nobody can chat with it.
  static Optional<Model> read(String provider, JsonNode entry) {
    String name = name(entry);
    if (name.isBlank() || !chats(entry, name)) {
      return Optional.empty();
    }
    return ModelId.parse(provider + "/" + name)
        .map(id ->
            new Model(
                id,
                title(entry, name),
                length(entry),
                prices(entry),
                ListedCapabilities.read(entry)));
  }

  /// An `id`, or what Ollama's own list has in its place.
  private static String name(JsonNode entry) {
    for (String field : NAMES) {
      if (entry.path(field).isTextual()) {
        return entry.path(field).asText().strip();
      }
    }
    return "";
  }

  /// OpenRouter says what comes out of a model, Mistral what it is for; Groq lists those that are
  /// out of service as well.
  private static boolean chats(JsonNode entry, String name) {
    JsonNode output = entry.path("architecture").path("output_modalities");
    JsonNode chat = entry.path("capabilities").path("completion_chat");
    if (!entry.path("active").asBoolean(true)) {
      return false;
    }
    if (output.isArray()) {
      return StreamSupport.stream(output.spliterator(), false)
          .anyMatch(kind -> kind.asText().equals("text"));
    }
    return chat.isBoolean() ? chat.asBoolean() : !NO_CHAT.matcher(name).find();
  }

  private static Optional<String> title(JsonNode entry, String name) {
    String title = entry.path("name").asText("").strip();
    boolean fits = !title.isEmpty() && title.length() <= MAX_TITLE && !title.equals(name);
    return fits ? Optional.of(title) : Optional.empty();
  }

  /// OpenAI's list has no such field; OpenRouter, vLLM, Groq and Mistral each name it otherwise.
  private static OptionalInt length(JsonNode entry) {
    for (String field : LENGTHS) {
      if (entry.path(field).asInt() > 0) {
        return OptionalInt.of(entry.path(field).asInt());
      }
    }
    return OptionalInt.empty();
  }

  /// As OpenRouter has them: dollars per token, in text. What it cannot say beforehand is -1 there.
  private static Optional<Prices> prices(JsonNode entry) {
    JsonNode pricing = entry.path("pricing");
    return price(pricing.path("prompt"))
        .flatMap(prompt ->
            price(pricing.path("completion")).map(completion -> new Prices(prompt, completion)));
  }

  private static Optional<BigDecimal> price(JsonNode value) {
    try {
      String text = value.asText();
      return text.length() > MAX_DIGITS
          ? Optional.empty()
          : Optional.of(new BigDecimal(text)).filter(ListedModel::isPrice);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /// What replies cost is kept and added up: with an exponent of a billion there would be no end of
  /// it, in this server or in PostgreSQL.
  private static boolean isPrice(BigDecimal price) {
    return price.signum() >= 0
        && Math.abs((long) price.scale()) <= MAX_DIGITS
        && price.compareTo(MAX_PRICE) <= 0;
  }
}
