package io.parley.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.apikey.ApiKey;
import io.parley.llm.ModelId;
import io.parley.llm.Relay;
import io.parley.platform.Json;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `POST /v1/completions`, OpenAI's older form of one text for another, by way of chat completions:
/// the prompt becomes a user's message.
final class Completions {
  /// Fields that mean the same in a chat completion.
  private static final Set<String> SHARED =
      Set.of(
          "frequency_penalty",
          "logit_bias",
          "max_tokens",
          "min_p",
          "model",
          "n",
          "presence_penalty",
          "repetition_penalty",
          "seed",
          "stop",
          "stream",
          "stream_options",
          "temperature",
          "top_k",
          "top_p",
          "user");

  private final ChatCompletions chat;
  private final int maxRequestBytes;

  Completions(ChatCompletions chat, int maxRequestBytes) {
    this.chat = chat;
    this.maxRequestBytes = maxRequestBytes;
  }

  /// @param deployment the model, where the address names it
  void answer(ApiKey key, Optional<String> deployment, Exchange exchange) throws IOException {
    ChatRequest request = ChatRequest.read(exchange.body(maxRequestBytes), deployment);
    ModelId model = chat.permitted(key, request.model());
    ObjectNode asked = translated(request.tree()).put("model", model.toString());
    chat.spend(key);
    chat.answer(key, model, ChatRequest.of(asked), new AsText(exchange), exchange);
  }

  /// @throws OpenAiError if it holds something that a chat completion does not know
  static ObjectNode translated(JsonNode request) {
    ObjectNode chat = Json.MAPPER.createObjectNode();
    for (Map.Entry<String, JsonNode> field : request.properties()) {
      String name = field.getKey();
      if (SHARED.contains(name) && !field.getValue().isNull()) {
        chat.set(name, field.getValue());
      } else if (!name.equals("prompt") && !meansNothing(name, field.getValue())) {
        throw OpenAiError.unsupported(
            name, "`%s` is not supported by this call. Leave it out.".formatted(name));
      }
    }
    ObjectNode message = chat.putArray("messages").addObject();
    message.put("role", "user").put("content", prompt(request.path("prompt")));
    return chat;
  }

  private static boolean meansNothing(String name, JsonNode value) {
    return value.isNull()
        || switch (name) {
          case "best_of" -> value.asInt() == 1;
          case "echo" -> value.isBoolean() && !value.asBoolean();
          case "suffix" -> value.asText().isEmpty();
          default -> false;
        };
  }

  private static String prompt(JsonNode prompt) {
    JsonNode text = prompt.isArray() && prompt.size() == 1 ? prompt.get(0) : prompt;
    if (!text.isTextual() || text.asText().isEmpty()) {
      throw text.isArray()
          ? OpenAiError.unsupported(
              "prompt", "`prompt` is one text: lists of texts and of tokens are not supported.")
          : OpenAiError.invalid("prompt", "`prompt` must be a text that is not empty.");
    }
    return text.asText();
  }

  /// The answers' texts alone.
  private record AsText(Exchange exchange) implements Telling {
    @Override
    public Outlet outlet(Relay relay, ModelId model) {
      return new ChunkOutlet(relay, model, this, exchange);
    }

    @Override
    public ObjectNode whole(ObjectNode completion) {
      return text(completion, "message");
    }

    @Override
    public Chunks chunks() {
      return new Chunks() {
        @Override
        public void chunk(JsonNode chunk) throws IOException {
          ObjectNode text = text(chunk, "delta");
          JsonNode choice = text.path("choices").path(0);
          if (chunk.hasNonNull("usage")
              || choice.hasNonNull("finish_reason")
              || !choice.path("text").asText().isEmpty()) {
            send(Json.write(text));
          }
        }

        @Override
        public void end() throws IOException {
          send("[DONE]");
        }
      };
    }

    private void send(String data) throws IOException {
      exchange.send("data: " + data + "\n\n");
    }

    private static ObjectNode text(JsonNode chat, String said) {
      ObjectNode answer =
          Json.MAPPER
              .createObjectNode()
              .put("id", chat.path("id").asText().replaceFirst("^chatcmpl", "cmpl"))
              .put("object", "text_completion")
              .put("created", chat.path("created").asLong())
              .put("model", chat.path("model").asText());
      var choices = answer.putArray("choices");
      for (JsonNode choice : chat.path("choices")) {
        JsonNode content = choice.path(said).path("content");
        choices
            .addObject()
            .put("text", content.isTextual() ? content.asText() : "")
            .put("index", choice.path("index").asInt())
            .putNull("logprobs")
            .put(
                "finish_reason",
                choice.hasNonNull("finish_reason") ? choice.path("finish_reason").asText() : null);
      }
      if (chat.hasNonNull("usage")) {
        answer.set("usage", chat.path("usage"));
      }
      return answer;
    }
  }
}
