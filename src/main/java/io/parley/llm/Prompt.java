package io.parley.llm;

import java.util.List;

/// What a model is asked: the conversation so far, oldest first, ending with what it is to answer.
public record Prompt(ModelId model, List<PromptMessage> messages, Parameters parameters) {
  public Prompt {
    messages = List.copyOf(messages);
    if (messages.isEmpty()) {
      throw new IllegalArgumentException("a prompt needs a message");
    }
  }

  public static Prompt of(ModelId model, PromptMessage... messages) {
    return new Prompt(model, List.of(messages), Parameters.NONE);
  }

  /// The same, asked of another model.
  Prompt to(ModelId other) {
    return new Prompt(other, messages, parameters);
  }
}
