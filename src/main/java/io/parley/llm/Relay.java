package io.parley.llm;

import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// A provider for those who speak its own language: requests and answers of OpenAI's API pass
/// through as bytes. What Parley adds is the provider's address and key, and patience with an end.
public final class Relay {
  private final HttpClient http;
  private final Endpoint endpoint;
  private final Gate gate;
  private final Meter meter;
  private final OpenAiProvider.Room room;

  Relay(HttpClient http, Endpoint endpoint, Gate gate, Meter meter, OpenAiProvider.Room room) {
    this.http = http;
    this.endpoint = endpoint;
    this.gate = gate;
    this.meter = meter;
    this.room = room;
  }

  /// An answer that comes as it is generated.
  ///
  /// @param path below the provider's base address, such as `chat/completions`
  /// @param body a JSON object that asks for a stream
  /// @param reader see [RelayCall.Reader]
  public RelayCall stream(String path, byte[] body, RelayCall.Reader reader) {
    Timeouts timeouts = endpoint.timeouts();
    return call(
        path,
        body,
        "text/event-stream",
        new RelayCall.Patience(timeouts.firstToken(), timeouts.betweenTokens()),
        reader);
  }

  /// An answer that comes when all of it is there.
  ///
  /// @param patience for the whole of it
  public RelayCall whole(String path, byte[] body, Duration patience, RelayCall.Reader reader) {
    return call(
        path,
        body,
        "application/json",
        new RelayCall.Patience(patience, endpoint.timeouts().betweenTokens()),
        reader);
  }

  /// The memory for the events of one stream.
  public AnswerMemory.Hold eventMemory() {
    return room.events().hold();
  }

  /// The memory for one answer in one piece.
  public AnswerMemory.Hold answerMemory() {
    return room.answers().hold();
  }

  /// What an `error` object in the middle of an answer means.
  public ProviderFailure failure(String json) {
    try {
      AnswerStream.failIn(endpoint.name(), json);
    } catch (ProviderFailure e) {
      return e;
    }
    return new ProviderFailure(endpoint.name(), FailureCode.PROVIDER_ERROR);
  }

  /// An answer that is not one.
  public ProviderFailure failure(FailureCode code) {
    return new ProviderFailure(endpoint.name(), code);
  }

  private RelayCall call(
      String path,
      byte[] body,
      String accept,
      RelayCall.Patience patience,
      RelayCall.Reader reader) {
    var request =
        endpoint
            .request(path)
            .setHeader("Content-Type", "application/json")
            .setHeader("Accept", accept)
            .POST(BodyPublishers.ofByteArray(translated(body)))
            .build();
    return new RelayCall(http, endpoint, gate, meter, request, accept, patience, reader);
  }

  /// Where the provider takes what was sent, it gets just that, byte by byte.
  private byte[] translated(byte[] body) {
    Dialect dialect = endpoint.dialect();
    if (dialect.renamed().isEmpty() && dialect.refused().isEmpty()) {
      return body;
    }
    String text = new String(body, StandardCharsets.UTF_8);
    boolean foreign =
        dialect.renamed().keySet().stream().anyMatch(field -> text.contains('"' + field + '"'))
            || dialect.refused().stream().anyMatch(field -> text.contains('"' + field + '"'));
    return foreign ? dialect.translate(text).getBytes(StandardCharsets.UTF_8) : body;
  }
}
