package io.parley.llm;

import io.parley.llm.RelayOutcome.Cancelled;
import io.parley.llm.RelayOutcome.Ended;
import io.parley.llm.RelayOutcome.Failed;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLException;

/// One request passed on to a provider, and its answer handed to a [Reader] as it comes.
///
/// The reader runs on the thread that the HTTP client hands the bytes out on: no queue and no
/// second thread in between, which is most of what a relay costs. It may block; the provider is
/// then read no faster, and is not held to its time.
public final class RelayCall {
  private static final Logger LOG = Logger.getLogger(RelayCall.class.getName());
  private static final int MAX_ERROR_BYTES = 64 * 1024;

  private final HttpClient http;
  private final Endpoint endpoint;
  private final Gate gate;
  private final Meter meter;
  private final AdaptedRequest adapted;
  private HttpRequest request;
  private final String accepted;
  private final Patience patience;
  private final Reader reader;
  private final Watchdog watchdog = new Watchdog(() -> giveUp(true));

  private final long sentAt = System.nanoTime();
  private boolean readerFailed;
  private Optional<CompletableFuture<HttpResponse<Optional<String>>>> exchange = Optional.empty();
  private Optional<Flow.Subscription> body = Optional.empty();
  private boolean givenUp;
  private boolean late;

  RelayCall(
      HttpClient http,
      Endpoint endpoint,
      Gate gate,
      Meter meter,
      AdaptedRequest adapted,
      HttpRequest request,
      String accepted,
      Patience patience,
      Reader reader) {
    this.http = http;
    this.endpoint = endpoint;
    this.gate = gate;
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
    /// @throws IOException if nobody wants the rest: the call is given up
    /// @throws ProviderFailure if it is not an answer, or tells of an error: so the call ends
    boolean read(ByteBuffer bytes) throws IOException;

    /// Nothing more comes.
    ///
    /// @throws IOException if nobody wants what there is
    /// @throws ProviderFailure if that was not the whole answer
    void end() throws IOException;
  }

  /// @param first from the request to the answer's beginning
  /// @param next from there on, for each piece
  record Patience(Duration first, Duration next) {}

