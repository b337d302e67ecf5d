package io.parley.llm;

import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEvent;
import dev.langchain4j.http.client.sse.ServerSentEventContext;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import dev.langchain4j.http.client.sse.ServerSentEventParsingHandle;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// The one HTTP request of a generation: langchain4j's HTTP client, made so that it can be
/// cancelled at any moment. Langchain4j's own can be cancelled only once an event has come, and has
/// one timeout for everything.
///
/// [#execute] runs on the caller's thread until the stream has ended. It throws [ProviderFailure]
/// for whatever goes wrong in the protocol; what langchain4j finds wrong in an event goes to its
/// listener.
final class StreamingCall implements dev.langchain4j.http.client.HttpClient {
  /// Why a call was cancelled.
  enum Abort {
    CANCELLED,
    TIMEOUT,
    /// Whoever reads the stream wants no more of it.
    READER
  }

  private static final Logger LOG = System.getLogger(StreamingCall.class.getName());
  private static final int MAX_ERROR_BYTES = 64 * 1024;

  private final Connections connections;
  private final Endpoint endpoint;
  private final String provider;
  private final Function<byte[], AdaptedRequest> adapt;
  private final AnswerMemory events;
  private final UnaryOperator<String> passedOn;
  private final Watchdog watchdog = new Watchdog(() -> abort(Abort.TIMEOUT));

  private Optional<Abort> aborted = Optional.empty();
  private Optional<CompletableFuture<HttpResponse<InputStream>>> exchange = Optional.empty();
  private Optional<InputStream> body = Optional.empty();
  private boolean over;
  private volatile List<String> omitted = List.of();

  /// @param adapt puts a request's body into the form that its model takes
  /// @param passedOn what langchain4j is given of an event's data
  StreamingCall(
      Connections connections,
      Endpoint endpoint,
      Function<byte[], AdaptedRequest> adapt,
      AnswerMemory events,
      UnaryOperator<String> passedOn) {
    this.connections = connections;
    this.endpoint = endpoint;
    this.adapt = adapt;
    this.events = events;
    this.passedOn = passedOn;
    this.provider = endpoint.name();
  }

  /// Closes the connection, wherever the call is. The first reason stands; after the end of the
  /// stream nothing happens.
  void abort(Abort why) {
    Optional<CompletableFuture<HttpResponse<InputStream>>> sent;
    Optional<InputStream> open;
    synchronized (this) {
      if (over || aborted.isPresent()) {
        return;
      }
      aborted = Optional.of(why);
      sent = exchange;
      open = body;
    }
    sent.ifPresent(future -> future.cancel(true));
    open.ifPresent(Connections::close);
  }

  synchronized Optional<Abort> aborted() {
    return aborted;
  }

  /// The parameters that the model refuses, once it has accepted the request without them.
  List<String> omitted() {
    return omitted;
  }

  @Override
  public SuccessfulHttpResponse execute(HttpRequest request) {
    throw new UnsupportedOperationException("only streams");
  }

  @Override
  public void execute(
      HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
    Patience patience = new Patience(endpoint.timeouts());
    try (watchdog) {
      watchdog.expect(patience.deadline());
      read(accepted(request), patience, listener);
    } catch (ContentDecoder.Unreadable e) {
      LOG.log(
          Level.WARNING,
          () -> "A response of " + provider + " cannot be decoded: " + e.getMessage());
      throw new ProviderFailure(provider, FailureCode.MALFORMED_EVENT, e);
    } catch (IOException e) {
      boolean late = aborted().filter(Abort.TIMEOUT::equals).isPresent();
      throw new ProviderFailure(
          provider, late ? FailureCode.PROVIDER_TIMEOUT : FailureCode.STREAM_BROKEN, e);
    } finally {
      closeUnlessOver();
    }
    listener.onClose();
  }

  /// Sends it in the form that the model takes, and once more for each part that it refuses.
  private InputStream accepted(HttpRequest request) throws IOException {
    AdaptedRequest adapted = adapt.apply(request.body().getBytes(StandardCharsets.UTF_8));
    while (true) {
      HttpResponse<InputStream> response = send(translate(adapted.body()));
      InputStream in = ContentDecoder.decoded(response.headers(), response.body());
      Optional<String> error = error(response, in);
      if (error.isEmpty()) {
        adapted.accepted();
        omitted = adapted.omitted();
        return in;
      }
      if (!adapted.learn(response.statusCode(), error.get())) {
        throw adapted.named(failure(response, error.get()), error.get());
      }
    }
  }

