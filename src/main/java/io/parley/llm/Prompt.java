package io.parley.llm;

import java.util.List;
import java.util.Optional;

/// What a model is asked: the conversation so far, oldest first, ending with what it is to answer.
/// Without a `temperature` the provider's default holds.
public record Prompt(ModelId model, List<PromptMessage> messages, Optional<Double> temperature) {
  public Prompt {
    messages = List.copyOf(messages);
    if (messages.isEmpty()) {
      throw new IllegalArgumentException("a prompt needs a message");
    }
  }

  public static Prompt of(ModelId model, PromptMessage... messages) {
    return new Prompt(model, List.of(messages), Optional.empty());
  }
}
