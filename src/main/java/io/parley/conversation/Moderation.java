package io.parley.conversation;

import io.parley.identity.Budgets;
import io.parley.identity.Caller;
import io.parley.log.ConversationId;
import io.parley.log.Event;
import io.parley.log.EventLog;
import io.parley.log.MessageId;
import io.parley.log.ReplyId;
import io.parley.platform.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/// Removes messages and stops replies, wherever they are.
@ApplicationScoped
public class Moderation {
  @Inject EventLog log;
  @Inject LiveConversations live;
  @Inject History history;
  @Inject Conversations conversations;
  @Inject Budgets budgets;
  @Inject Clock clock;

  /// Takes a message or a reply out of its conversation. Done when no history of this node shows it
  /// any more. Again changes nothing.
  ///
  /// @throws io.parley.platform.ProblemException `not_found`; in the stage, `unavailable` if the
  ///   log does not take it
  public CompletionStage<Void> remove(MessageId id) {
    ConversationId conversation =
        history
            .conversationOf(id)
            .orElseThrow(() -> Problem.NOT_FOUND.because("There is no such message."));
    return log.append(conversation, new Event.MessageRemoved(id, clock.instant()))
        .thenCompose(position -> live.reached(conversation, position));
  }

  /// Asks whoever makes this reply to stop, in a conversation that the caller may see. One that has
  /// ended stays as it is.
  ///
  /// A reply in a room may be stopped by anybody in it: it holds up all of them. How often, is
  /// limited.
  ///
  /// @throws io.parley.platform.ProblemException `not_found`, `rate_limited`
  public void stop(ReplyId id, Caller caller) {
    ConversationId conversation =
        history
            .conversationOf(new MessageId(id.value()))
            .filter(found -> conversations.visibleTo(Optional.of(caller.id()), found).isPresent())
            .orElseThrow(() -> Problem.NOT_FOUND.because("There is no such reply."));
    stop(conversation, id, caller);
  }

  /// The same in a conversation that the caller has been let into.
  ///
  /// @throws io.parley.platform.ProblemException `rate_limited`
  public void stop(ConversationId conversation, ReplyId id, Caller caller) {
    Budgets.require(budgets.stop(caller.id()));
    log.publish(conversation, new Event.StopRequested(id));
  }
}
