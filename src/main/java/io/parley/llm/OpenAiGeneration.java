package io.parley.llm;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.output.TokenUsage;
import io.parley.llm.GenerationEvent.Began;
import io.parley.llm.GenerationEvent.Cancelled;
import io.parley.llm.GenerationEvent.Completed;
import io.parley.llm.GenerationEvent.End;
import io.parley.llm.GenerationEvent.Text;
import io.parley.llm.GenerationEvent.Thinking;
import io.parley.llm.StreamingCall.Abort;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// An answer from an OpenAI-compatible provider, through langchain4j. One virtual thread does it
/// all, from the request to the last event, so that events cannot overlap.
final class OpenAiGeneration implements Generation {
  private static final Logger LOG = System.getLogger(OpenAiGeneration.class.getName());
  private static final AtomicLong COUNT = new AtomicLong();

  /// Characters of the words with which a model declines.
  private static final int MAX_REFUSAL = 4_000;

  private final ModelId model;
  private final StreamingCall call;
  private final Consumer<GenerationEvent> listener;
  private final AnswerParts parts;
  private boolean listenerFailed;
  private boolean answered;
  private boolean begun;

  /// @param call makes the request's call, given what is to be passed on of each event's data
  OpenAiGeneration(
      ModelId model,
      Function<UnaryOperator<String>, StreamingCall> call,
      Consumer<GenerationEvent> listener) {
    this.model = model;
    this.listener = listener;
    this.parts = new AnswerParts(MAX_REFUSAL, text -> tell(new Thinking(text)));
    this.call = call.apply(parts::answer);
  }

  /// @param chat makes the model that asks through a call
  void start(Function<StreamingCall, StreamingChatModel> chat, ChatRequest request) {
    Thread.ofVirtual()
        .name("generation-" + COUNT.incrementAndGet())
        .start(() -> run(chat.apply(call), request));
  }

  @Override
  public void cancel() {
    call.abort(Abort.CANCELLED);
  }

  private void run(StreamingChatModel chat, ChatRequest request) {
    Handler handler = new Handler();
    Optional<ProviderFailure> failure = Optional.empty();
    try {
      chat.chat(request, handler);
    } catch (ProviderFailure e) {
      failure = Optional.of(e);
    } catch (RuntimeException e) {
      failure = Optional.of(failed(FailureCode.PROVIDER_ERROR, e));
    }
    if (listenerFailed) {
      return;
    }
    End end = end(handler, failure);
    try {
      if (end instanceof Completed) {
        begin();
      }
      listener.accept(end);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "A listener of " + model + " failed", e);
    }
  }

  /// A cancelled generation is cancelled, whatever its connection said to being closed.
  private End end(Handler handler, Optional<ProviderFailure> failure) {
    if (call.aborted().filter(Abort.CANCELLED::equals).isPresent()) {
      return new Cancelled();
    }
    if (handler.completed.isPresent()) {
      return completed(handler.completed.get());
    }
    return failed(
        handler
            .failure
            .or(() -> failure)
            .orElseGet(() -> new ProviderFailure(model.provider(), FailureCode.STREAM_BROKEN)));
  }

  /// An end is one only where something was said, or it says why nothing was.
  private End completed(Completed end) {
    return switch (end.reason()) {
      case ERROR -> failed(new ProviderFailure(model.provider(), FailureCode.PROVIDER_ERROR));
      case STOP, LENGTH, OTHER ->
          answered ? end : failed(new ProviderFailure(model.provider(), FailureCode.EMPTY_ANSWER));
      case CONTENT_FILTER, REFUSAL, TOOL_CALLS -> end;
    };
  }

  private End failed(ProviderFailure told) {
    LOG.log(Level.WARNING, () -> "No complete reply from " + model + ": " + told.code().wire());
    // The cause may quote what the provider sent.
    LOG.log(Level.DEBUG, "The cause", told);
    return told.event();
  }

  private void tell(GenerationEvent event) {
    if (call.aborted().isPresent()) {
      return;
    }
    try {
      begin();
      listener.accept(event);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "A listener of " + model + " failed", e);
      listenerFailed = true;
      call.abort(Abort.READER);
    }
  }

  /// Tells of parameters that the model answers without, before its answer.
  private void begin() {
    List<String> omitted = begun ? List.of() : OmittedParameters.ofPeople(call.omitted());
    begun = true;
    if (!omitted.isEmpty()) {
      listener.accept(new Began(model, List.of(), false, omitted));
    }
  }

  private ProviderFailure failed(FailureCode code, Throwable cause) {
    return new ProviderFailure(model.provider(), code, cause);
  }

  /// What langchain4j tells, all on the generation's thread.
  private final class Handler implements StreamingChatResponseHandler {
    private Optional<Completed> completed = Optional.empty();
    private Optional<ProviderFailure> failure = Optional.empty();

    @Override
    public void onPartialResponse(String text) {
      if (!text.isEmpty()) {
        answered = true;
        tell(new Text(text));
      }
    }

    @Override
    public void onCompleteResponse(ChatResponse response) {
      String rest = parts.rest();
      if (!rest.isBlank()) {
        onPartialResponse(rest);
      }
      completed =
          Optional.of(
              new Completed(
                  Optional.ofNullable(response.tokenUsage()).map(this::usage),
                  parts.reason().orElse(FinishReason.OTHER),
                  parts.refusal(),
                  List.of(),
                  Optional.empty()));
    }

    @Override
    public void onError(Throwable error) {
      failure = Optional.of(failed(FailureCode.MALFORMED_EVENT, error));
      call.abort(Abort.READER);
    }

    private Usage usage(TokenUsage tokens) {
      return new Usage(count(tokens.inputTokenCount()), count(tokens.outputTokenCount()));
    }

    private int count(@Nullable Integer tokens) {
      return tokens == null ? 0 : tokens;
    }
  }
}
