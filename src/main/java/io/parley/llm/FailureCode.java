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
  MALFORMED_EVENT,
  /// The model ended without an answer; it may have thought.
  EMPTY_ANSWER,
  /// One piece of the answer is larger than this server takes.
  ANSWER_TOO_LARGE;

  /// Whether it says nothing about the request, so that another model may do better: not for a
  /// wrong key or name, which is for somebody to correct, nor for what is wrong with the prompt.
  public boolean anotherMayAnswer() {
    return switch (this) {
      case RATE_LIMITED,
          PROVIDER_QUOTA_EXHAUSTED,
          PROVIDER_ERROR,
          PROVIDER_UNREACHABLE,
          PROVIDER_TIMEOUT,
          STREAM_BROKEN,
          MALFORMED_EVENT,
          EMPTY_ANSWER,
          ANSWER_TOO_LARGE ->
          true;
      case PROVIDER_UNAUTHORIZED, MODEL_NOT_FOUND, CONTEXT_LENGTH_EXCEEDED, PROVIDER_REJECTED ->
          false;
    };
  }

  /// Whom it is about, where nothing else is known: no connection, a wrong key and an empty account
  /// are the provider's for all of its models, the rest is one model's.
  FailureScope scope() {
    return switch (this) {
      case PROVIDER_UNREACHABLE, PROVIDER_UNAUTHORIZED, PROVIDER_QUOTA_EXHAUSTED ->
          FailureScope.PROVIDER;
      case RATE_LIMITED,
          PROVIDER_ERROR,
          PROVIDER_TIMEOUT,
          STREAM_BROKEN,
          MALFORMED_EVENT,
          MODEL_NOT_FOUND,
          CONTEXT_LENGTH_EXCEEDED,
          PROVIDER_REJECTED,
          EMPTY_ANSWER,
          ANSWER_TOO_LARGE ->
          FailureScope.MODEL;
    };
  }

  /// Whether the next request is likely to end the same way, whatever it asks.
  boolean saysThatTheProviderIsIll() {
    return switch (this) {
      case PROVIDER_ERROR, PROVIDER_UNREACHABLE, PROVIDER_TIMEOUT, STREAM_BROKEN, MALFORMED_EVENT ->
          true;
      case RATE_LIMITED,
          PROVIDER_QUOTA_EXHAUSTED,
          PROVIDER_UNAUTHORIZED,
          MODEL_NOT_FOUND,
          CONTEXT_LENGTH_EXCEEDED,
          PROVIDER_REJECTED,
          EMPTY_ANSWER,
          ANSWER_TOO_LARGE ->
          false;
    };
  }

  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
