package io.parley.openai;

import io.parley.identity.ApiKey;
import io.parley.identity.Budgets;
import io.parley.llm.ModelId;
import io.parley.llm.Models;
import io.parley.llm.Relay;
import io.parley.llm.RelayCall;
import io.parley.llm.RelayOutcome;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.logging.Logger;

/// `POST /v1/chat/completions`. A provider that speaks OpenAI's protocol gets the request as it
/// came; for others the answer is made of the events of a generation.
final class ChatCompletions {
  private static final Logger LOG = Logger.getLogger(ChatCompletions.class.getName());
  private static final String PATH = "chat/completions";

  private final Models models;
  private final Budgets budgets;
  private final Clock clock;
  private final int maxRequestBytes;
  private final Duration patience;

  /// @param patience for an answer in one piece
  ChatCompletions(
      Models models, Budgets budgets, Clock clock, int maxRequestBytes, Duration patience) {
    this.models = models;
    this.budgets = budgets;
    this.clock = clock;
    this.maxRequestBytes = maxRequestBytes;
    this.patience = patience;
  }

  void answer(ApiKey key, Exchange exchange) throws IOException {
    ChatRequest request = ChatRequest.read(exchange.body(maxRequestBytes));
    KnownFields.CHAT.require(request, key);
    ModelId model =
        models
            .find(request.model())
            .filter(id -> key.allowed().permit(id.toString()))
            .orElseThrow(() -> OpenAiError.noModel(request.model()));
    Budgets.require(budgets.key(key.id()));
    List<ModelId> chain = models.chain(model, key.allowed());
    Optional<OpenAiError> first = Optional.empty();
    for (ModelId next : chain) {
      Optional<OpenAiError> failed = attempt(next, key, request, exchange);
      if (failed.isEmpty()) {
        return;
      }
      first = first.or(() -> failed);
      if (exchange.hasBegun() || !failed.get().anotherMayAnswer()) {
        break;
      }
      if (!next.equals(chain.getLast())) {
        LOG.info(() -> next + ": " + failed.get().code() + ", the next of its chain is asked");
        models.fellBack(next);
      }
    }
    throw first.orElseThrow();
  }

  /// Empty if it is answered, or nobody waits any more.
  private Optional<OpenAiError> attempt(
      ModelId model, ApiKey key, ChatRequest request, Exchange exchange) throws IOException {
    try {
      Optional<Relay> relay = models.relay(model);
      if (relay.isEmpty()) {
        new ToldCompletion(models, model, key.allowed(), clock).answer(request, exchange);
      } else if (request.isStreamed()) {
        stream(relay.get(), model, request, exchange);
      } else {
        batch(relay.get(), model, request, exchange);
      }
      return Optional.empty();
    } catch (OpenAiError e) {
      return Optional.of(e);
    }
  }

  private static void stream(Relay relay, ModelId model, ChatRequest request, Exchange exchange)
      throws IOException {
    try (EventRelay events = new EventRelay(relay, model, exchange)) {
      RelayCall call = relay.stream(PATH, request.withModel(model.name()), events);
      exchange.whileWanted(call::cancel, () -> ended(call));
    }
  }

  private void batch(Relay relay, ModelId model, ChatRequest request, Exchange exchange)
      throws IOException {
    try (WholeAnswer answer = new WholeAnswer(relay.answerMemory())) {
      RelayCall call = relay.whole(PATH, request.withModel(model.name()), patience, answer);
      exchange.whileWanted(
          call::cancel,
          () -> {
            if (ended(call)) {
              exchange.omit(answer.omitted());
              exchange.answer(answer.as(model));
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
