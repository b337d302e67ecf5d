package io.parley.chat;

import io.parley.conversation.AnswerPolicy;
import io.parley.conversation.Conversation;
import io.parley.conversation.Conversations;
import io.parley.conversation.IdUse;
import io.parley.conversation.MessageText;
import io.parley.event.ConversationId;
import io.parley.event.DraftId;
import io.parley.event.Event;
import io.parley.event.MessageId;
import io.parley.event.Position;
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
import io.parley.participant.ParticipantId;
import io.parley.platform.Ids;
import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// Puts messages on the log, each once.
///
/// A message id that was seen before gets the first answer again, whatever text comes with it. One
/// that stands for anything else, in whichever conversation, is refused. Where two nodes take the
/// same id at the same time, the log's order decides whose it is, so a message is acknowledged only
/// when this node has read back that it stands.
@ApplicationScoped
public class Posting {
  private static final System.Logger LOG = System.getLogger(Posting.class.getName());

  /// How long the answer to a post waits for this node to read it back.
  private static final Duration READ_BACK_WITHIN = Duration.ofSeconds(2);

  @Inject EventLog log;
  @Inject LiveConversations live;
  @Inject KnownIds ids;
  @Inject AnswerPolicy answers;
  @Inject History history;
  @Inject Conversations conversations;
  @Inject RateLimits rateLimits;
  @Inject Clock clock;

  private final ConcurrentHashMap<Place, InFlight> inFlight = new ConcurrentHashMap<>();

  /// What somebody posts. Without `model` the conversation decides who answers, if anybody does;
  /// nobody does if no reply is wanted.
  public record Post(
      MessageId messageId,
      Caller caller,
      String text,
      Optional<MessageId> parentId,
      Optional<DraftId> draftId,
      Optional<String> model,
      boolean wantsReply) {
    public Post {
      text = MessageText.admit(text);
    }

    Participant author() {
      return caller.participant();
    }
  }

  /// A message that is on the log.
  public record Posted(MessageId messageId, Position position, Optional<ReplyId> replyId) {}

  private record Place(ConversationId conversation, MessageId message) {}

  private record InFlight(Place place, ParticipantId author, CompletableFuture<Posted> answer) {
    ConversationId conversation() {
      return place.conversation();
    }
  }

  /// May ask the archive: call it on a thread that may block.
  ///
  /// @throws io.parley.platform.ProblemException `conflict` if the id stands for anything else,
  ///   `invalid_request` if the parent is of another conversation, `rate_limited`, `unknown_model`,
  ///   `forbidden` if the author's API key may not use the model that would answer; in the stage,
  ///   `conflict` as well, and `unavailable` if the log does not take it or this node cannot say
  ///   what became of it
  public CompletionStage<Posted> post(Conversation conversation, Post post) {
    Optional<Posted> before =
        seen(conversation.id(), post, ids.usesBefore(post.messageId().value()));
    if (before.isPresent()) {
      return sameAnswer(conversation.id(), post, before.get());
    }
    requireParent(conversation, post);
    RateLimits.require(rateLimits.post(post.caller()));
    Optional<ModelId> model = asked(conversation, post);
    Place place = new Place(conversation.id(), post.messageId());
    InFlight mine = new InFlight(place, post.author().id(), new CompletableFuture<>());
    InFlight first = inFlight.putIfAbsent(place, mine);
    if (first != null) {
      return first(post, first);
    }
    try {
      // It may have gone through between the first look and this one's place in the queue: then
      // this node remembers it, and the archive could say nothing new.
      Optional<Posted> meanwhile =
          seen(conversation.id(), post, live.usesOf(post.messageId().value()));
      if (meanwhile.isPresent()) {
        end(mine, () -> mine.answer().complete(meanwhile.get()));
      } else {
        append(post, model, mine);
      }
    } catch (RuntimeException notPosted) {
      end(mine, () -> mine.answer().completeExceptionally(notPosted));
    }
    return mine.answer();
  }

  /// While this node has not read its own record back, it cannot know that another's is the first:
  /// who asks then waits for the same answer.
  private CompletionStage<Posted> sameAnswer(
      ConversationId conversation, Post post, Posted before) {
    InFlight first = inFlight.get(new Place(conversation, post.messageId()));
    if (first != null) {
      return first(post, first);
    }
    // What was read back by now counts, but not that the id is used elsewhere as well: this message
    // stands.
    Posted now =
        live.useIn(conversation, post.messageId().value())
            .map(use -> same(post, use).orElseThrow(Posting::taken))
            .orElse(before);
    return CompletableFuture.completedFuture(now);
  }

  private static CompletionStage<Posted> first(Post post, InFlight first) {
    if (!first.author().equals(post.author().id())) {
      throw taken();
    }
    return first.answer();
  }

