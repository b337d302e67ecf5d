package io.parley.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.llm.AnswerParts;
import io.parley.llm.ThinkTags;
import io.parley.openai.ResponseItem.Call;
import io.parley.openai.ResponseItem.Message;
import io.parley.openai.ResponseItem.Reasoning;
import io.parley.platform.Ids;
import io.parley.platform.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// The output of a response, put together from what a chat completion says. Items follow one
/// another; only calls of functions may come side by side, as their pieces may.
final class ResponseOutput {
  /// Of the texts of one answer, in characters. No model says a quarter of this.
  static final int MOST_CHARACTERS = 4 * 1024 * 1024;

  private static final int MOST_ITEMS = 1_000;

  private final ResponseId response;
  private final ResponseEvents events;
  private final ThinkTags tags = new ThinkTags();
  private final List<ResponseItem> items = new ArrayList<>();

  /// By their place among the calls, as the provider counts.
  private final Map<Integer, Call> calls = new HashMap<>();

  private final Map<Integer, String> providersIds = new HashMap<>();
  private final Set<String> callIds = new HashSet<>();
  private int lastCall = -1;
  private long characters;

  ResponseOutput(ResponseId response, ResponseEvents events) {
    this.response = response;
    this.events = events;
  }

  /// @param said a `delta`, or a whole `message`
  /// @param logprobs what belongs to its text
  /// @throws Telling.TooLong if it becomes too long
  void add(JsonNode said, ArrayNode logprobs) throws IOException {
    reason(AnswerParts.thoughts(said));
    content(said.path("content"), logprobs);
    if (said.path("refusal").isTextual() && !said.path("refusal").asText().isEmpty()) {
      count(said.path("refusal").asText());
      message().refusal(said.path("refusal").asText());
    }
    for (JsonNode annotation : said.path("annotations")) {
      if (annotation.path("url_citation").isObject()) {
        ObjectNode flat = ResponseEvents.of("url_citation");
        flat.setAll((ObjectNode) annotation.path("url_citation"));
        message().annotation(flat);
      }
    }
    for (JsonNode call : said.path("tool_calls")) {
      call(call);
    }
  }

  /// @param status `completed` or `incomplete`
  void close(String status) throws IOException {
    said(tags.end(), Json.MAPPER.createArrayNode());
    for (ResponseItem item : items) {
      item.close(status);
    }
  }

  ArrayNode json() {
    ArrayNode json = Json.MAPPER.createArrayNode();
    items.forEach(item -> json.add(item.ended()));
    return json;
  }

  /// A text, or a list of parts as Mistral has it, of which some are thoughts.
  private void content(JsonNode content, ArrayNode logprobs) throws IOException {
    if (content.isTextual()) {
      said(tags.split(content.asText()), logprobs);
    }
    if (!content.isArray()) {
      return;
    }
    for (JsonNode part : content) {
      reason(AnswerParts.thoughts(part));
      if (part.path("text").isTextual()) {
        said(tags.split(part.path("text").asText()), logprobs);
      }
    }
  }

  /// Thoughts may stand between tags before the answer.
  private void said(ThinkTags.Split split, ArrayNode logprobs) throws IOException {
    reason(split.thinking());
    text(split.answer(), logprobs);
  }

  private void text(String text, ArrayNode logprobs) throws IOException {
    if (!text.isEmpty()) {
      count(text);
      message().text(text, logprobs);
    }
  }

  private void reason(String text) throws IOException {
    if (!text.isEmpty()) {
      count(text);
      current(Reasoning.class, () -> new Reasoning(response, items.size(), events)).text(text);
    }
  }

  private Message message() throws IOException {
    return current(Message.class, () -> new Message(response, items.size(), events));
  }

  private <T extends ResponseItem> T current(Class<T> kind, Supplier<T> made) throws IOException {
    ResponseItem last = items.isEmpty() ? null : items.getLast();
    return kind.isInstance(last) ? kind.cast(last) : next(made.get());
  }

  private <T extends ResponseItem> T next(T item) throws IOException {
    if (items.size() == MOST_ITEMS) {
      throw new Telling.TooLong();
    }
    if (!items.isEmpty() && !(items.getLast() instanceof Call)) {
      items.getLast().close("completed");
    }
    items.add(item);
    item.open();
    return item;
  }

  /// Providers count calls from 0, do not count at all, or call each of them 0; a new id is a new
  /// call.
  private void call(JsonNode piece) throws IOException {
    Optional<String> id = text(piece.path("id"));
    int place = piece.path("index").asInt(id.isPresent() ? lastCall + 1 : Math.max(0, lastCall));
    if (calls.containsKey(place) && id.isPresent() && !id.equals(idAt(place))) {
      place = id.equals(idAt(lastCall)) ? lastCall : lastCall + 1;
    }
    JsonNode function = piece.path("function");
    Call call = calls.get(place);
    if (call == null) {
      call = next(opened(id, text(function.path("name")).orElse("")));
      calls.put(place, call);
      providersIds.put(place, id.orElse(""));
    }
    lastCall = Math.max(lastCall, place);
    JsonNode arguments = function.path("arguments");
    String text = arguments.isObject() ? Json.write(arguments) : arguments.asText("");
    if (!text.isEmpty() && !arguments.isNull()) {
      count(text);
      call.arguments(text);
    }
  }

  private Optional<String> idAt(int place) {
    return Optional.ofNullable(providersIds.get(place));
  }

  /// The id by which the result is handed in: each call has one, and no two have the same.
  private Call opened(Optional<String> id, String name) {
    String callId = id.filter(callIds::add).orElseGet(() -> "call_" + Ids.next());
    return new Call(response, items.size(), events, callId, name);
  }

  private static Optional<String> text(JsonNode node) {
    return node.isTextual() && !node.asText().isEmpty()
        ? Optional.of(node.asText())
        : Optional.empty();
  }

  private void count(String text) throws IOException {
    characters += text.length();
    if (characters > MOST_CHARACTERS) {
      throw new Telling.TooLong();
    }
  }
}
