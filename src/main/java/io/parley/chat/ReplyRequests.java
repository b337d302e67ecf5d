package io.parley.chat;

import io.parley.conversation.AnswerPolicy;
import io.parley.conversation.Conversation;
import io.parley.conversation.Conversations;
import io.parley.conversation.IdUse;
import io.parley.conversation.Message;
import io.parley.event.ConversationId;
import io.parley.event.Event;
import io.parley.event.FinishReason;
import io.parley.event.MessageId;
import io.parley.event.ReplyId;
import io.parley.event.ReplyRequest;
import io.parley.history.History;
import io.parley.identity.Caller;
import io.parley.limits.RateLimits;
import io.parley.live.KnownIds;
import io.parley.live.LiveConversations;
import io.parley.llm.ModelId;
import io.parley.log.EventLog;
import io.parley.participant.Participant;
import io.parley.platform.Ids;
import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Asks for another reply to a message that has one already, or for a reply to be continued.
/// Another reply is a sibling of the replies that exist, which stay.
@ApplicationScoped
public class ReplyRequests {
  private static final System.Logger LOG = System.getLogger(ReplyRequests.class.getName());

  @Inject EventLog log;
  @Inject LiveConversations live;
  @Inject KnownIds ids;
  @Inject History history;
  @Inject Conversations conversations;
  @Inject AnswerPolicy answers;
  @Inject RateLimits rateLimits;
  @Inject Clock clock;

  /// A reply that will be made.
  public record Asked(ReplyId replyId) {}

  /// May ask the archive: call it on a thread that may block.
  ///
  /// @param wished the reply's id, for a caller who may have to ask twice
  /// @throws io.parley.platform.ProblemException `not_found` also if the caller may not see the
  ///   message, `invalid_request` if it is a reply itself, `conflict` if the id is that of
  ///   something else, `unknown_model`, `forbidden` if the caller's API key may not use the model,
  ///   `rate_limited`; in the stage, `unavailable` if the log does not take it
  public CompletionStage<Asked> ask(
      MessageId id, Caller caller, Optional<String> model, Optional<ReplyId> wished) {
    Participant by = caller.participant();
    List<Message> named =
        ids.visible(id.value(), by.id(), _ -> true).stream()
            .flatMap(place -> history.find(place, id).stream())
            .toList();
    Message message =
        named.stream()
            .filter(found -> found.role() == Message.Role.USER)
            .findFirst()
            .orElseThrow(() -> named.isEmpty() ? unknown() : aReply());
    Conversation conversation = conversations.require(message.conversationId());
    if (wished.isPresent() && isAsked(wished.get(), conversation.id(), id)) {
      return CompletableFuture.completedFuture(new Asked(wished.get()));
    }
    ModelId asked = answers.model(conversation, model);
    caller.requireModel(asked.toString());
    RateLimits.require(rateLimits.reply(caller));
    ReplyRequest request =
        new ReplyRequest(
            wished.orElseGet(() -> new ReplyId(Ids.next())), asked.toString(), caller.only());
    return append(
        conversation.id(), new Event.ReplyRequested(id, request, by, clock.instant()), asked);
  }

  /// Continues a reply that was cut off, was stopped or failed after its first text, in a new
  /// attempt that begins with the text so far. A reply that is still streaming is not changed. May
  /// ask the archive: call it on a thread that may block.
  ///
  /// @throws io.parley.platform.ProblemException `not_found` also if the caller may not see the
  ///   reply, `conflict` if it has said all, `unknown_model` if its model is no longer offered,
  ///   `forbidden` if the caller's API key may not use that model, `rate_limited`; in the stage,
  ///   `unavailable` if the log does not take it
  public CompletionStage<Asked> resume(ReplyId id, Caller caller) {
    Participant by = caller.participant();
    Message reply =
        ids.visible(id.value(), by.id(), _ -> true).stream()
            .flatMap(place -> history.find(place, new MessageId(id.value())).stream())
            .filter(found -> found.role() == Message.Role.ASSISTANT)
            .findFirst()
            .orElseThrow(() -> Problem.NOT_FOUND.because("There is no such reply."));
    if (reply.status() == Message.Status.STREAMING) {
      return CompletableFuture.completedFuture(new Asked(id));
    }
    requireUnfinished(reply);
    Conversation conversation = conversations.require(reply.conversationId());
    ModelId model = answers.model(conversation, reply.model());
    caller.requireModel(model.toString());
    RateLimits.require(rateLimits.reply(caller));
    Event.ReplyRequested event =
        new Event.ReplyRequested(
            reply.parentId().orElseThrow(),
            new ReplyRequest(id, model.toString(), caller.only()),
            by,
            Optional.of(reply.attempt()),
            clock.instant());
    return append(conversation.id(), event, model);
  }

  private static void requireUnfinished(Message reply) {
    boolean cut = reply.finishReason().filter(FinishReason.LENGTH::equals).isPresent();
    boolean brokeOff =
        reply.status() == Message.Status.STOPPED
            || (reply.status() == Message.Status.FAILED && !reply.content().isBlank());
    if (!cut && !brokeOff) {
      throw Problem.CONFLICT.because("This reply is complete and cannot be continued.");
    }
  }

  private CompletionStage<Asked> append(
      ConversationId conversation, Event.ReplyRequested event, ModelId model) {
    ReplyId reply = event.reply().replyId();
    return log.append(conversation, event)
        .thenCompose(position -> {
          live.appended(conversation, event, position);
          LOG.log(
              System.Logger.Level.INFO,
              "reply {0} to message {1} of conversation {2} {3} {4}",
              reply,
              event.messageId(),
              conversation,
              event.continues().isPresent() ? "continued by" : "requested from",
              model);
          return live.reached(conversation, position);
        })
        .thenApply(_ -> standing(reply, conversation, event.messageId()));
  }

  /// Two nodes may have taken the same id at the same time: the log says whose it is.
  private Asked standing(ReplyId reply, ConversationId conversation, MessageId message) {
    IdUse own = new IdUse.OfReply(conversation, message);
    if (!live.useIn(conversation, reply.value()).orElse(own).equals(own)) {
      throw taken();
    }
    return new Asked(reply);
  }

  private boolean isAsked(ReplyId reply, ConversationId conversation, MessageId message) {
    List<IdUse> uses = ids.usesBefore(reply.value());
    if (uses.contains(new IdUse.OfReply(conversation, message))) {
      return true;
    }
    if (!uses.isEmpty() || reply.value().equals(conversation.value())) {
      throw taken();
    }
    return false;
  }

  private static ProblemException taken() {
    return Problem.CONFLICT.because("The field `reply_id` has been used for something else.");
  }

  private static ProblemException aReply() {
    return Problem.INVALID_REQUEST.because("`id` must be a person's message. This one is a reply.");
  }

  private static ProblemException unknown() {
    return Problem.NOT_FOUND.because("There is no such message.");
  }
}