  /// Rooms have no branches: what a message there follows is nobody's concern.
  private void requireParent(Conversation conversation, Post post) {
    boolean known =
        conversation.kind() == Conversation.Kind.ROOM
            || post.parentId().isEmpty()
            || post.parentId().get().value().equals(conversation.id().value())
            || history.find(conversation.id(), post.parentId().get()).isPresent();
    if (!known) {
      throw Problem.INVALID_REQUEST.because(
          "`parent_id` is neither a message of this conversation nor the conversation itself.");
    }
  }

  /// Whoever has no replies left still speaks to the others in a room, unless they ask a model by
  /// its name.
  private Optional<ModelId> asked(Conversation conversation, Post post) {
    Optional<ModelId> model =
        post.wantsReply()
            ? answers.asked(conversation, post.author().id(), post.text(), post.model())
            : Optional.empty();
    if (model.isEmpty()) {
      return model;
    }
    post.caller().requireModel(model.get().toString());
    Optional<RateLimits.Exhausted> exhausted = rateLimits.reply(post.caller());
    if (post.model().isPresent() || conversation.kind() == Conversation.Kind.PRIVATE) {
      RateLimits.require(exhausted);
    }
    return exhausted.isPresent() ? Optional.empty() : model;
  }

  private void append(Post post, Optional<ModelId> model, InFlight flight) {
    Optional<ReplyRequest> reply =
        model.map(name ->
            new ReplyRequest(new ReplyId(Ids.next()), name.toString(), post.caller().only()));
    Event.MessagePosted event =
        new Event.MessagePosted(
            post.messageId(),
            post.author(),
            post.text(),
            post.parentId(),
            post.draftId(),
            reply,
            clock.instant());
    var _ =
        log.append(flight.conversation(), event)
            .whenComplete((position, failure) -> {
              if (failure == null) {
                live.appended(flight.conversation(), event, position);
                LOG.log(
                    System.Logger.Level.INFO,
                    "message {0} posted in conversation {1}{2}",
                    post.messageId(),
                    flight.conversation(),
                    model.map(name -> ", to be answered by " + name).orElse(""));
                answer(post, new Posted(post.messageId(), position, reply(event)), flight);
              } else {
                end(flight, () -> flight.answer().completeExceptionally(failure));
              }
            });
  }

  /// Another node may have put something under the same id on the log before: when this node has
  /// read its own, it knows which came first, and that is the answer.
  private void answer(Post post, Posted own, InFlight flight) {
    var _ =
        live.reached(flight.conversation(), own.position())
            .toCompletableFuture()
            .copy()
            .orTimeout(READ_BACK_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
            .thenApply(_ -> standing(post, own, flight.conversation()))
            .whenComplete((posted, failure) ->
                end(
                    flight,
                    () -> {
                      if (failure == null) {
                        flight.answer().complete(posted);
                      } else {
                        flight.answer().completeExceptionally(notAnswered(failure));
                      }
                    }));
  }

  private Posted standing(Post post, Posted own, ConversationId conversation) {
    if (conversations.isErased(conversation)) {
      throw Conversations.unknown();
    }
    return live.useIn(conversation, post.messageId().value())
        .map(use -> same(post, use).orElseThrow(Posting::taken))
        .orElse(own);
  }

  private static ProblemException notAnswered(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof ProblemException problem
        ? problem
        : Problem.UNAVAILABLE.because(
            "This server has not read the message back yet: send it again with the same id.");
  }

  private void end(InFlight flight, Runnable answer) {
    answer.run();
    inFlight.remove(flight.place(), flight);
  }

  private static Optional<ReplyId> reply(Event.MessagePosted event) {
    return event.reply().map(ReplyRequest::replyId);
  }

  private static Optional<Posted> seen(ConversationId conversation, Post post, List<IdUse> uses) {
    Optional<IdUse> here =
        uses.stream().filter(use -> use.conversation().equals(conversation)).findFirst();
    boolean elsewhere = here.isEmpty() && !uses.isEmpty();
    if (elsewhere || post.messageId().value().equals(conversation.value())) {
      throw taken();
    }
    return here.map(use -> same(post, use).orElseThrow(Posting::taken));
  }

  /// The answer to this message if that is what the id stands for.
  private static Optional<Posted> same(Post post, IdUse use) {
    return use instanceof IdUse.OfMessage message && message.author().equals(post.author().id())
        ? Optional.of(new Posted(message.message(), message.position(), message.reply()))
        : Optional.empty();
  }

  private static ProblemException taken() {
    return Problem.CONFLICT.because("The field `message_id` has been used for something else.");
  }
}
