package io.parley.llm;

import io.parley.llm.RelayOutcome.Cancelled;
import io.parley.llm.RelayOutcome.Ended;
import io.parley.llm.RelayOutcome.Failed;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;

/// One request passed on to a provider, and its answer handed to a [Reader] as it comes.
///
/// The reader runs on the thread that the HTTP client hands the bytes out on: no queue and no
/// second thread in between, which is most of what a relay costs. It may block; the provider is
/// then read no faster, and is not held to its time.
public final class RelayCall {
  private static final Logger LOG = System.getLogger(RelayCall.class.getName());

  private final RelayExchange exchange;
  private final Endpoint endpoint;
  private final Bulkhead bulkhead;
  private final LlmMeter meter;
  private final AdaptedRequest adapted;
  private HttpRequest request;
  private final Predicate<MediaType> accepted;
  private final Patience patience;
  private final Reader reader;
  private final Watchdog watchdog = new Watchdog(this::late);

  private final long sentAt = System.nanoTime();
  private volatile boolean readerFailed;

  RelayCall(
      Connections connections,
      Endpoint endpoint,
      Bulkhead bulkhead,
      LlmMeter meter,
      AdaptedRequest adapted,
      HttpRequest request,
      Predicate<MediaType> accepted,
      Patience patience,
      Reader reader) {
    this.exchange = new RelayExchange(connections);
    this.endpoint = endpoint;
    this.bulkhead = bulkhead;
    this.meter = meter;
    this.adapted = adapted;
    this.request = request;
    this.accepted = accepted;
    this.patience = patience;
    this.reader = reader;
  }

  /// Takes the bytes of an answer that the provider did not refuse, one call after the other.
  public interface Reader {
    /// The provider has accepted the request. Before the first bytes.
    ///
    /// @param omitted the parameters that the model refuses, and that it answers without
    default void accepted(List<String> omitted) {}

    /// @param bytes good during the call only
    /// @return whether the model has begun to answer, if only to think: until then the patience for
    ///   the first token holds, then that between two tokens
    /// @throws AnswerMemory.NoRoom if it is too large: so the call fails
    /// @throws IOException if nobody wants the rest: the call is cancelled
    /// @throws ProviderFailure if it is not an answer, or tells of an error: so the call ends
    boolean read(ByteBuffer bytes) throws IOException;

    /// Whether the last [#read] brought nothing but comments and empty lines, which say that the
    /// provider is still there.
    default boolean isIdle() {
      return false;
    }

    /// Whether the answer is whole, so that what follows may be missing.
    default boolean isWhole() {
      return false;
    }

    /// Whether the answer is over, whatever follows.
    default boolean isOver() {
      return false;
    }

    /// Nothing more comes.
    ///
    /// @throws IOException if nobody wants what there is
    /// @throws ProviderFailure if that was not the whole answer
    void end() throws IOException;
  }

  /// Sends the request and stays until the end of the answer. Not interrupted in between.
  public RelayOutcome run() {
    Bulkhead.Permit pass;
    try {
      endpoint.require();
      pass = bulkhead.enter(adapted.model().name());
    } catch (ProviderFailure shut) {
      meter.ended(endpoint.name(), shut.code().wire());
      return new Failed(shut, Optional.empty());
    }
    RelayOutcome outcome = end(pass);
    meter.ended(
        endpoint.name(),
        switch (outcome) {
          case Ended _ -> {
            pass.completed();
            yield "completed";
          }
          case Cancelled _ -> {
            pass.givenUp();
            yield "cancelled";
          }
          case Failed failed -> {
            pass.failed(
                failed.failure().scope(), failed.failure().code(), failed.failure().retryAfter());
            yield failed.failure().code().wire();
          }
        });
    return outcome;
  }

  private RelayOutcome end(Bulkhead.Permit pass) {
    watchdog.expect(patience.deadline());
    try (watchdog) {
      while (true) {
        Optional<RelayExchange.Answer> answer = exchange.ask(request, head -> receive(head, pass));
        if (answer.isEmpty()) {
          return failed(new CancellationException());
        }
        RelayOutcome outcome = outcome(answer.get());
        if (!(outcome instanceof Failed) || !learnt(answer.get())) {
          return outcome;
        }
      }
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      return failed(cause == null ? e : cause);
    } catch (IOException | CancellationException e) {
      return failed(e);
    } catch (InterruptedException e) {
      cancel();
      Thread.currentThread().interrupt();
      return new Cancelled();
    }
  }

