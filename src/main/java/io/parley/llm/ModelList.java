package io.parley.llm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.parley.platform.Json;
import java.math.BigDecimal;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/// Asks an endpoint for `GET /models`. What is there to embed, transcribe, speak or draw is left
/// out: the list does not say what a model is for, but the names do.
final class ModelList {
  private static final Pattern NO_CHAT =
      Pattern.compile(
          "embed|whisper|transcri|tts|dall-e|image|moderation|rerank|realtime|audio|sora|clip|bge-",
          Pattern.CASE_INSENSITIVE);

  private static final int MAX_TITLE = 200;

  private final HttpClient http;
  private final Endpoint endpoint;
  private final Duration timeout;

  /// @param timeout for the whole of it: the JDK's own ends with the headers
  ModelList(HttpClient http, Endpoint endpoint, Duration timeout) {
    this.http = http;
    this.endpoint = endpoint;
    this.timeout = timeout;
  }

  List<Model> fetch() {
    CompletableFuture<HttpResponse<String>> sent =
        http.sendAsync(endpoint.request("models").build(), BodyHandlers.ofString());
    try {
      HttpResponse<String> response = sent.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      if (response.statusCode() != 200) {
        throw ErrorBody.read(
            endpoint.name(), response.statusCode(), response.headers(), response.body());
      }
      return read(response.body());
    } catch (JsonProcessingException e) {
      throw new ProviderFailure(endpoint.name(), FailureCode.MALFORMED_EVENT, e);
    } catch (ExecutionException e) {
      throw new ProviderFailure(endpoint.name(), FailureCode.PROVIDER_UNREACHABLE, e);
    } catch (TimeoutException e) {
      throw new ProviderFailure(endpoint.name(), FailureCode.PROVIDER_TIMEOUT, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProviderFailure(endpoint.name(), FailureCode.PROVIDER_TIMEOUT, e);
    } finally {
      sent.cancel(true);
    }
  }

  private List<Model> read(String body) throws JsonProcessingException {
    JsonNode root = Json.MAPPER.readTree(body);
    JsonNode list = root.isArray() ? root : root.path("data");
    return StreamSupport.stream(list.spliterator(), false)
        .map(this::model)
        .flatMap(Optional::stream)
        .sorted(Comparator.comparing(model -> model.id().name()))
        .toList();
  }

  private Optional<Model> model(JsonNode entry) {
    String name = entry.path("id").asText();
    if (!chats(entry, name)) {
      return Optional.empty();
    }
    return ModelId.parse(endpoint.name() + "/" + name)
        .map(id -> new Model(id, title(entry, name), length(entry), prices(entry)));
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
    for (String field :
        List.of("context_length", "max_model_len", "context_window", "max_context_length")) {
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
      return Optional.of(new BigDecimal(value.asText())).filter(price -> price.signum() >= 0);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
