package io.parley.assistant;

import io.parley.chat.PrivateConversations;
import io.parley.conversation.Conversation;
import io.parley.conversation.Conversations;
import io.parley.conversation.Message;
import io.parley.event.AllowedModels;
import io.parley.event.Event;
import io.parley.guide.GuideProvider;
import io.parley.history.History;
import io.parley.llm.Generation;
import io.parley.llm.GenerationEvent;
import io.parley.llm.ModelId;
import io.parley.llm.Models;
import io.parley.llm.Parameters;
import io.parley.llm.Prompt;
import io.parley.llm.PromptMessage;
import io.parley.platform.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Gives a private conversation a title after its first turn, unless somebody gave it one: the
/// model that answered is asked for it; where it cannot, the message's first line is it. A title is
/// plain words: no Markdown, no HTML, nothing that a model thought.
@ApplicationScoped
class Titles {
  private static final System.Logger LOG = System.getLogger(Titles.class.getName());
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /// Of each side of the turn, for the model to see what it is about.
  private static final int QUOTED = 2_000;

  private static final String REQUEST =
      "Write a title of two to six words for a conversation that begins as follows, in its"
          + " language. Answer with the title alone, without quotation marks and without a full"
          + " stop.";

  @Inject Conversations conversations;
  @Inject PrivateConversations owned;
  @Inject History history;
  @Inject Models models;

  /// Returns at once: nobody waits for a title.
  void consider(PendingReply question, ReplyOutcome outcome) {
    var _ =
        Thread.ofVirtual()
            .name("parley-title-" + question.replyId())
            .start(() -> entitle(question, outcome));
  }

  private void entitle(PendingReply question, ReplyOutcome outcome) {
    try {
      boolean wanted =
          conversations
              .find(question.conversation())
              .filter(found -> found.kind() == Conversation.Kind.PRIVATE)
              .filter(found -> found.title().isEmpty())
              .isPresent();
      if (!wanted) {
        return;
      }
      Optional<String> message =
          history.find(question.conversation(), question.messageId()).map(Message::content);
      if (message.isPresent()) {
        String title =
            invented(message.get(), question, outcome)
                .orElseGet(() -> Title.ofFirstLine(message.get()));
        owned.entitle(question.conversation(), title);
      }
    } catch (ProblemException problem) {
      LOG.log(
          System.Logger.Level.WARNING,
          "conversation {0} has no title yet: {1}",
          question.conversation(),
          problem.problem().code());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "no title for conversation " + question.conversation(), e);
    }
  }

  private Optional<String> invented(String message, PendingReply question, ReplyOutcome outcome)
      throws InterruptedException {
    Optional<ModelId> model =
        outcome
            .began()
            .map(GenerationEvent.Began::model)
            .filter(_ -> outcome.status() == Event.ReplyStatus.FINISHED)
            .filter(id -> !id.equals(GuideProvider.MODEL));
    return model.isPresent()
        ? Title.ofModel(
            ask(prompt(model.get(), message, outcome.text()), question.request().allowed()))
        : Optional.empty();
  }

  private static Prompt prompt(ModelId model, String message, String reply) {
    return new Prompt(
        model,
        List.of(
            PromptMessage.system(REQUEST),
            PromptMessage.user(
                Title.cut(message, QUOTED)
                    + "\n\n---\n\n"
                    + Title.cut(PlainWords.withoutThinking(reply).strip(), QUOTED))),
        Parameters.NONE);
  }

  /// The model's answer; nothing if it fails or takes too long.
  private String ask(Prompt prompt, AllowedModels allowed) throws InterruptedException {
    CompletableFuture<String> answer = new CompletableFuture<>();
    StringBuilder text = new StringBuilder();
    Generation generation =
        models.generate(
            prompt,
            allowed,
            event -> {
              switch (event) {
                case GenerationEvent.Text(String piece) -> text.append(piece);
                case GenerationEvent.Completed _ -> answer.complete(text.toString());
                case GenerationEvent.Failed _, GenerationEvent.Cancelled _ -> answer.complete("");
                case GenerationEvent.Began _, GenerationEvent.Thinking _ -> {}
              }
            });
    try {
      return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      LOG.log(System.Logger.Level.DEBUG, "a model returned no title", e);
      return "";
    } finally {
      generation.cancel();
    }
  }
}
