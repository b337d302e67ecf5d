package io.parley.openai;

import io.parley.apikey.ApiKey;
import io.parley.llm.FailureCode;
import io.parley.llm.ModelId;
import io.parley.llm.Models;
import io.parley.llm.Relay;
import io.parley.llm.RelayCall;
import io.parley.llm.RelayOutcome;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// `POST /v1/moderations`, passed on to a provider that has it. Providers' lists of models leave
/// out what moderates, so a model is taken at its word.
final class Moderations {
  /// Who is asked if nobody says: the first of these whose provider is there.
  private static final List<ModelId> USUAL =
      List.of(
          new ModelId("openai", "omni-moderation-latest"),
          new ModelId("mistral", "mistral-moderation-latest"));

  private final Models models;
  private final ChatCompletions chat;
  private final Optional<String> chosen;
  private final int maxRequestBytes;
  private final Duration patience;

  /// @param chosen the model that is asked if a request names none, or none that is a provider's
  Moderations(
      Models models,
      ChatCompletions chat,
      Optional<String> chosen,
      int maxRequestBytes,
      Duration patience) {
    this.models = models;
    this.chat = chat;
    this.chosen = chosen;
    this.maxRequestBytes = maxRequestBytes;
    this.patience = patience;
  }

  void answer(ApiKey key, Exchange exchange) throws IOException {
    ChatRequest request = ChatRequest.readUnnamed(exchange.body(maxRequestBytes));
    KnownFields.MODERATIONS.require(request, key);
    ModelId model =
        named(request.model())
            .filter(id -> key.allowed().permit(id.toString()))
            .orElseThrow(() -> OpenAiError.noModel(request.model()));
    Relay relay = models.relay(model).orElseThrow(() -> OpenAiError.noModel(model.toString()));
    chat.spend(key);
    try (WholeAnswer answer = new WholeAnswer(relay, "results")) {
      RelayCall call =
          relay.whole("moderations", request.withModel(model.name()), patience, answer);
      exchange.whileWanted(
          call::cancel,
          () -> {
            switch (call.run()) {
              case RelayOutcome.Ended _ -> answer.send(model, exchange);
              case RelayOutcome.Failed failed -> throw refused(model, failed);
              case RelayOutcome.Cancelled _ -> {}
            }
          });
    }
  }

  /// Who names no provider's model, as OpenAI's own clients do, gets the usual one.
  private Optional<ModelId> named(String name) {
    if (name.contains("/")) {
      return ModelId.parse(name).filter(id -> models.relay(id).isPresent());
    }
    return usual().map(id -> name.isBlank() ? id : new ModelId(id.provider(), name));
  }

  private Optional<ModelId> usual() {
    Optional<ModelId> usual =
        chosen
            .flatMap(ModelId::parse)
            .or(() -> USUAL.stream().filter(id -> models.relay(id).isPresent()).findFirst());
    if (usual.isEmpty()) {
      throw OpenAiError.of(
          404,
          OpenAiError.INVALID,
          "model_not_found",
          "No provider for moderations is configured. Send a provider's model as `model`, such as"
              + " `openai/omni-moderation-latest`, or set parley.openai.moderation-model.");
    }
    return usual;
  }

  private static OpenAiError refused(ModelId model, RelayOutcome.Failed failed) {
    return failed.failure().code() == FailureCode.MODEL_NOT_FOUND
        ? OpenAiError.of(
            404,
            OpenAiError.INVALID,
            "model_not_found",
            "The provider `%s` has no moderations with the model `%s`."
                .formatted(model.provider(), model.name()))
        : OpenAiError.of(failed);
  }
}
