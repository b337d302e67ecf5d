package io.parley.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.assistant.TokenEstimate;
import io.parley.event.AllowedModels;
import io.parley.llm.FinishReason;
import io.parley.llm.GenerationEvent.Completed;
import io.parley.llm.ModelId;
import io.parley.llm.Models;
import io.parley.llm.Prompt;
import io.parley.llm.Usage;
import io.parley.platform.Ids;
import io.parley.platform.Json;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;

/// A chat completion made of the events of a generation, for models that are not behind an OpenAI
/// endpoint: the built-in guide.
final class GeneratedCompletion {
  private final Models models;
  private final AllowedModels allowed;
  private final String id = "chatcmpl-" + Ids.next();
  private final long created;
  private ModelId model;

  /// @param allowed the models that may answer
  GeneratedCompletion(Models models, ModelId model, AllowedModels allowed, Clock clock) {
    this.models = models;
    this.allowed = allowed;
    this.model = model;
    this.created = clock.instant().getEpochSecond();
  }

  void answer(ChatRequest request, Telling telling, Exchange exchange) throws IOException {
    JsonNode tree = request.tree();
    refuse(tree);
    Prompt prompt = ChatPrompt.of(model, tree);
    boolean usage = tree.path("stream_options").path("include_usage").asBoolean();
    if (request.isStreamed()) {
      Streamed streamed = new Streamed(telling.chunks(), prompt);
      GenerationCollector spoken = GenerationCollector.start(models, prompt, allowed, streamed);
      exchange.whileWanted(
          spoken::cancel, () -> streamed.end(spoken.await(), usage, spoken.isCancelled()));
    } else {
      StringBuilder text = new StringBuilder();
      GenerationCollector spoken = GenerationCollector.start(models, prompt, allowed, text::append);
      exchange.whileWanted(
          spoken::cancel,
          () -> {
            Optional<Completed> completed = spoken.await();
            model = spoken.model();
            if (completed.isPresent()) {
              exchange.answer(telling.whole(whole(text.toString(), prompt, completed.get())));
            }
          });
    }
  }

  /// What would be another answer than the one that was asked for. A model may have no use for
  /// tools, so that they are no reason as long as none of them must be called.
  private static void refuse(JsonNode request) {
    if (request.path("n").asInt(1) != 1) {
      throw OpenAiError.unsupported("n", "This model gives one reply for each request.");
    }
    if (!request.path("response_format").path("type").asText("text").equals("text")) {
      throw OpenAiError.unsupported("response_format", "This model replies with plain text only.");
    }
    JsonNode choice = request.path("tool_choice");
    if (choice.isObject() || choice.asText().equals("required")) {
      throw OpenAiError.unsupported("tool_choice", "This model calls no tools.");
    }
  }

  private ObjectNode whole(String text, Prompt prompt, Completed completed) {
    ObjectNode answer = frame("chat.completion");
    ObjectNode choice = answer.putArray("choices").addObject().put("index", 0);
    choice.putObject("message").put("role", "assistant").put("content", text).putNull("refusal");
    choice.putNull("logprobs").put("finish_reason", reason(completed.reason()));
    usage(answer, counted(prompt, text, completed));
    return answer;
  }

  private ObjectNode chunk(Consumer<ObjectNode> delta, Optional<String> reason) {
    ObjectNode chunk = frame("chat.completion.chunk");
    ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
    delta.accept(choice.putObject("delta"));
    choice.put("finish_reason", reason.orElse(null));
    return chunk;
  }

  private ObjectNode frame(String object) {
    return Json.MAPPER
        .createObjectNode()
        .put("id", id)
        .put("object", object)
        .put("created", created)
        .put("model", model.toString());
  }

  /// Clients add up what they are told, and make NaN of nothing: where a model does not count, this
  /// is an estimate.
  private static Usage counted(Prompt prompt, String text, Completed completed) {
    return completed
        .usage()
        .orElseGet(() ->
            new Usage(
                prompt.messages().stream()
                    .mapToInt(message -> TokenEstimate.of(message.content()))
                    .sum(),
                TokenEstimate.of(text)));
  }

  private static void usage(ObjectNode answer, Usage usage) {
    answer
        .putObject("usage")
        .put("prompt_tokens", usage.promptTokens())
        .put("completion_tokens", usage.completionTokens())
        .put("total_tokens", usage.promptTokens() + usage.completionTokens());
  }

  private static String reason(FinishReason reason) {
    return switch (reason) {
      case STOP, REFUSAL, ERROR, OTHER -> "stop";
      case LENGTH -> "length";
      case CONTENT_FILTER -> "content_filter";
      case TOOL_CALLS -> "tool_calls";
    };
  }

  /// The completion as a stream of chunks.
  private final class Streamed implements GenerationCollector.Listener {
    private final Telling.Chunks chunks;
    private final Prompt prompt;
    private final StringBuilder told = new StringBuilder();

    Streamed(Telling.Chunks chunks, Prompt prompt) {
      this.chunks = chunks;
      this.prompt = prompt;
    }

    @Override
    public void began(ModelId answering) {
      model = answering;
    }

    @Override
    public void text(String text) throws IOException {
      if (told.isEmpty()) {
        chunks.chunk(
            chunk(delta -> delta.put("role", "assistant").put("content", ""), Optional.empty()));
      }
      told.append(text);
      chunks.chunk(chunk(delta -> delta.put("content", text), Optional.empty()));
    }

    void end(Optional<Completed> completed, boolean wantsUsage, boolean cancelled)
        throws IOException {
      if (completed.isEmpty() || cancelled) {
        return;
      }
      chunks.chunk(chunk(_ -> {}, Optional.of(reason(completed.get().reason()))));
      if (wantsUsage) {
        ObjectNode chunk = frame("chat.completion.chunk");
        chunk.putArray("choices");
        usage(chunk, counted(prompt, told.toString(), completed.get()));
        chunks.chunk(chunk);
      }
      chunks.end();
    }
  }
}
