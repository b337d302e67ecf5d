package io.parley.assistant;

import io.parley.conversation.Conversations;
import io.parley.conversation.Message;
import io.parley.event.MessageId;
import io.parley.history.History;
import io.parley.live.LiveConversation;
import io.parley.live.LiveConversations;
import io.parley.log.RetryLater;
import io.parley.platform.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;

/// Tells whether a reply is still to be made, from what this node has read of the log and, for an
/// old one, from the archive. Apart from [PendingReplies], which knows the log alone and blocks for
/// nothing.
@ApplicationScoped
class PendingReplyCheck {
  @Inject LiveConversations live;
  @Inject Conversations conversations;
  @Inject History history;

  /// The conversation in which the question waits for its answer; empty if there is nothing to do.
  ///
  /// @throws RetryLater if this node cannot say yet
  Optional<LiveConversation> waitingIn(PendingReply question) throws InterruptedException {
    LiveConversation conversation = readUpTo(question);
    boolean settled =
        conversations.isErased(question.conversation())
            || isOver(question, conversation)
            || !live.stands(question.asked());
    return settled ? Optional.empty() : Optional.of(conversation);
  }

  /// Whether the question comes under an id that stands for something else: for a message that came
  /// first elsewhere on the log, which is answered there, or for anything.
  ///
  /// @throws RetryLater if this node cannot say yet
  boolean isVoid(PendingReply question) throws InterruptedException {
    var _ = readUpTo(question);
    return !live.stands(question.asked());
  }

  /// What an earlier attempt has left on the log is seen only once this node has read that far.
  private LiveConversation readUpTo(PendingReply question) throws InterruptedException {
    try {
      Replies.await(live.caughtUp(question.conversation(), question.position()));
      return live.of(question.conversation());
    } catch (ProblemException behind) {
      throw new RetryLater("this node is behind the log", behind);
    }
  }

  /// An old question comes again when offsets are rewound. What this node's tail no longer holds,
  /// the archive knows; a question that it does not know as pending is no longer taken up.
  private boolean isOver(PendingReply question, LiveConversation conversation) {
    if (conversation.covers(question.position())) {
      return conversation.isOver(question.replyId(), question.attemptBefore());
    }
    try {
      return history
          .archived(question.conversation(), new MessageId(question.replyId().value()))
          .map(reply -> reply.status() != Message.Status.STREAMING)
          .orElse(true);
    } catch (ProblemException away) {
      throw new RetryLater("the archive, which knows this reply, is unavailable", away);
    }
  }
}
