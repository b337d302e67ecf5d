package io.parley.llm;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// The HTTP exchange of a [RelayCall]: its request, which may be sent several times, and the answer
/// that comes back. It can be cancelled at any moment, from any thread, which closes the
/// connection.
final class RelayExchange {
  private static final int MAX_ERROR_BYTES = 64 * 1024;

  private final Connections connections;
  private boolean received;
  private Optional<CompletableFuture<HttpResponse<Optional<InputStream>>>> sent = Optional.empty();
  private Optional<RelayBody> body = Optional.empty();
  private Optional<InputStream> refusal = Optional.empty();
  private Optional<Reason> givenUp = Optional.empty();

  RelayExchange(Connections connections) {
    this.connections = connections;
  }

  /// Why it was cancelled.
  enum Reason {
    CANCELLED,
    LATE
  }

  /// @param text what came in place of an answer of the kind that was asked for
  record Answer(int status, HttpHeaders headers, Optional<String> text) {}

  /// Empty if it was cancelled before it was sent. Sent once more on a new connection, where the
  /// one that was kept open may be closed.
  ///
  /// @param handler takes the answer, or leaves it to be read as text
  Optional<Answer> ask(HttpRequest request, BodyHandler<Optional<InputStream>> handler)
      throws ExecutionException, InterruptedException, IOException {
    long begin = System.nanoTime();
    try {
      return ask(connections.kept(), request, handler);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause == null || isReceivedOrGivenUp() || !connections.mayBeStale(cause, begin)) {
        throw e;
      }
    }
    HttpClient once = connections.fresh();
    try {
      return ask(once, request, handler);
    } finally {
      once.shutdown();
    }
  }

  private Optional<Answer> ask(
      HttpClient http, HttpRequest request, BodyHandler<Optional<InputStream>> handler)
      throws ExecutionException, InterruptedException, IOException {
    var exchange = send(http, request, handler);
    if (exchange.isEmpty()) {
      return Optional.empty();
    }
    HttpResponse<Optional<InputStream>> response = exchange.get().get();
    Optional<String> text = Optional.empty();
    if (response.body().isPresent()) {
      text = Optional.of(text(response.headers(), response.body().get()));
    }
    return Optional.of(new Answer(response.statusCode(), response.headers(), text));
  }

  private synchronized Optional<CompletableFuture<HttpResponse<Optional<InputStream>>>> send(
      HttpClient http, HttpRequest request, BodyHandler<Optional<InputStream>> handler) {
    if (givenUp.isPresent()) {
      return Optional.empty();
    }
    received = false;
    sent = Optional.of(http.sendAsync(request, handler));
    return sent;
  }

  private String text(HttpHeaders headers, InputStream refused) throws IOException {
    synchronized (this) {
      refusal = Optional.of(refused);
      if (givenUp.isPresent()) {
        Connections.close(refused);
      }
    }
    try (InputStream in = ContentDecoder.decoded(headers, refused)) {
      return new String(in.readNBytes(MAX_ERROR_BYTES), StandardCharsets.UTF_8);
    }
  }

  private synchronized boolean isReceivedOrGivenUp() {
    return received || givenUp.isPresent();
  }

  /// The head of an answer has come.
  void received() {
    connections.answered();
    synchronized (this) {
      received = true;
    }
  }

  /// The body of an answer begins.
  ///
  /// @return whether somebody still wants it
  synchronized boolean opened(RelayBody opened) {
    body = Optional.of(opened);
    return givenUp.isEmpty();
  }

  synchronized Optional<RelayBody> body() {
    return body;
  }

  /// The first reason stands.
  void giveUp(Reason why) {
    Optional<CompletableFuture<HttpResponse<Optional<InputStream>>>> exchange;
    Optional<RelayBody> open;
    Optional<InputStream> refused;
    synchronized (this) {
      if (givenUp.isPresent()) {
        return;
      }
      givenUp = Optional.of(why);
      exchange = sent;
      open = body;
      refused = refusal;
    }
    open.ifPresent(RelayBody::leave);
    refused.ifPresent(Connections::close);
    exchange.ifPresent(future -> future.cancel(true));
  }

  synchronized Optional<Reason> givenUp() {
    return givenUp;
  }
}
