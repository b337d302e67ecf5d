package io.parley.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.apikey.ApiKey;
import io.parley.openai.ResponseStore.Kept;
import io.parley.platform.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// `GET` and `DELETE /v1/responses/{id}`, and what was asked: `/v1/responses/{id}/input_items`. A
/// response is there for its own key alone.
final class KeptResponses {
  private static final String ITEMS = "/input_items";
  private static final String CANCEL = "/cancel";
  private static final int USUAL_LIMIT = 20;
  private static final int MOST_LIMIT = 100;

  private final ResponseStore store;
  private final ChatCompletions chat;

  KeptResponses(ResponseStore store, ChatCompletions chat) {
    this.store = store;
    this.chat = chat;
  }

  ResponseStore store() {
    return store;
  }

  /// @param path below `/v1/responses/`
  void answer(String method, String path, ApiKey key, Exchange exchange) throws IOException {
    boolean items = path.endsWith(ITEMS);
    boolean cancel = path.endsWith(CANCEL);
    String name =
        path.substring(0, path.length() - (items ? ITEMS.length() : cancel ? CANCEL.length() : 0));
    ResponseId id =
        ResponseId.parse(name)
            .orElseThrow(() ->
                name.startsWith("resp_") && !name.contains("/")
                    ? missing(name)
                    : OpenAiServlet.unknown(method, path));
    chat.spend(key);
    switch (method) {
      case "GET" -> {
        Kept kept = find(key, id);
        exchange.answer(items ? page(kept.input(), exchange) : response(kept, exchange));
      }
      case "POST" -> throw uncancellable(cancel, key, id);
      case "DELETE" -> {
        var _ = find(key, id);
        var _ = store.delete(key.id(), id);
        exchange.answer(
            Json.MAPPER
                .createObjectNode()
                .put("id", name)
                .put("object", "response")
                .put("deleted", true));
      }
      default -> throw notAllowed(method);
    }
  }

  private Kept find(ApiKey key, ResponseId id) {
    return store
        .find(key.id(), id)
        .filter(kept -> key.allowed().permit(kept.response().path("model").asText()))
        .orElseThrow(() -> missing(id.toString()));
  }

  private static ObjectNode response(Kept kept, Exchange exchange) {
    if (exchange.parameter("stream").filter(value -> !value.equals("false")).isPresent()) {
      throw OpenAiError.unsupported(
          "stream", "A kept response is not streamed again. Leave `stream` out.");
    }
    return kept.response();
  }

  private OpenAiError uncancellable(boolean cancel, ApiKey key, ResponseId id) {
    if (!cancel) {
      return notAllowed("POST");
    }
    var _ = find(key, id);
    return OpenAiError.invalid(
        "A response can be cancelled only if it was created with `background`, which is not"
            + " supported. Close the connection instead.");
  }

  private static OpenAiError notAllowed(String method) {
    return OpenAiError.of(
        405,
        OpenAiError.INVALID,
        "method_not_allowed",
        "The method %s is not allowed at this path.".formatted(method));
  }

  private static OpenAiError missing(String name) {
    return OpenAiError.missing(
        "response_id",
        "not_found",
        "No response with the id `%s` is kept for this key.".formatted(name));
  }

  /// Newest first, as OpenAI has it, if not asked otherwise.
  private static ObjectNode page(ArrayNode input, Exchange exchange) {
    List<JsonNode> items = new ArrayList<>();
    input.forEach(items::add);
    if (!exchange.parameter("order").orElse("desc").equals("asc")) {
      Collections.reverse(items);
    }
    int from = exchange.parameter("after").map(after -> after(items, after)).orElse(0);
    int to = Math.min(items.size(), from + limit(exchange.parameter("limit")));
    ObjectNode page = Json.MAPPER.createObjectNode().put("object", "list");
    ArrayNode data = page.putArray("data");
    items.subList(from, to).forEach(data::add);
    page.put("first_id", data.path(0).path("id").textValue());
    page.put("last_id", data.path(data.size() - 1).path("id").textValue());
    return page.put("has_more", to < items.size());
  }

  private static int after(List<JsonNode> items, String id) {
    for (int at = 0; at < items.size(); at++) {
      if (items.get(at).path("id").asText().equals(id)) {
        return at + 1;
      }
    }
    throw OpenAiError.invalid("after", "`after` must be the id of one of the items.");
  }

  private static int limit(Optional<String> limit) {
    try {
      int wanted = limit.map(Integer::parseInt).orElse(USUAL_LIMIT);
      if (wanted >= 1 && wanted <= MOST_LIMIT) {
        return wanted;
      }
    } catch (NumberFormatException e) {
      throw badLimit();
    }
    throw badLimit();
  }

  private static OpenAiError badLimit() {
    return OpenAiError.invalid("limit", "`limit` must be a number from 1 to " + MOST_LIMIT + ".");
  }
}
