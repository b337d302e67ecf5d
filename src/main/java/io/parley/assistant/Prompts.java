package io.parley.assistant;

import io.parley.conversation.Branches;
import io.parley.conversation.Conversation;
import io.parley.conversation.Conversations;
import io.parley.conversation.Message;
import io.parley.event.ConversationId;
import io.parley.history.History;
import io.parley.history.HistoryPage;
import io.parley.llm.Model;
import io.parley.llm.ModelId;
import io.parley.llm.Models;
import io.parley.llm.Prompt;
import io.parley.llm.Retriever;
import io.parley.llm.Source;
import io.parley.platform.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Builds what a model is asked out of the conversation that a question stands in: of a room the
/// latest messages, of a private conversation the path of the message to answer.
@ApplicationScoped
class Prompts {
  /// Messages of a private conversation that are read at once, on the way back along a path.
  private static final int STRETCH = 500;

  /// Nobody's path is longer in messages; what is beyond is not counted among those left out.
  private static final int MAX_MESSAGES = 5_000;

  @Inject AssistantConfig config;
  @Inject Conversations conversations;
  @Inject History history;
  @Inject Models models;
  @Inject @Any Instance<Retriever> retrievers;

  /// @throws io.parley.platform.ProblemException `unavailable` if the conversation cannot be read,
  ///   `not_found` if it, or the message, is there no more
  ///
  /// @param begun what the reply has said already, and is to go on with; empty for a new one
  PromptContext.Fitted of(PendingReply question, ModelId model, String begun) {
    Conversation conversation =
        conversations
            .find(question.conversation())
            .orElseThrow(() -> Problem.NOT_FOUND.because("This conversation has been deleted."));
    Message message =
        history
            .find(conversation.id(), question.messageId())
            .orElseThrow(() -> Problem.NOT_FOUND.because("This message has been removed."));
    return switch (conversation.kind()) {
      case ROOM -> inRoom(conversation, new PromptContext.Turn(message, begun), model);
      case PRIVATE -> inPrivate(conversation, new PromptContext.Turn(message, begun), model);
    };
  }

  private PromptContext.Fitted inRoom(Conversation room, PromptContext.Turn turn, ModelId model) {
    PromptContext context =
        new PromptContext(
            Optional.of(room.systemPrompt().orElse(config.systemPrompt())),
            window(room, model, config.contextTokens()),
            true,
            this::sources);
    List<Message> earlier =
        history.before(room.id(), turn.question().position(), config.contextMessages()).items();
    return context.prompt(model, earlier, turn, room.parameters());
  }

  private PromptContext.Fitted inPrivate(
      Conversation conversation, PromptContext.Turn turn, ModelId model) {
    PromptContext context =
        new PromptContext(
            conversation.systemPrompt(),
            window(conversation, model, config.privateContextTokens()),
            false,
            this::sources);
    return context.prompt(
        model, path(conversation.id(), turn.question()), turn, conversation.parameters());
  }

  private List<Source> sources(Prompt prompt) {
    return retrievers.stream().flatMap(retriever -> retriever.sources(prompt).stream()).toList();
  }

  /// What is left of the model's window when its answer has its share; the configured limit where
  /// the provider does not tell the window.
  private int window(Conversation conversation, ModelId model, int limit) {
    OptionalInt length =
        models.describe(model).map(Model::contextLength).orElse(OptionalInt.empty());
    if (length.isEmpty()) {
      return Math.min(limit, config.contextTokens());
    }
    int answer = conversation.parameters().maxTokens().orElse(config.answerTokens());
    int most = length.getAsInt() - Math.min(answer, length.getAsInt() / 2);
    // the estimate may be wrong by a tenth
    return Math.min(limit, most - most / 10);
  }

  /// The path of a message without itself. Reads back until the path has come to its beginning.
  private List<Message> path(ConversationId id, Message message) {
    List<Message> known = new ArrayList<>(List.of(message));
    while (true) {
      HistoryPage earlier = history.before(id, known.getFirst().position(), STRETCH);
      known.addAll(0, earlier.items());
      boolean complete = earlier.next().isEmpty();
      Branches.Path path = new Branches(id, known, complete).path(message.id());
      if (!path.open() || known.size() >= MAX_MESSAGES) {
        return path.messages().subList(0, path.messages().size() - 1);
      }
    }
  }
}
