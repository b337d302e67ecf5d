package io.parley.llm;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/// A provider for those who speak its own language: requests and answers of OpenAI's API pass
/// through as bytes. What Parley adds is the provider's address and key, and patience with an end.
public final class Relay {
  private final Connections connections;
  private final Endpoint endpoint;
  private final ModelId model;
  private final ModelCapabilities capabilities;
  private final Bulkhead bulkhead;
  private final LlmMeter meter;
  private final OpenAiProvider.Room room;

  Relay(
      Connections connections,
      Endpoint endpoint,
      ModelId model,
      ModelCapabilities capabilities,
      Bulkhead bulkhead,
      LlmMeter meter,
      OpenAiProvider.Room room) {
    this.connections = connections;
    this.endpoint = endpoint;
    this.model = model;
    this.capabilities = capabilities;
    this.bulkhead = bulkhead;
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
        path, body, "text/event-stream", MediaType::mayBeEvents, new Patience(timeouts), reader);
  }

  /// An answer that comes when all of it is there.
  ///
  /// @param patience for the whole of it
  public RelayCall whole(String path, byte[] body, Duration patience, RelayCall.Reader reader) {
    return call(
        path,
        body,
        "application/json",
        MediaType::mayBeJson,
        new Patience(patience, endpoint.timeouts().betweenTokens(), patience),
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

  /// What a JSON text in the middle of an answer says is wrong, if it does.
  public Optional<ProviderFailure> failureIn(String json) {
    return ErrorBody.in(endpoint.name(), json);
  }

  /// What a JSON text in place of an answer says is wrong, if it does.
  public Optional<ProviderFailure> failureInPlaceOfAnswer(String json) {
    return ErrorBody.inPlaceOfAnswer(endpoint.name(), json);
  }

  /// What an event says that is called an error.
  public ProviderFailure failure(String data) {
    return ErrorBody.told(endpoint.name(), data);
  }

  /// An answer that is not one.
  public ProviderFailure failure(FailureCode code) {
    return new ProviderFailure(endpoint.name(), code);
  }

  private RelayCall call(
      String path,
      byte[] body,
      String accept,
      Predicate<MediaType> accepted,
      Patience patience,
      RelayCall.Reader reader) {
    AdaptedRequest adapted = capabilities.adapt(model, endpoint.dialect(), body);
    var request =
        endpoint
            .request(path)
            .setHeader("Content-Type", "application/json")
            .setHeader("Accept", accept)
            .POST(BodyPublishers.ofByteArray(adapted.body()))
            .build();
    return new RelayCall(
        connections, endpoint, bulkhead, meter, adapted, request, accepted, patience, reader);
  }
}
