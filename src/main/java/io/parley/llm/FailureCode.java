package io.parley.llm;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/// Why a generation failed. The wire value is stable: clients decide by it.
public enum FailureCode {
  /// The provider did not accept our key, or the key does not cover the model.
  PROVIDER_UNAUTHORIZED,
  /// The account with the provider is out of credit.
  PROVIDER_QUOTA_EXHAUSTED,
  MODEL_NOT_FOUND,
  /// Too many requests for the provider; comes with the time to wait where it told one.
  RATE_LIMITED,
  CONTEXT_LENGTH_EXCEEDED,
  /// The provider refused the prompt itself.
  PROVIDER_REJECTED,
  /// The provider is there, and broken.
  PROVIDER_ERROR,
  /// No connection came about.
  PROVIDER_UNREACHABLE,
  /// The first token, or the next one, did not come in time.
  PROVIDER_TIMEOUT,
  /// The answer ended before it was complete.
  STREAM_BROKEN,
  /// The provider sent something that is not its protocol.
  MALFORMED_EVENT;

  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
