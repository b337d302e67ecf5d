package io.parley.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.apikey.ApiKey;
import io.parley.limits.RateLimits;
import io.parley.llm.LocalEmbeddings;
import io.parley.llm.ModelId;
import io.parley.llm.Models;
import io.parley.llm.Relay;
import io.parley.llm.RelayCall;
import io.parley.llm.RelayOutcome;
import io.parley.platform.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// `POST /v1/embeddings`: with the model on this machine, or passed on to a provider. Providers'
/// lists of models leave out what embeds, so a provider's model is taken at its word.
final class Embeddings {
  private static final int MOST_TEXTS = 256;
  private static final int MOST_CHARACTERS = 256 * 1024;

  private final Models models;
  private final LocalEmbeddings local;
  private final RateLimits rateLimits;
  private final int maxRequestBytes;
  private final Duration patience;

  Embeddings(
      Models models,
      LocalEmbeddings local,
      RateLimits rateLimits,
      int maxRequestBytes,
      Duration patience) {
    this.models = models;
    this.local = local;
    this.rateLimits = rateLimits;
    this.maxRequestBytes = maxRequestBytes;
    this.patience = patience;
  }

  void answer(ApiKey key, Optional<String> deployment, Exchange exchange) throws IOException {
    ChatRequest request = ChatRequest.read(exchange.body(maxRequestBytes), deployment);
    KnownFields.EMBEDDINGS.require(request, key);
    ModelId model =
        ModelId.parse(request.model())
            .filter(id -> key.allowed().permit(id.toString()))
            .orElseThrow(() -> OpenAiError.noModel(request.model()));
    if (model.equals(LocalEmbeddings.MODEL)) {
      JsonNode tree = request.tree();
      List<String> texts = texts(tree);
      boolean base64 = base64(tree);
      RateLimits.require(rateLimits.key(key.id()));
      exchange.answer(document(local.embed(texts), base64));
    } else {
      Relay relay = models.relay(model).orElseThrow(() -> OpenAiError.noModel(request.model()));
      RateLimits.require(rateLimits.key(key.id()));
      pass(relay, model, request, exchange);
    }
  }

  private void pass(Relay relay, ModelId model, ChatRequest request, Exchange exchange)
      throws IOException {
    try (WholeAnswer answer = new WholeAnswer(relay, "data")) {
      RelayCall call = relay.whole("embeddings", request.withModel(model.name()), patience, answer);
      exchange.whileWanted(
          call::cancel,
          () -> {
            switch (call.run()) {
              case RelayOutcome.Ended _ -> answer.send(model, exchange);
              case RelayOutcome.Failed failed -> throw OpenAiError.of(failed);
              case RelayOutcome.Cancelled _ -> {}
            }
          });
    }
  }

  private static List<String> texts(JsonNode request) {
    JsonNode input = request.path("input");
    List<String> texts = new ArrayList<>();
    if (input.isTextual()) {
      texts.add(input.asText());
    }
    for (JsonNode text : input) {
      if (!text.isTextual()) {
        throw OpenAiError.unsupported("input", "This model reads texts, not tokens.");
      }
      texts.add(text.asText());
    }
    if (texts.isEmpty() || texts.stream().anyMatch(String::isBlank)) {
      throw OpenAiError.invalid("input", "`input` is a text, or a list of texts; none is empty.");
    }
    if (texts.size() > MOST_TEXTS
        || texts.stream().mapToInt(String::length).sum() > MOST_CHARACTERS) {
      throw OpenAiError.invalid(
          "input",
          "This model takes %d texts at a time, of %,d characters together."
              .formatted(MOST_TEXTS, MOST_CHARACTERS));
    }
    if (request.path("dimensions").asInt(LocalEmbeddings.DIMENSIONS)
        != LocalEmbeddings.DIMENSIONS) {
      throw OpenAiError.unsupported(
          "dimensions", "This model has %d dimensions.".formatted(LocalEmbeddings.DIMENSIONS));
    }
    return texts;
  }

  private static boolean base64(JsonNode request) {
    return switch (request.path("encoding_format").asText("float")) {
      case "float" -> false;
      case "base64" -> true;
      default ->
          throw OpenAiError.invalid("encoding_format", "`encoding_format` is float or base64.");
    };
  }

  private static ObjectNode document(LocalEmbeddings.Embedded embedded, boolean base64) {
    ObjectNode document = Json.MAPPER.createObjectNode().put("object", "list");
    ArrayNode data = document.putArray("data");
    for (float[] vector : embedded.vectors()) {
      ObjectNode entry =
          Json.MAPPER.createObjectNode().put("object", "embedding").put("index", data.size());
      if (base64) {
        entry.put("embedding", base64(vector));
      } else {
        ArrayNode numbers = entry.putArray("embedding");
        for (float number : vector) {
          numbers.add(number);
        }
      }
      data.add(entry);
    }
    document.put("model", LocalEmbeddings.MODEL.toString());
    // OpenAI's clients ignore it: how much the model reads at a time, and takes in a request
    document
        .putObject("limits")
        .put("window_tokens", LocalEmbeddings.WINDOW_TOKENS)
        .put("tokens", LocalEmbeddings.MAX_TOKENS)
        .put("texts", MOST_TEXTS)
        .put("characters", MOST_CHARACTERS);
    document
        .putObject("usage")
        .put("prompt_tokens", embedded.tokens())
        .put("total_tokens", embedded.tokens());
    return document;
  }

  /// Little-endian floats, as OpenAI's clients read them.
  private static String base64(float[] vector) {
    ByteBuffer bytes =
        ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(vector);
    return Base64.getEncoder().encodeToString(bytes.array());
  }
}