  /// Sends the request and stays until the end of the answer. Not interrupted in between.
  public RelayOutcome run() {
    Gate.Pass pass;
    try {
      pass = gate.enter(adapted.model().name());
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

  private RelayOutcome end(Gate.Pass pass) {
    long deadline = Watchdog.in(patience.first());
    watchdog.expect(deadline);
    try (watchdog) {
      while (true) {
        Optional<CompletableFuture<HttpResponse<Optional<String>>>> sent = send(pass, deadline);
        if (sent.isEmpty()) {
          return failed(new CancellationException());
        }
        HttpResponse<Optional<String>> response = sent.get().get();
        RelayOutcome outcome = outcome(response);
        if (!(outcome instanceof Failed) || !learnt(response)) {
          return outcome;
        }
      }
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      return failed(cause == null ? e : cause);
    } catch (CancellationException e) {
      return failed(e);
    } catch (InterruptedException e) {
      cancel();
      Thread.currentThread().interrupt();
      return new Cancelled();
    }
  }

  /// Whether the model refused a part of the request, which is to be sent again in another form.
  private boolean learnt(HttpResponse<Optional<String>> response) {
    boolean changed = adapted.learn(response.statusCode(), response.body().orElse(""));
    if (changed) {
      request =
          HttpRequest.newBuilder(request, (_, _) -> true)
              .POST(BodyPublishers.ofByteArray(adapted.body()))
              .build();
    }
    return changed;
  }

  /// Gives it up, at any time, from any thread; closes the connection to the provider at once.
  public void cancel() {
    giveUp(false);
  }

  private void giveUp(boolean becauseLate) {
    Optional<CompletableFuture<HttpResponse<Optional<String>>>> sent;
    Optional<Flow.Subscription> open;
    synchronized (this) {
      if (givenUp) {
        return;
      }
      givenUp = true;
      late = becauseLate;
      sent = exchange;
      open = body;
    }
    open.ifPresent(Flow.Subscription::cancel);
    sent.ifPresent(future -> future.cancel(true));
  }

  private synchronized Optional<CompletableFuture<HttpResponse<Optional<String>>>> send(
      Gate.Pass pass, long deadline) {
    if (givenUp) {
      return Optional.empty();
    }
    exchange = Optional.of(http.sendAsync(request, head -> receive(head, pass, deadline)));
    return exchange;
  }

  /// What is not an answer of the kind that was asked for is read as text: an error.
  private BodySubscriber<Optional<String>> receive(
      ResponseInfo head, Gate.Pass pass, long deadline) {
    String type = head.headers().firstValue("content-type").orElse(accepted);
    boolean answer = head.statusCode() == 200 && type.startsWith(accepted);
    if (answer) {
      adapted.accepted();
      reader.accepted(adapted.omitted());
      return new Pieces(pass, deadline);
    }
    return BodySubscribers.mapping(
        BodySubscribers.limiting(BodySubscribers.ofString(StandardCharsets.UTF_8), MAX_ERROR_BYTES),
        Optional::of);
  }

  private RelayOutcome outcome(HttpResponse<Optional<String>> response) {
    if (response.body().isEmpty()) {
      return new Ended();
    }
    String text = response.body().get();
    if (response.statusCode() == 200) {
      return unasked(text);
    }
    ProviderFailure failure =
        ErrorBody.read(endpoint.name(), response.statusCode(), response.headers(), text);
    return new Failed(
        adapted.named(failure, text), RefusalWords.of(endpoint, response.statusCode(), text));
  }

  /// There are providers that answer an error with 200, and servers that do not know "stream".
  private RelayOutcome unasked(String text) {
    try {
      AnswerStream.failIn(endpoint.name(), text);
    } catch (ProviderFailure e) {
      return new Failed(e, Optional.empty());
    }
    return failed(FailureCode.MALFORMED_EVENT, new IOException("not " + accepted));
  }

  private synchronized RelayOutcome failed(Throwable cause) {
    if (cause instanceof AnswerMemory.NoRoom none) {
      return failed(none.code(), none);
    }
    if (cause instanceof ProviderFailure told) {
      return new Failed(told, Optional.empty());
    }
    if (late) {
      return failed(FailureCode.PROVIDER_TIMEOUT, cause);
    }
    if (givenUp || readerFailed) {
      return new Cancelled();
    }
    boolean unreachable =
        cause instanceof ConnectException
            || cause instanceof HttpConnectTimeoutException
            || cause instanceof UnresolvedAddressException
            || cause instanceof SSLException;
    return failed(
        unreachable ? FailureCode.PROVIDER_UNREACHABLE : FailureCode.STREAM_BROKEN, cause);
  }

  private Failed failed(FailureCode code, Throwable cause) {
    return new Failed(new ProviderFailure(endpoint.name(), code, cause), Optional.empty());
  }

  /// The pieces of a good answer, on their way to the reader.
  private final class Pieces implements BodySubscriber<Optional<String>> {
    private final Gate.Pass pass;
    private final long deadline;
    private boolean begun;
    private final CompletableFuture<Optional<String>> end = new CompletableFuture<>();
    private Optional<Flow.Subscription> subscription = Optional.empty();

    Pieces(Gate.Pass pass, long deadline) {
      this.pass = pass;
      this.deadline = deadline;
    }

    @Override
    public CompletionStage<Optional<String>> getBody() {
      return end;
    }

    @Override
    public void onSubscribe(Flow.Subscription opened) {
      subscription = Optional.of(opened);
      boolean wanted;
      synchronized (RelayCall.this) {
        body = subscription;
        wanted = !givenUp;
      }
      if (wanted) {
        opened.request(1);
      } else {
        opened.cancel();
      }
    }

    @Override
    public void onNext(List<ByteBuffer> pieces) {
      watchdog.rest();
      try {
        for (ByteBuffer piece : pieces) {
          note(reader.read(piece));
        }
        watchdog.expect(begun ? Watchdog.in(patience.next()) : deadline);
        subscription.ifPresent(more -> more.request(1));
      } catch (IOException | ProviderFailure e) {
        leave(e);
      } catch (RuntimeException e) {
        LOG.log(Level.SEVERE, e, () -> "Whoever read from " + endpoint.name() + " failed");
        leave(e);
      }
    }

    private void note(boolean now) {
      if (now && !begun) {
        begun = true;
        pass.began();
        meter.firstToken(endpoint.name(), Duration.ofNanos(System.nanoTime() - sentAt));
      }
    }

    private void leave(Exception why) {
      synchronized (RelayCall.this) {
        readerFailed = true;
      }
      subscription.ifPresent(Flow.Subscription::cancel);
      end.completeExceptionally(why);
    }

    @Override
    public void onError(Throwable failure) {
      end.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
      watchdog.rest();
      try {
        reader.end();
        end.complete(Optional.empty());
      } catch (IOException | RuntimeException e) {
        leave(e);
      }
    }
  }
}