  /// Once more on a new connection, where the one that was kept open may be closed.
  private HttpResponse<InputStream> send(java.net.http.HttpRequest request) throws IOException {
    long sentAt = System.nanoTime();
    try {
      return send(connections.kept(), request);
    } catch (IOException e) {
      Throwable cause = e.getCause();
      if (aborted().isPresent() || cause == null || !connections.mayBeStale(cause, sentAt)) {
        throw e;
      }
    }
    HttpClient once = connections.fresh();
    try {
      return send(once, request);
    } finally {
      once.shutdown();
    }
  }

  private HttpResponse<InputStream> send(HttpClient http, java.net.http.HttpRequest request)
      throws IOException {
    CompletableFuture<HttpResponse<InputStream>> sent;
    synchronized (this) {
      if (aborted.isPresent()) {
        throw new IOException("given up before it was sent");
      }
      sent = http.sendAsync(request, BodyHandlers.ofInputStream());
      exchange = Optional.of(sent);
    }
    try {
      HttpResponse<InputStream> response = sent.get();
      connections.answered();
      synchronized (this) {
        body = Optional.of(response.body());
        if (aborted.isEmpty()) {
          return response;
        }
      }
      throw new IOException("given up");
    } catch (CancellationException e) {
      throw new IOException("given up", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (Connections.isUnreachable(cause)) {
        throw new ProviderFailure(provider, FailureCode.PROVIDER_UNREACHABLE, e);
      }
      throw new IOException(cause);
    } catch (InterruptedException e) {
      abort(Abort.CANCELLED);
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /// What came in place of a stream.
  private static Optional<String> error(HttpResponse<InputStream> response, InputStream decoded)
      throws IOException {
    if (response.statusCode() == 200 && MediaType.of(response.headers()).mayBeEvents()) {
      return Optional.empty();
    }
    try (InputStream in = decoded) {
      return Optional.of(new String(in.readNBytes(MAX_ERROR_BYTES), StandardCharsets.UTF_8));
    }
  }

  /// There are providers that answer an error with 200, and servers that do not know "stream".
  private ProviderFailure failure(HttpResponse<InputStream> response, String text) {
    return response.statusCode() == 200
        ? ErrorBody.inPlaceOfAnswer(provider, text)
            .orElseGet(() -> new ProviderFailure(provider, FailureCode.MALFORMED_EVENT))
        : ErrorBody.read(provider, response.statusCode(), response.headers(), text);
  }

  private void read(InputStream in, Patience patience, ServerSentEventListener listener)
      throws IOException {
    Runnable alive = () -> watchdog.expect(patience.alive());
    try (AnswerStream answer = new AnswerStream(provider, in, events.hold(), alive)) {
      read(answer, patience, listener);
    } catch (IOException | RuntimeException e) {
      Connections.close(in);
      throw e;
    }
    Thread.startVirtualThread(() -> Connections.drain(in));
  }

  private void read(AnswerStream answer, Patience patience, ServerSentEventListener listener)
      throws IOException {
    ServerSentEventContext context = new ServerSentEventContext(new Handle());
    while (true) {
      Optional<SseReader.Event> next = answer.next();
      watchdog.rest();
      if (ends(next)) {
        break;
      }
      SseReader.Event event = next.get();
      listener.onEvent(new ServerSentEvent(event.name(), passedOn.apply(event.data())), context);
      patience.event(answer.begun(), answer.finished());
      watchdog.expect(patience.deadline());
    }
  }

  /// Ends the call, unless it was cancelled: one of the two comes first. An end after which nothing
  /// came in time is a proper one, if the answer was whole.
  private synchronized boolean ends(Optional<SseReader.Event> next) throws IOException {
    if (aborted.filter(why -> why != Abort.TIMEOUT || next.isPresent()).isPresent()) {
      throw new IOException("given up");
    }
    aborted = Optional.empty();
    over = next.isEmpty();
    return over;
  }

  private synchronized void closeUnlessOver() {
    if (!over) {
      body.ifPresent(Connections::close);
    }
  }

  /// Of what langchain4j would send, only the body: how a provider is asked, the endpoint knows.
  private java.net.http.HttpRequest translate(byte[] json) {
    return endpoint
        .request("chat/completions")
        .setHeader("Content-Type", "application/json")
        .setHeader("Accept", "text/event-stream")
        .POST(BodyPublishers.ofByteArray(json))
        .build();
  }

  /// What langchain4j calls to cancel.
  private final class Handle implements ServerSentEventParsingHandle {
    @Override
    public void cancel() {
      abort(Abort.READER);
    }

    @Override
    public boolean isCancelled() {
      return aborted().isPresent();
    }
  }
}
