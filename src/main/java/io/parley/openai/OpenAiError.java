package io.parley.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.llm.FailureCode;
import io.parley.llm.GenerationEvent;
import io.parley.llm.ProviderFailure;
import io.parley.llm.RelayOutcome;
import io.parley.llm.RelayOutcome.Refusal;
import io.parley.platform.Json;
import io.parley.platform.ProblemException;
import io.parley.platform.ProblemException.Wait;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/// A failure in the shape that OpenAI's clients know: a status, and `{"error":{"message","type",
/// "param","code"}}`.
final class OpenAiError extends RuntimeException {
  private static final long serialVersionUID = 1;
  static final String INVALID = "invalid_request_error";
  static final String SERVER = "server_error";

  private final int status;
  private final String sentence;
  private final String type;
  private final transient Optional<String> param;
  private final transient Optional<String> code;
  private final transient Optional<Duration> retryAfter;
  private final boolean passing;
  private boolean contextExceeded;

  private OpenAiError(
      int status,
      String sentence,
      String type,
      Optional<String> param,
      Optional<String> code,
      Optional<Duration> retryAfter,
      boolean passing) {
    super(sentence);
    this.passing = passing;
    this.status = status;
    this.sentence = sentence;
    this.type = type;
    this.param = param;
    this.code = code;
    this.retryAfter = retryAfter;
  }

  /// The request is wrong.
  static OpenAiError invalid(String sentence) {
    return of(400, INVALID, "invalid_request", sentence);
  }

  /// A field of the request is wrong.
  static OpenAiError invalid(String param, String sentence) {
    return new OpenAiError(
        400,
        sentence,
        INVALID,
        Optional.of(param),
        Optional.of("invalid_request"),
        Optional.empty(),
        false);
  }

  /// A field asks for what is not done here.
  static OpenAiError unsupported(String param, String sentence) {
    return new OpenAiError(
        400,
        sentence,
        INVALID,
        Optional.of(param),
        Optional.of("unsupported_parameter"),
        Optional.empty(),
        false);
  }

  static OpenAiError noModel(String name) {
    return new OpenAiError(
        404,
        "The model `%s` does not exist or this key may not use it.".formatted(name),
        INVALID,
        Optional.of("model"),
        Optional.of("model_not_found"),
        Optional.empty(),
        false);
  }

  /// Something is not there that a field, or the address, names.
  static OpenAiError missing(String param, String code, String sentence) {
    return new OpenAiError(
        404, sentence, INVALID, Optional.of(param), Optional.of(code), Optional.empty(), false);
  }

  static OpenAiError of(int status, String type, String code, String sentence) {
    return new OpenAiError(
        status, sentence, type, Optional.empty(), Optional.of(code), Optional.empty(), false);
  }

  static OpenAiError of(ProblemException problem) {
    int status = problem.problem().status();
    return switch (problem.problem()) {
      case RATE_LIMITED ->
          new OpenAiError(
              status,
              problem.detail(),
              "requests",
              Optional.empty(),
              Optional.of("rate_limit_exceeded"),
              problem.retryAfter(),
              false);
      default ->
          new OpenAiError(
              status,
              problem.detail(),
              status < 500 ? INVALID : SERVER,
              Optional.empty(),
              Optional.of(problem.problem().code()),
              problem.retryAfter(),
              false);
    };
  }

  static OpenAiError of(RelayOutcome.Failed failed) {
    OpenAiError error = failed.refusal().map(OpenAiError::of).orElseGet(() -> of(failed.failure()));
    error.contextExceeded = failed.failure().code() == FailureCode.CONTEXT_LENGTH_EXCEEDED;
    return error;
  }

  static OpenAiError of(ProviderFailure failure) {
    return of(failure.code(), failure.detail(), failure.retryAfter());
  }

  static OpenAiError of(GenerationEvent.Failed failed) {
    return of(failed.code(), failed.detail(), failed.retryAfter());
  }

  /// The provider's own words: the request is the caller's, and so is what is wrong with it.
  private static OpenAiError of(Refusal refusal) {
    return new OpenAiError(
        refusal.status(),
        refusal.message(),
        refusal.type().orElse(INVALID),
        refusal.param(),
        refusal.code(),
        Optional.empty(),
        false);
  }

  private static OpenAiError of(FailureCode code, String sentence, Optional<Duration> retryAfter) {
    int status =
        switch (code) {
          case MODEL_NOT_FOUND -> 404;
          case CONTEXT_LENGTH_EXCEEDED, PROVIDER_REJECTED -> 400;
          case RATE_LIMITED -> 429;
          case PROVIDER_UNAUTHORIZED,
              PROVIDER_QUOTA_EXHAUSTED,
              PROVIDER_ERROR,
              PROVIDER_UNREACHABLE,
              PROVIDER_TIMEOUT,
              STREAM_BROKEN,
              MALFORMED_EVENT,
              EMPTY_ANSWER,
              ANSWER_TOO_LARGE ->
              502;
        };
    String type = status == 429 ? "requests" : status < 500 ? INVALID : SERVER;
    String wire = status == 429 ? "rate_limit_exceeded" : code.wire();
    return new OpenAiError(
        status,
        sentence,
        type,
        Optional.empty(),
        Optional.of(wire),
        retryAfter,
        code.anotherMayAnswer());
  }

  /// Whether another model may do better.
  boolean anotherMayAnswer() {
    return passing;
  }

  /// Whether the conversation is too long for the model.
  boolean isContextExceeded() {
    return contextExceeded;
  }

  int status() {
    return status;
  }

  String sentence() {
    return sentence;
  }

  String code() {
    return code.orElse(type);
  }

  /// Whole seconds, rounded up: never too early.
  Optional<Long> retryAfterSeconds() {
    return retryAfter.map(Wait::seconds);
  }

  /// `{"error":{…}}`; OpenAI's clients expect all four fields, null where there is nothing.
  byte[] body() {
    ObjectNode root = Json.MAPPER.createObjectNode();
    ObjectNode error = root.putObject("error");
    error.put("message", sentence);
    error.put("type", type);
    param.ifPresentOrElse(value -> error.put("param", value), () -> error.putNull("param"));
    code.ifPresentOrElse(value -> error.put("code", value), () -> error.putNull("code"));
    return Json.write(root).getBytes(StandardCharsets.UTF_8);
  }
}
