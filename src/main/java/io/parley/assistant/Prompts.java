package io.parley.assistant;

import io.parley.conversation.Conversation;
import io.parley.conversation.Conversations;
import io.parley.conversation.History;
import io.parley.conversation.Message;
import io.parley.llm.ModelId;
import io.parley.llm.Prompt;
import io.parley.platform.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/// Builds what a model is asked out of the conversation that a question stands in.
@ApplicationScoped
class Prompts {
  @Inject AssistantConfig config;
  @Inject Conversations conversations;
  @Inject History history;

  /// @throws io.parley.platform.ProblemException `unavailable` if the conversation cannot be read
  Prompt of(Question question, ModelId model) {
    Conversation conversation =
        conversations
            .find(question.conversation())
            .orElseThrow(() -> Problem.NOT_FOUND.because("This conversation has been deleted."));
    List<Message> earlier =
        history.before(question.conversation(), question.position(), config.contextMessages());
    PromptContext context =
        new PromptContext(
            conversation.systemPrompt().orElse(config.systemPrompt()),
            config.contextTokens(),
            conversation.kind() == Conversation.Kind.ROOM);
    return context.prompt(model, earlier, question.asMessage(), conversation.parameters());
  }
}
