package io.parley.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.identity.ApiKey;
import io.parley.identity.Budgets;
import io.parley.llm.GenerationEvent.Completed;
import io.parley.llm.ModelId;
import io.parley.llm.Models;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;

/// `POST /v1/responses`: text in, text out, for every model, by way of chat completions.
final class Responses {
  private final Models models;
  private final Budgets budgets;
  private final Clock clock;
  private final int maxRequestBytes;

  Responses(Models models, Budgets budgets, Clock clock, int maxRequestBytes) {
    this.models = models;
    this.budgets = budgets;
    this.clock = clock;
    this.maxRequestBytes = maxRequestBytes;
  }

  void answer(ApiKey key, Exchange exchange) throws IOException {
    ChatRequest request = ChatRequest.read(exchange.body(maxRequestBytes));
    ModelId model =
        models
            .find(request.model())
            .filter(id -> key.allowed().permit(id.toString()))
            .orElseThrow(() -> OpenAiError.noModel(request.model()));
    JsonNode tree = request.tree();
    ResponseRequest wanted = ResponseRequest.of(model, tree);
    Budgets.require(budgets.key(key.id()));
    ResponseDocument document = new ResponseDocument(model, tree, clock.instant().getEpochSecond());
    if (request.isStreamed()) {
      stream(wanted, key, document, exchange);
    } else {
      batch(wanted, key, document, exchange);
    }
  }

  private void stream(
      ResponseRequest wanted, ApiKey key, ResponseDocument document, Exchange exchange)
      throws IOException {
    ResponseEvents events = new ResponseEvents(document, exchange);
    Spoken spoken = Spoken.start(models, wanted.prompt(), key.allowed(), events);
    exchange.whileWanted(
        spoken::cancel,
        () -> {
          try {
            Optional<Completed> completed = spoken.await();
            if (completed.isPresent()) {
              events.end(completed.get());
            }
          } catch (OpenAiError e) {
            if (!exchange.hasBegun()) {
              throw e;
            }
            events.fail(e);
          }
        });
  }

  private void batch(
      ResponseRequest wanted, ApiKey key, ResponseDocument document, Exchange exchange)
      throws IOException {
    StringBuilder text = new StringBuilder();
    Spoken spoken = Spoken.start(models, wanted.prompt(), key.allowed(), text::append);
    exchange.whileWanted(
        spoken::cancel,
        () -> {
          Optional<Completed> completed = spoken.await();
          document.answeredBy(spoken.model());
          if (completed.isPresent()) {
            exchange.answer(document.ended(text.toString(), completed.get()));
          }
        });
  }
}
