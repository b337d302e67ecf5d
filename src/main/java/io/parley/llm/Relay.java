package io.parley.llm;

import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;

/// A provider for those who speak its own language: requests and answers of OpenAI's API pass
/// through as bytes. What Parley adds is the provider's address and key, and patience with an end.
public final class Relay {
  private final HttpClient http;
  private final Endpoint endpoint;
  private final ModelId model;
  private final ModelCapabilities capabilities;
  private final Gate gate;
  private final Meter meter;
  private final OpenAiProvider.Room room;

  Relay(
      HttpClient http,
      Endpoint endpoint,
      ModelId model,
      ModelCapabilities capabilities,
      Gate gate,
      Meter meter,
      OpenAiProvider.Room room) {
    this.http = http;
    this.endpoint = endpoint;
    this.model = model;
    this.capabilities = capabilities;
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
    AdaptedRequest adapted = capabilities.adapt(model, endpoint.dialect(), body);
    var request =
        endpoint
            .request(path)
            .setHeader("Content-Type", "application/json")
            .setHeader("Accept", accept)
            .POST(BodyPublishers.ofByteArray(adapted.body()))
            .build();
    return new RelayCall(http, endpoint, gate, meter, adapted, request, accept, patience, reader);
  }
}
