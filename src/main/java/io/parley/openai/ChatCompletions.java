package io.parley.openai;

import io.parley.apikey.ApiKey;
import io.parley.limits.RateLimits;
import io.parley.llm.ModelId;
import io.parley.llm.Models;
import io.parley.llm.Relay;
import io.parley.llm.RelayCall;
import io.parley.llm.RelayOutcome;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// `POST /v1/chat/completions`. A provider that speaks OpenAI's protocol gets the request as it
/// came; for others the answer is made of the events of a generation.
final class ChatCompletions {
  private static final Logger LOG = System.getLogger(ChatCompletions.class.getName());
  private static final String PATH = "chat/completions";

  private final Models models;
  private final RateLimits rateLimits;
  private final Clock clock;
  private final int maxRequestBytes;
  private final Duration patience;

  /// @param patience for an answer in one piece
  ChatCompletions(
      Models models, RateLimits rateLimits, Clock clock, int maxRequestBytes, Duration patience) {
    this.models = models;
    this.rateLimits = rateLimits;
    this.clock = clock;
    this.maxRequestBytes = maxRequestBytes;
    this.patience = patience;
  }

  /// @param deployment the model, where the address names it
  void answer(ApiKey key, Optional<String> deployment, Exchange exchange) throws IOException {
    ChatRequest request = ChatRequest.read(exchange.body(maxRequestBytes), deployment);
    KnownFields.CHAT.require(request, key);
    ModelId model = permitted(key, request.model());
    spend(key);
    answer(key, model, request, new AsItCame(exchange), exchange);
  }

  /// The model of that name, if this key may use it.
  ///
  /// @throws OpenAiError `model_not_found`
  ModelId permitted(ApiKey key, String name) {
    return models
        .find(name)
        .filter(id -> key.allowed().permit(id.toString()))
        .orElseThrow(() -> OpenAiError.noModel(name));
  }

  /// Counts a request of this key.
  ///
  /// @throws io.parley.platform.ProblemException `rate_limited` if it has sent too many
  void spend(ApiKey key) {
    RateLimits.require(rateLimits.key(key.id()));
  }

  /// Has a model answer, or the next of its chain.
  ///
  /// @param model one that is [#permitted]
  /// @throws OpenAiError if none can; after the stream has begun, if it broke off
  void answer(ApiKey key, ModelId model, ChatRequest request, Telling telling, Exchange exchange)
      throws IOException {
    List<ModelId> chain = models.chain(model, key.allowed());
    Optional<OpenAiError> first = Optional.empty();
    for (ModelId next : chain) {
      Optional<OpenAiError> failed = attempt(next, key, request, telling, exchange);
      if (failed.isEmpty()) {
        return;
      }
      first = first.or(() -> failed);
      if (exchange.hasBegun() || !failed.get().anotherMayAnswer()) {
        break;
      }
      if (!next.equals(chain.getLast())) {
        LOG.log(
            Level.INFO,
            () -> next + ": " + failed.get().code() + ", the next of its chain is asked");
        models.fellBack(next);
      }
    }
    throw first.orElseThrow();
  }

  /// Empty if it is answered, or nobody waits for it.
  private Optional<OpenAiError> attempt(
      ModelId model, ApiKey key, ChatRequest request, Telling telling, Exchange exchange)
      throws IOException {
    try {
      Optional<Relay> relay = models.relay(model);
      if (relay.isEmpty()) {
        new GeneratedCompletion(models, model, key.allowed(), clock)
            .answer(request, telling, exchange);
      } else if (request.isStreamed()) {
        stream(relay.get(), model, request, telling, exchange);
      } else {
        batch(relay.get(), model, request, telling, exchange);
      }
      return Optional.empty();
    } catch (OpenAiError e) {
      return Optional.of(e);
    }
  }

  private static void stream(
      Relay relay, ModelId model, ChatRequest request, Telling telling, Exchange exchange)
      throws IOException {
    try (EventRelay events =
        new EventRelay(relay, model, request.choices(), telling.outlet(relay, model))) {
      RelayCall call = relay.stream(PATH, request.withModel(model.name()), events);
      exchange.whileWanted(call::cancel, () -> ended(call));
    }
  }

  private void batch(
      Relay relay, ModelId model, ChatRequest request, Telling telling, Exchange exchange)
      throws IOException {
    try (WholeAnswer answer = new WholeAnswer(relay, "choices")) {
      RelayCall call = relay.whole(PATH, request.withModel(model.name()), patience, answer);
      exchange.whileWanted(
          call::cancel,
          () -> {
            if (ended(call)) {
              exchange.omit(answer.omitted());
              answer.send(model, telling.outlet(relay, model));
            }
          });
    }
  }

  /// Whether somebody still waits for the answer, which is there.
  private static boolean ended(RelayCall call) {
    return switch (call.run()) {
      case RelayOutcome.Ended _ -> true;
      case RelayOutcome.Failed failed -> throw OpenAiError.of(failed);
      case RelayOutcome.Cancelled _ -> false;
    };
  }
}
