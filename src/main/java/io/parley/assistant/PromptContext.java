package io.parley.assistant;

import io.parley.conversation.Message;
import io.parley.llm.ModelId;
import io.parley.llm.Parameters;
import io.parley.llm.Prompt;
import io.parley.llm.PromptMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// What a model is given of a conversation: the system prompt, then as many of the latest messages
/// as fit, the message to answer always among them.
final class PromptContext {
  private final String systemPrompt;
  private final int maxTokens;
  private final boolean namesSpeakers;

  /// @param namesSpeakers whether each person's messages carry their name
  PromptContext(String systemPrompt, int maxTokens, boolean namesSpeakers) {
    this.systemPrompt = systemPrompt;
    this.maxTokens = maxTokens;
    this.namesSpeakers = namesSpeakers;
  }

  /// @param earlier what was said before, oldest first
  /// @param question the message to answer
  Prompt prompt(ModelId model, List<Message> earlier, Message question, Parameters parameters) {
    int left = maxTokens - TokenEstimate.of(systemPrompt) - TokenEstimate.of(question.content());
    Deque<PromptMessage> turns = new ArrayDeque<>();
    turns.addFirst(spoken(question));
    for (Message message : earlier.reversed()) {
      if (message.content().isBlank()) {
        continue;
      }
      left -= TokenEstimate.of(message.content());
      if (left < 0) {
        break;
      }
      turns.addFirst(spoken(message));
    }
    List<PromptMessage> messages = new ArrayList<>(turns.size() + 1);
    messages.add(PromptMessage.system(systemPrompt));
    messages.addAll(turns);
    return new Prompt(model, messages, parameters);
  }

  private PromptMessage spoken(Message message) {
    return switch (message.role()) {
      case USER ->
          namesSpeakers
              ? PromptMessage.user(message.author().name(), message.content())
              : PromptMessage.user(message.content());
      case ASSISTANT -> PromptMessage.assistant(message.content());
    };
  }
}
