package io.parley.event;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/// Why a model said no more, in the words of OpenAI's chat completions.
public enum FinishReason {
  /// It had said all.
  STOP,
  /// It reached the limit of tokens, or of what this server keeps: the text is cut off.
  LENGTH,
  /// The provider withheld the rest.
  CONTENT_FILTER,
  /// The model declined to answer; it may have said why.
  REFUSAL,
  /// It asked for a tool, which nobody here runs.
  TOOL_CALLS,
  /// The reply failed.
  ERROR;

  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
