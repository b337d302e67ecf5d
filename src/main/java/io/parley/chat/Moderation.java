package io.parley.chat;

import io.parley.conversation.IdUse;
import io.parley.event.ConversationId;
import io.parley.event.Event;
import io.parley.event.MessageId;
import io.parley.event.ReplyId;
import io.parley.history.History;
import io.parley.identity.Caller;
import io.parley.limits.RateLimits;
import io.parley.live.KnownIds;
import io.parley.live.LiveConversations;
import io.parley.log.EventLog;
import io.parley.platform.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/// Removes messages and stops replies, wherever they are.
@ApplicationScoped
public class Moderation {
  @Inject EventLog log;
  @Inject LiveConversations live;
  @Inject KnownIds ids;
  @Inject History history;
  @Inject RateLimits rateLimits;
  @Inject Clock clock;

  /// Takes a message or a reply out of its conversation. Done when this node no longer shows it. A
  /// repeated removal changes nothing.
  ///
  /// @param in the conversation, or empty if the id stands for one thing in all of them
  /// @throws io.parley.platform.ProblemException `not_found`, `conflict` if it stands for several;
  ///   in the stage, `unavailable` if the log does not take it, or it is still there
  public CompletionStage<Void> remove(MessageId id, Optional<ConversationId> in) {
    List<ConversationId> places =
        ids.usesOf(id.value()).stream()
            .filter(use -> !(use instanceof IdUse.OfConversation))
            .map(IdUse::conversation)
            .filter(place -> in.isEmpty() || in.get().equals(place))
            .toList();
    if (places.isEmpty()) {
      throw Problem.NOT_FOUND.because("There is no such message.");
    }
    if (places.size() > 1) {
      throw Problem.CONFLICT.because(
          "Messages of several conversations have this id: say which with `conversation_id`.");
    }
    ConversationId conversation = places.getFirst();
    return log.append(conversation, new Event.MessageRemoved(id, clock.instant()))
        .thenCompose(position -> live.reached(conversation, position))
        .thenRun(() -> requireGone(conversation, id));
  }

  private void requireGone(ConversationId conversation, MessageId id) {
    if (history.find(conversation, id).isPresent()) {
      throw Problem.UNAVAILABLE.because("The message was not removed. Try again.");
    }
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
        ids.visible(id.value(), caller.id(), IdUse.OfReply.class::isInstance).stream()
            .findFirst()
            .orElseThrow(() -> Problem.NOT_FOUND.because("There is no such reply."));
    stop(conversation, id, caller);
  }

  /// The same in a conversation that the caller has been let into.
  ///
  /// @throws io.parley.platform.ProblemException `rate_limited`
  public void stop(ConversationId conversation, ReplyId id, Caller caller) {
    RateLimits.require(rateLimits.stop(caller.id()));
    log.publish(conversation, new Event.StopRequested(id));
  }
}