  /// Whether the model refused a part of the request, which is to be sent again in another form.
  private boolean learnt(RelayExchange.Answer answer) {
    boolean changed = adapted.learn(answer.status(), answer.text().orElse(""));
    if (changed) {
      request =
          HttpRequest.newBuilder(request, (_, _) -> true)
              .POST(BodyPublishers.ofByteArray(adapted.body()))
              .build();
    }
    return changed;
  }

  /// Cancels it, at any time, from any thread; closes the connection to the provider at once.
  public void cancel() {
    exchange.giveUp(RelayExchange.Reason.CANCELLED);
  }

  /// Nothing came in time: which is an end, if the answer is whole.
  private void late() {
    Optional<RelayBody> open = exchange.body();
    if (open.isEmpty() || !open.get().endIfWhole()) {
      exchange.giveUp(RelayExchange.Reason.LATE);
    }
  }

  /// What is not an answer of the kind that was asked for is read as text: an error.
  private BodySubscriber<Optional<InputStream>> receive(ResponseInfo head, Bulkhead.Permit pass) {
    exchange.received();
    if (head.statusCode() == 200 && accepted.test(MediaType.of(head.headers()))) {
      adapted.accepted();
      reader.accepted(adapted.omitted());
      try {
        return new RelayBody(
            reader, ContentDecoder.of(head.headers()), patience, watchdog, new Progress(pass));
      } catch (IOException e) {
        // Whoever reads it as text finds the same.
        LOG.log(Level.DEBUG, "an unknown coding", e);
      }
    }
    return BodySubscribers.mapping(BodySubscribers.ofInputStream(), Optional::of);
  }

  private RelayOutcome outcome(RelayExchange.Answer answer) {
    if (answer.text().isEmpty()) {
      return new Ended();
    }
    String text = answer.text().get();
    if (answer.status() == 200) {
      return unasked(text);
    }
    ProviderFailure failure =
        ErrorBody.read(endpoint.name(), answer.status(), answer.headers(), text);
    return new Failed(
        adapted.named(failure, text), RefusalWords.of(endpoint, answer.status(), text));
  }

  /// There are providers that answer an error with 200, and servers that do not know "stream".
  private RelayOutcome unasked(String text) {
    return ErrorBody.inPlaceOfAnswer(endpoint.name(), text)
        .map(told -> new Failed(told, Optional.empty()))
        .orElseGet(
            () -> failed(FailureCode.MALFORMED_EVENT, new IOException("not what was asked for")));
  }

  private RelayOutcome failed(Throwable cause) {
    Optional<RelayExchange.Reason> givenUp = exchange.givenUp();
    if (cause instanceof AnswerMemory.NoRoom none) {
      return failed(none.code(), none);
    }
    if (cause instanceof ProviderFailure told) {
      return new Failed(told, Optional.empty());
    }
    if (givenUp.filter(RelayExchange.Reason.LATE::equals).isPresent()) {
      return failed(FailureCode.PROVIDER_TIMEOUT, cause);
    }
    if (readerFailed && !(cause instanceof IOException)) {
      return failed(FailureCode.MALFORMED_EVENT, cause);
    }
    if (givenUp.isPresent() || readerFailed) {
      return new Cancelled();
    }
    if (cause instanceof ContentDecoder.Unreadable) {
      LOG.log(
          Level.WARNING,
          () -> "A response of " + endpoint.name() + " cannot be decoded: " + cause.getMessage());
      return failed(FailureCode.MALFORMED_EVENT, cause);
    }
    return failed(
        Connections.isUnreachable(cause)
            ? FailureCode.PROVIDER_UNREACHABLE
            : FailureCode.STREAM_BROKEN,
        cause);
  }

  private Failed failed(FailureCode code, Throwable cause) {
    return new Failed(new ProviderFailure(endpoint.name(), code, cause), Optional.empty());
  }

  /// What the body of the answer tells of itself.
  final class Progress {
    private final Bulkhead.Permit pass;

    private Progress(Bulkhead.Permit pass) {
      this.pass = pass;
    }

    /// @return whether somebody still wants it
    boolean opened(RelayBody opened) {
      return exchange.opened(opened);
    }

    void began() {
      pass.began();
      meter.firstToken(endpoint.name(), Duration.ofNanos(System.nanoTime() - sentAt));
    }

    /// Whoever reads it wants no more, or cannot.
    void left(Exception why) {
      readerFailed = !(why instanceof ContentDecoder.Unreadable);
      if (why instanceof RuntimeException && !(why instanceof ProviderFailure)) {
        LOG.log(Level.ERROR, () -> "A reader of " + endpoint.name() + " failed", why);
      }
    }
  }
}
