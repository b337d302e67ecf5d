package io.parley.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.llm.RelayOutcome.Cancelled;
import io.parley.llm.RelayOutcome.Ended;
import io.parley.llm.RelayOutcome.Failed;
import io.parley.platform.Json;
import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// A provider's embedding model, asked at its `/v1/embeddings`.
final class ProviderEmbedder implements Embedder {
  /// Of one request to the provider: what the smallest servers take unless they are told otherwise.
  static final int TEXTS_AT_A_TIME = 32;

  private static final Limits LIMITS =
      new Limits(256, 256 * 1024, OptionalInt.empty(), OptionalInt.empty());

  private final ModelId model;
  private final Relay relay;
  private final Duration patience;
  private volatile OptionalInt dimensions = OptionalInt.empty();

  /// @param patience for each request to the provider
  ProviderEmbedder(ModelId model, Relay relay, Duration patience) {
    this.model = model;
    this.relay = relay;
    this.patience = patience;
  }

  @Override
  public ModelId model() {
    return model;
  }

  @Override
  public Limits limits() {
    return LIMITS;
  }

  @Override
  public OptionalInt dimensions() {
    return dimensions;
  }

  @Override
  public Optional<Relay> relay() {
    return Optional.of(relay);
  }

  @Override
  public Embedded embed(List<String> texts) {
    List<float[]> vectors = new ArrayList<>();
    int tokens = 0;
    for (int from = 0; from < texts.size(); from += TEXTS_AT_A_TIME) {
      Embedded some = ask(texts.subList(from, Math.min(from + TEXTS_AT_A_TIME, texts.size())));
      vectors.addAll(some.vectors());
      tokens += some.tokens();
    }
    return new Embedded(vectors, tokens);
  }

  private Embedded ask(List<String> texts) {
    ObjectNode request = Json.MAPPER.createObjectNode().put("model", model.name());
    texts.forEach(request.putArray("input")::add);
    byte[] body = Json.write(request).getBytes(StandardCharsets.UTF_8);
    try (Answer answer = new Answer(texts.size())) {
      return switch (relay.whole("embeddings", body, patience, answer).run()) {
        case Ended _ -> answer.embedded.orElseThrow();
        case Failed failed -> throw refusal(failed.failure());
        case Cancelled _ -> throw Problem.UNAVAILABLE.because("The server is stopping.");
      };
    }
  }

  private static ProblemException refusal(ProviderFailure failure) {
    Problem problem =
        switch (failure.code()) {
          case MODEL_NOT_FOUND -> Problem.UNKNOWN_MODEL;
          case PROVIDER_REJECTED -> Problem.INVALID_REQUEST;
          case CONTEXT_LENGTH_EXCEEDED, ANSWER_TOO_LARGE -> Problem.TOO_LARGE;
          case PROVIDER_UNAUTHORIZED,
              PROVIDER_QUOTA_EXHAUSTED,
              RATE_LIMITED,
              PROVIDER_ERROR,
              PROVIDER_UNREACHABLE,
              PROVIDER_TIMEOUT,
              STREAM_BROKEN,
              MALFORMED_EVENT,
              EMPTY_ANSWER ->
              Problem.PROVIDER_UNAVAILABLE;
        };
    return new ProblemException(problem, failure.detail(), failure.retryAfter());
  }

  /// The provider's answer, read when it is whole.
  private final class Answer implements RelayCall.Reader, AutoCloseable {
    private static final int MOST_ERROR_BYTES = 64 * 1024;

    private final AnswerBuffer buffer = new AnswerBuffer(relay.answerMemory());
    private final int texts;
    private boolean idle;
    private Optional<Embedded> embedded = Optional.empty();

    Answer(int texts) {
      this.texts = texts;
    }

    @Override
    public boolean read(ByteBuffer bytes) throws IOException {
      idle = !buffer.add(bytes);
      return buffer.length() > 0;
    }

    @Override
    public boolean isIdle() {
      return idle;
    }

    @Override
    public void end() {
      embedded = Optional.of(parse());
    }

    /// @throws ProviderFailure if there is not one vector of numbers for each text, all of one
    ///   length
    private Embedded parse() {
      JsonNode answer = tree();
      float[][] vectors = new float[texts][0];
      int at = 0;
      for (JsonNode entry : answer.path("data")) {
        int index = entry.path("index").asInt(at++);
        if (index < 0 || index >= texts || !entry.path("embedding").isArray()) {
          throw malformed();
        }
        vectors[index] = vector(entry.path("embedding"));
      }
      int length = vectors[0].length;
      if (length == 0 || Arrays.stream(vectors).anyMatch(it -> it.length != length)) {
        throw malformed();
      }
      dimensions = OptionalInt.of(length);
      return new Embedded(List.of(vectors), answer.path("usage").path("prompt_tokens").asInt());
    }

    private JsonNode tree() {
      try {
        return Json.MAPPER.readTree(buffer.bytes(), 0, buffer.length());
      } catch (IOException e) {
        throw malformed();
      }
    }

    private ProviderFailure malformed() {
      return relay
          .failureInPlaceOfAnswer(buffer.text(MOST_ERROR_BYTES))
          .orElseGet(() -> relay.failure(FailureCode.MALFORMED_EVENT));
    }

    private float[] vector(JsonNode numbers) {
      float[] vector = new float[numbers.size()];
      for (int at = 0; at < vector.length; at++) {
        JsonNode number = numbers.get(at);
        if (!number.isNumber() || !Float.isFinite(number.floatValue())) {
          throw malformed();
        }
        vector[at] = number.floatValue();
      }
      return UnitVector.of(vector);
    }

    @Override
    public void close() {
      buffer.close();
    }
  }
}
