package io.parley.llm;

import java.util.Optional;

/// One message of a [Prompt]. `speaker` tells people apart where several talk; a provider puts it
/// in front of the text, since many models ignore the API's own `name` field.
public record PromptMessage(Role role, String content, Optional<String> speaker) {
  public enum Role {
    SYSTEM,
    USER,
    ASSISTANT
  }

  public static PromptMessage system(String content) {
    return new PromptMessage(Role.SYSTEM, content, Optional.empty());
  }

  public static PromptMessage user(String content) {
    return new PromptMessage(Role.USER, content, Optional.empty());
  }

  public static PromptMessage user(String speaker, String content) {
    return new PromptMessage(Role.USER, content, Optional.of(speaker));
  }

  public static PromptMessage assistant(String content) {
    return new PromptMessage(Role.ASSISTANT, content, Optional.empty());
  }
}
