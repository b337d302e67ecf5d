package io.parley.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.apikey.ApiKey;
import io.parley.llm.ModelId;
import io.parley.platform.Json;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;

/// `POST /v1/responses`, for every model, by way of chat completions.
final class Responses {

  /// Bodies are held, and what is made of them.
  private static final int COPIES = 2;

  /// How often the oldest half of a conversation is left out, with `"truncation": "auto"`.
  private static final int MOST_TRUNCATIONS = 8;

  private final ChatCompletions chat;
  private final ResponseStore store;
  private final Clock clock;
  private final int maxRequestBytes;

  Responses(ChatCompletions chat, ResponseStore store, Clock clock, int maxRequestBytes) {
    this.chat = chat;
    this.store = store;
    this.clock = clock;
    this.maxRequestBytes = maxRequestBytes;
  }

  void answer(ApiKey key, Exchange exchange) throws IOException {
    ChatRequest request = ChatRequest.read(exchange.body(maxRequestBytes, COPIES));
    ModelId model = chat.permitted(key, request.model());
    JsonNode tree = request.treeOfFewValues();
    ObjectNode settings = ResponseSettings.translated(tree);
    boolean stored = isStored(tree);
    chat.spend(key);
    ResponseDocument document = new ResponseDocument(model.toString(), tree, stored, clock);
    ResponseContext context = new ResponseContext(store, key.id(), document.id(), exchange::hold);
    ArrayNode asked = context.input(tree);
    ArrayNode messages = context.messages(tree, asked);
    settings.put("model", model.toString());
    ResponseTelling telling =
        new ResponseTelling(
            document,
            exchange,
            response -> stored ? kept(key, document, context, asked, response) : response);
    try {
      answer(key, model, settings, messages, isTruncated(tree), telling, exchange);
    } catch (OpenAiError e) {
      if (!exchange.hasBegun() || e.status() == 401) {
        throw e;
      }
      telling.fail(e);
    }
  }

  /// With `"truncation": "auto"`, the oldest messages are left out until the rest fits.
  private void answer(
      ApiKey key,
      ModelId model,
      ObjectNode settings,
      ArrayNode messages,
      boolean truncated,
      ResponseTelling telling,
      Exchange exchange)
      throws IOException {
    ArrayNode said = messages;
    for (int truncations = 0; ; truncations++) {
      try {
        settings.set("messages", said);
        chat.answer(key, model, ChatRequest.of(settings), telling, exchange);
        return;
      } catch (OpenAiError e) {
        Optional<ArrayNode> shorter = ResponseInput.shortened(said);
        boolean again = truncated && e.isContextExceeded() && !exchange.hasBegun();
        if (!again || truncations == MOST_TRUNCATIONS || shorter.isEmpty()) {
          throw e;
        }
        said = shorter.get();
      }
    }
  }

  private static boolean isTruncated(JsonNode request) {
    return request.path("truncation").asText().equals("auto");
  }

  /// @throws OpenAiError if it must be kept and cannot be
  private boolean isStored(JsonNode request) {
    boolean must = request.path("store").asBoolean(false);
    if (store.keepsNothing()) {
      if (must) {
        throw OpenAiError.unsupported(
            "store", "This server keeps no responses (parley.openai.keep-responses is zero).");
      }
      return false;
    }
    if (must && !store.isAvailable()) {
      throw ResponseStore.unavailable();
    }
    return request.path("store").asBoolean(true);
  }

  /// The answer is there: that it could not be kept is told in it, and does not undo it.
  private ObjectNode kept(
      ApiKey key,
      ResponseDocument document,
      ResponseContext context,
      ArrayNode asked,
      ObjectNode response) {
    boolean kept =
        store.keep(
            key.id(),
            document.id(),
            Json.MAPPER.createObjectNode().setAll(response),
            asked,
            context.before(),
            context.bytesBefore());
    return response.put("store", kept);
  }
}
