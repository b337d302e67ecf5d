package io.parley.assistant;

import io.parley.conversation.Message;
import io.parley.event.ReplyDetails;
import io.parley.llm.ModelId;
import io.parley.llm.Parameters;
import io.parley.llm.Prompt;
import io.parley.llm.PromptMessage;
import io.parley.llm.Retriever;
import io.parley.llm.Source;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// What a model is given of a conversation: the system prompt, then as many of the latest messages
/// as fit, the message to answer always among them. What does not fit is left out, the oldest
/// first; between two, what is left begins with the person.
final class PromptContext {
  /// What asks a model to go on: few providers take the beginning of an answer as one.
  static final String GO_ON =
      "Your answer was cut off. Go on exactly where it ends, with the very next word, and repeat"
          + " nothing of it.";

  private final Optional<String> systemPrompt;
  private final int maxTokens;
  private final boolean namesSpeakers;
  private final Retriever retriever;

  /// A prompt with what belongs to it.
  ///
  /// @param use what of the conversation is in the prompt
  /// @param sources what the answer can be drawn from: its text names them by their numbers, from 1
  record Fitted(Prompt prompt, ReplyDetails.ContextUse use, List<Source> sources) {
    Fitted {
      sources = List.copyOf(sources);
    }
  }

  /// What is to be answered.
  ///
  /// @param begun what the answer has said already; empty for a new one
  record Turn(Message question, String begun) {}

  /// @param namesSpeakers whether each person's messages carry their name
  /// @param retriever finds the sources
  PromptContext(
      Optional<String> systemPrompt, int maxTokens, boolean namesSpeakers, Retriever retriever) {
    this.systemPrompt = systemPrompt;
    this.maxTokens = maxTokens;
    this.namesSpeakers = namesSpeakers;
    this.retriever = retriever;
  }

  /// @param earlier what was said before, oldest first
  /// @param turn the message to answer
  Fitted prompt(ModelId model, List<Message> earlier, Turn turn, Parameters parameters) {
    List<Message> said = earlier.stream().filter(message -> !message.content().isBlank()).toList();
    Deque<Message> turns = fitting(said, turn);
    int tokens = systemPrompt.map(TokenEstimate::of).orElse(0);
    List<PromptMessage> messages = new ArrayList<>(turns.size() + 1);
    systemPrompt.map(PromptMessage::system).ifPresent(messages::add);
    for (Message message : turns) {
      tokens += TokenEstimate.of(message.content());
      messages.add(spoken(message));
    }
    if (!turn.begun().isEmpty()) {
      tokens += TokenEstimate.of(turn.begun());
      messages.add(PromptMessage.assistant(turn.begun()));
      messages.add(PromptMessage.user(GO_ON));
    }
    Prompt prompt = new Prompt(model, messages, parameters);
    return new Fitted(
        prompt,
        new ReplyDetails.ContextUse(turns.size(), said.size() + 1 - turns.size(), 0, tokens),
        retriever.sources(prompt));
  }

  private Deque<Message> fitting(List<Message> said, Turn turn) {
    int left =
        maxTokens
            - systemPrompt.map(TokenEstimate::of).orElse(0)
            - TokenEstimate.of(turn.question().content())
            - TokenEstimate.of(turn.begun());
    Deque<Message> turns = new ArrayDeque<>();
    for (Message message : said.reversed()) {
      left -= TokenEstimate.of(message.content());
      if (left < 0) {
        break;
      }
      turns.addFirst(message);
    }
    while (!namesSpeakers
        && turns.size() < said.size()
        && !turns.isEmpty()
        && turns.getFirst().role() == Message.Role.ASSISTANT) {
      turns.removeFirst();
    }
    turns.addLast(turn.question());
    return turns;
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
