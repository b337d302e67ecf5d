package io.parley.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.http.Credentials;
import io.parley.http.Proxies;
import io.parley.identity.Caller;
import io.parley.identity.ProofValidity;
import io.parley.liberty.DisconnectDetector;
import io.parley.platform.Json;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// One request and its answer: a JSON document, or a stream of events. Its methods block; they run
/// on virtual threads, one at a time.
final class Exchange implements Outlet {
  private final HttpServletRequest request;
  private final HttpServletResponse response;
  private final DisconnectDetector disconnects;
  private final ProofValidity validity;
  private final RequestMemoryLimit room;
  private int taken;
  private boolean begun;
  private boolean answering;
  private boolean complete;
  private Optional<Caller> caller = Optional.empty();
  private volatile Optional<DisconnectDetector.Watch> watched = Optional.empty();

  Exchange(
      HttpServletRequest request,
      HttpServletResponse response,
      DisconnectDetector disconnects,
      ProofValidity validity,
      RequestMemoryLimit room) {
    this.validity = validity;
    this.room = room;
    this.request = request;
    this.response = response;
    this.disconnects = disconnects;
  }

  Optional<String> key() {
    return Credentials.apiKey(request);
  }

  /// A parameter of the address, if it is there.
  Optional<String> parameter(String name) {
    return Optional.ofNullable(request.getParameter(name));
  }

  /// The address that the request came from, before any proxy.
  String address(Proxies proxies) {
    return proxies.client(request);
  }

  /// @param mostBytes more than so many are refused, whether their number was announced or not
  /// @throws OpenAiError if there are more, or they cannot be read
  byte[] body(int mostBytes) {
    return body(mostBytes, 1);
  }

  /// @param copies how many times as much memory is taken for what is made of the body
  byte[] body(int mostBytes, int copies) {
    long announced = request.getContentLengthLong();
    if (announced > mostBytes) {
      throw tooLarge(mostBytes);
    }
    taken = room.take((announced < 0 ? mostBytes : announced) * copies);
    byte[] body;
    try {
      body = request.getInputStream().readNBytes(mostBytes + 1);
    } catch (IOException e) {
      throw OpenAiError.invalid("The body cannot be read.");
    }
    if (body.length > mostBytes) {
      throw tooLarge(mostBytes);
    }
    return body;
  }

  /// Takes room for what is read because of the request.
  ///
  /// @throws OpenAiError if there is none
  void hold(long bytes) {
    taken += room.take(bytes);
  }

  /// The request is no longer needed.
  void end() {
    room.giveBack(taken);
    taken = 0;
  }

  /// Says who calls, as soon as that is known.
  void by(Caller known) {
    caller = Optional.of(known);
  }

  /// Runs something that waits, and cancels it when the client disconnects, or its key is revoked
  /// or expires.
  ///
  /// @throws OpenAiError if the key is no longer good
  void whileWanted(Runnable giveUp, Work work) throws IOException {
    Caller holder = caller.orElseThrow();
    AtomicBoolean revoked = new AtomicBoolean();
    Runnable end =
        () -> {
          revoked.set(true);
          giveUp.run();
        };
    try (DisconnectDetector.Watch watch = disconnects.watch(request, giveUp);
        ProofValidity.Watch _ = validity.watch(holder, end)) {
      watched = Optional.of(watch);
      work.run();
    }
    if (revoked.get() && !complete) {
      throw OpenAiError.of(
          401, OpenAiError.INVALID, "invalid_api_key", "This API key was revoked or has expired.");
    }
  }

  /// What may take long.
  interface Work {
    void run() throws IOException;
  }

  /// Says in a header which parameters of the request the model refuses, and answers without.
  @Override
  public void omit(List<String> parameters) {
    if (!parameters.isEmpty() && !begun) {
      response.setHeader("X-Parley-Omitted-Parameters", String.join(", ", parameters));
    }
  }

  /// The whole answer.
  void answer(JsonNode json) throws IOException {
    answer(Json.write(json).getBytes(StandardCharsets.UTF_8));
  }

  void answer(byte[] json) throws IOException {
    answer(200, json);
  }

  @Override
  public void answer(int length, Writing json) throws IOException {
    answer(200, length, json);
  }

  /// The failure with its status, or, in the middle of a stream, as its last event.
  void refuse(OpenAiError error) throws IOException {
    if (begun) {
      ByteArrayOutputStream event = new ByteArrayOutputStream();
      // The event before it may have broken off without its empty line.
      event.writeBytes("\ndata: ".getBytes(StandardCharsets.US_ASCII));
      event.writeBytes(error.body());
      event.writeBytes("\n\n".getBytes(StandardCharsets.US_ASCII));
      send(event);
      return;
    }
    error
        .retryAfterSeconds()
        .ifPresent(seconds -> response.setHeader("Retry-After", Long.toString(seconds)));
    if (error.status() == 401) {
      response.setHeader("WWW-Authenticate", "Bearer");
    }
    answer(error.status(), error.body());
  }

  /// Whether something of an answer was sent. Comments are none.
  boolean hasBegun() {
    return answering;
  }

  /// An event of the stream.
  ///
  /// @throws IOException if the caller has left
  void send(String event) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(event.length() + 16);
    bytes.writeBytes(event.getBytes(StandardCharsets.UTF_8));
    send(bytes);
  }

  /// Events of the stream, as they are.
  ///
  /// @throws IOException if the caller has left
  void send(ByteArrayOutputStream events) throws IOException {
    send(events::writeTo);
  }

  @Override
  public void send(Writing events) throws IOException {
    answering = true;
    stream(events);
  }

  @Override
  public void keepAlive(Writing comment) throws IOException {
    stream(comment);
  }

  private void stream(Writing events) throws IOException {
    if (!begun) {
      begun = true;
      response.setStatus(HttpServletResponse.SC_OK);
      response.setHeader("Content-Type", "text/event-stream; charset=utf-8");
      response.setHeader("Cache-Control", "no-cache, no-transform");
      response.setHeader("X-Accel-Buffering", "no");
    }
    OutputStream out = response.getOutputStream();
    events.to(out);
    out.flush();
    watched.ifPresent(DisconnectDetector.Watch::written);
  }

  private void answer(int status, byte[] json) throws IOException {
    answer(status, json.length, out -> out.write(json));
  }

  private void answer(int status, int length, Writing json) throws IOException {
    begun = true;
    answering = true;
    complete = true;
    response.setStatus(status);
    response.setHeader("Content-Type", "application/json");
    response.setContentLength(length);
    json.to(response.getOutputStream());
  }

  private static OpenAiError tooLarge(int mostBytes) {
    return OpenAiError.of(
        413,
        OpenAiError.INVALID,
        "too_large",
        "A request's body has at most %,d bytes here.".formatted(mostBytes));
  }
}
