package io.parley.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.openai.ResponseStore.Kept;
import io.parley.participant.ParticipantId;
import io.parley.platform.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/// What a response answers: its input, and the responses that it continues.
final class ResponseContext {
  private final ResponseStore store;
  private final ParticipantId key;
  private final ResponseId id;
  private final LongConsumer memory;
  private List<String> before = List.of();
  private long bytesBefore;

  /// @param memory is told how many bytes it needs, and may refuse
  ResponseContext(ResponseStore store, ParticipantId key, ResponseId id, LongConsumer memory) {
    this.store = store;
    this.key = key;
    this.id = id;
    this.memory = memory;
  }

  /// The responses that it continues, the first one first.
  List<String> before() {
    return before;
  }

  long bytesBefore() {
    return bytesBefore;
  }

  /// The request's own input as items with ids.
  ///
  /// @throws OpenAiError if it is none, or refers to what is not kept
  ArrayNode input(JsonNode request) {
    ArrayNode items = Json.MAPPER.createArrayNode();
    JsonNode input = request.path("input");
    if (input.isTextual()) {
      ObjectNode message = items.addObject().put("type", "message").put("role", "user");
      message.putArray("content").addObject().put("type", "input_text").put("text", input.asText());
    } else if (input.isArray()) {
      for (JsonNode item : input) {
        items.add(resolved(item, "input[" + items.size() + "]"));
      }
    } else if (!input.isMissingNode() && !input.isNull()) {
      throw OpenAiError.invalid("input", "`input` must be a text or a list of items.");
    }
    for (int at = 0; at < items.size(); at++) {
      identify((ObjectNode) items.get(at), at);
    }
    return items;
  }

  /// All of it as messages of a chat completion.
  ///
  /// @param asked the request's own input
  ArrayNode messages(JsonNode request, ArrayNode asked) {
    ResponseInput messages = new ResponseInput();
    if (request.hasNonNull("instructions")) {
      messages.instructions(request.path("instructions"));
    }
    if (request.hasNonNull("previous_response_id")) {
      for (Kept one : previous(request.path("previous_response_id").asText())) {
        messages.addAll(one.input(), "previous_response_id");
        messages.addAll(one.response().path("output"), "previous_response_id");
      }
    }
    messages.addAll(asked, "input");
    return messages.json();
  }

  private List<Kept> previous(String name) {
    Kept last =
        ResponseId.parse(name)
            .flatMap(previous -> store.find(key, previous))
            .orElseThrow(() -> gone(name));
    memory.accept(last.bytes());
    List<Kept> all = new ArrayList<>(store.all(key, last.before()).orElseThrow(() -> gone(name)));
    all.add(last);
    List<String> ids = new ArrayList<>(last.before());
    ids.add(name);
    before = List.copyOf(ids);
    bytesBefore = last.bytes();
    return all;
  }

  private static OpenAiError gone(String name) {
    return OpenAiError.of(
        400,
        OpenAiError.INVALID,
        "previous_response_not_found",
        "No response with the id `%s` is kept for this key. Responses are kept for a limited time,"
                .formatted(name)
            + " unless they were created with `\"store\": false`.");
  }

  private JsonNode resolved(JsonNode item, String where) {
    if (!item.isObject()) {
      throw OpenAiError.invalid(where, "`%s` must be an object.".formatted(where));
    }
    if (!item.path("type").asText().equals("item_reference")) {
      return item.deepCopy();
    }
    String name = item.path("id").asText();
    return ResponseId.place(name)
        .flatMap(this::item)
        .orElseThrow(() ->
            OpenAiError.missing(
                where,
                "item_not_found",
                "No item with the id `%s` is kept for this key.".formatted(name)))
        .deepCopy();
  }

  private Optional<JsonNode> item(ResponseId.Place place) {
    return store
        .find(key, place.response())
        .map(kept -> place.input() ? kept.input() : kept.response().path("output"))
        .map(items -> items.path(place.index()))
        .filter(JsonNode::isObject);
  }

  /// What has been an item before keeps its id.
  private void identify(ObjectNode item, int at) {
    String type = item.path("type").asText("message");
    item.put("type", type);
    if (!item.path("id").isTextual()) {
      String kind =
          switch (type) {
            case "function_call" -> "fc";
            case "function_call_output" -> "fco";
            case "reasoning" -> "rs";
            default -> "msg";
          };
      item.put("id", id.input(kind, at));
    }
  }
}
