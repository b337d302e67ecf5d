package io.parley.llm;

import io.parley.platform.ProblemException.Wait;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// A provider did not do what it was asked. The `detail` is for people; a cause, if there is one,
/// is for the log.
public final class ProviderFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final FailureCode code;
  private final FailureScope scope;
  private final String detail;
  private final transient Optional<Duration> retryAfter;

  ProviderFailure(String provider, FailureCode code) {
    this(provider, code, Optional.empty());
  }

  ProviderFailure(String provider, FailureCode code, Optional<Duration> retryAfter) {
    this(provider, code, code.scope(), retryAfter);
  }

  ProviderFailure(
      String provider, FailureCode code, FailureScope scope, Optional<Duration> retryAfter) {
    this(
        provider + ": " + code.wire(),
        code,
        scope,
        sentence(provider, code, retryAfter),
        retryAfter);
  }

  private ProviderFailure(
      String message,
      FailureCode code,
      FailureScope scope,
      String detail,
      Optional<Duration> retryAfter) {
    super(message);
    this.code = code;
    this.scope = scope;
    this.detail = detail;
    this.retryAfter = retryAfter;
  }

  /// With a sentence that says more than the code does.
  static ProviderFailure because(String provider, FailureCode code, String sentence) {
    return new ProviderFailure(
        provider + ": " + code.wire(), code, code.scope(), sentence, Optional.empty());
  }

  /// The same, with the parameters of the request that were not accepted.
  ProviderFailure about(List<String> parameters) {
    String names = String.join(" and ", parameters.stream().map(name -> "`" + name + "`").toList());
    return new ProviderFailure(
        String.valueOf(getMessage()),
        code,
        scope,
        "The model did not accept %s. Change or remove it in the settings, or choose another model."
            .formatted(names),
        retryAfter);
  }

  FailureScope scope() {
    return scope;
  }

  ProviderFailure(String provider, FailureCode code, Throwable cause) {
    super(provider + ": " + code.wire(), cause);
    this.code = code;
    this.scope = code.scope();
    this.detail = sentence(provider, code, Optional.empty());
    this.retryAfter = Optional.empty();
  }

  /// The provider cannot be asked.
  ///
  /// @param problem what is wrong with its settings, as the end of a sentence that begins with the
  ///   provider; it holds no secret
  ProviderFailure(String provider, String problem) {
    super(provider + ": " + problem);
    this.code = FailureCode.PROVIDER_UNREACHABLE;
    this.scope = FailureScope.PROVIDER;
    this.detail =
        "The provider %s cannot be asked: %s. The operator of this server can correct it."
            .formatted(provider, problem);
    this.retryAfter = Optional.empty();
  }

  public FailureCode code() {
    return code;
  }

  public String detail() {
    return detail;
  }

  public Optional<Duration> retryAfter() {
    return retryAfter;
  }

  GenerationEvent.Failed event() {
    return new GenerationEvent.Failed(code, detail, retryAfter, List.of(), scope);
  }

  /// A generation that ends with this at once, on a thread of its own like any other.
  Generation generation(Consumer<GenerationEvent> listener) {
    Thread.ofVirtual().name("generation-unserved").start(() -> listener.accept(event()));
    return () -> {};
  }

  private static String sentence(String provider, FailureCode code, Optional<Duration> retryAfter) {
    String who = "The provider " + provider;
    return switch (code) {
      case PROVIDER_UNAUTHORIZED ->
          who + " did not accept this server's key. The operator of this server can correct it.";
      case PROVIDER_QUOTA_EXHAUSTED -> who + " says that this server's account has no credit left.";
      case MODEL_NOT_FOUND -> who + " does not have this model.";
      case RATE_LIMITED -> who + " has had too many requests. Try again" + when(retryAfter);
      case CONTEXT_LENGTH_EXCEEDED -> "The conversation has become too long for this model.";
      case PROVIDER_REJECTED -> who + " did not accept the request.";
      case PROVIDER_ERROR -> who + " reported an internal error. Try again later.";
      case PROVIDER_UNREACHABLE -> who + " cannot be reached. Try again later.";
      case PROVIDER_TIMEOUT -> who + " took too long. Try again.";
      case STREAM_BROKEN -> who + " stopped before the reply was complete. Try again.";
      case MALFORMED_EVENT -> who + " sent something that cannot be understood.";
      case EMPTY_ANSWER -> "The model returned no reply. Try again, or choose another model.";
      case ANSWER_TOO_LARGE -> who + " sent more at once than this server takes.";
    };
  }

  private static String when(Optional<Duration> retryAfter) {
    return retryAfter.map(wait -> " in " + Wait.words(wait) + ".").orElse(" later.");
  }
}
