package io.parley.conversation;

import io.parley.identity.Budgets;
import io.parley.identity.Caller;
import io.parley.identity.Participant;
import io.parley.identity.ParticipantId;
import io.parley.identity.PlainText;
import io.parley.llm.ModelId;
import io.parley.log.ConversationId;
import io.parley.log.DraftId;
import io.parley.log.Event;
import io.parley.log.EventLog;
import io.parley.log.MessageId;
import io.parley.log.Position;
import io.parley.log.ReplyId;
import io.parley.platform.Ids;
import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// Puts messages on the log, each once.
///
/// A message id that was seen before gets the first answer again, whatever text comes with it.
/// Recent ids are known to the node from the log; only an id that may be older than that is looked
/// up in the archive, so that chat goes on without it.
@ApplicationScoped
public class Posting {
  private static final System.Logger LOG = System.getLogger(Posting.class.getName());

  /// Code points.
  public static final int MAX_LENGTH = 16_384;

  /// How far a client's clock may be off before its ids are looked up in the archive.
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(1);

  /// How long the answer to a post waits for this node to read it back.
  private static final Duration READ_BACK_WITHIN = Duration.ofSeconds(2);

  @Inject EventLog log;
  @Inject LiveConversations live;
  @Inject ArchivedMessages archive;
  @Inject AnswerPolicy answers;
  @Inject History history;
  @Inject Budgets budgets;
  @Inject Clock clock;

  private final ConcurrentHashMap<MessageId, InFlight> inFlight = new ConcurrentHashMap<>();

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
      text = checked(text);
    }

    Participant author() {
      return caller.participant();
    }
  }

  /// A message that is on the log.
  public record Posted(MessageId messageId, Position position, Optional<ReplyId> replyId) {}

  private record InFlight(
      ConversationId conversation, ParticipantId author, CompletableFuture<Posted> answer) {}

  /// May ask the archive: call it on a thread that may block.
  ///
  /// @throws io.parley.platform.ProblemException `conflict` if another author or conversation has
  ///   used the id, `invalid_request` if the parent is of another conversation, `rate_limited`,
  ///   `unknown_model`, `forbidden` if the author's API key may not use the model that would
  ///   answer; in the stage, `unavailable` if the log does not take it
  public CompletionStage<Posted> post(Conversation conversation, Post post) {
    if (seen(conversation.id(), post).isPresent()) {
      return sameAnswer(conversation.id(), post);
    }
    requireParent(conversation, post);
    Budgets.require(budgets.post(post.caller()));
    Optional<ModelId> model = asked(conversation, post);
    InFlight mine = new InFlight(conversation.id(), post.author().id(), new CompletableFuture<>());
    InFlight first = inFlight.putIfAbsent(post.messageId(), mine);
    if (first != null) {
      requireSame(conversation.id(), post, first.conversation(), first.author());
      return first.answer();
    }
    // It may have gone through between the first look and this one's place in the queue.
    Optional<Posted> meanwhile = seen(conversation.id(), post);
    if (meanwhile.isPresent()) {
      inFlight.remove(post.messageId(), mine);
      mine.answer().complete(meanwhile.get());
    } else {
      append(post, model, mine);
    }
    return mine.answer();
  }

  /// While this node has not read its own record back, it cannot know that another's is the first:
  /// who asks then waits for the same answer.
  private CompletionStage<Posted> sameAnswer(ConversationId conversation, Post post) {
    InFlight first = inFlight.get(post.messageId());
    if (first != null) {
      requireSame(conversation, post, first.conversation(), first.author());
      return first.answer();
    }
    return CompletableFuture.completedFuture(seen(conversation, post).orElseThrow());
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
            ? answers.asked(conversation, post.text(), post.model())
            : Optional.empty();
    if (model.isEmpty()) {
      return model;
    }
    post.caller().requireModel(model.get().toString());
    Optional<Budgets.Exhausted> exhausted = budgets.reply(post.caller());
    if (post.model().isPresent() || conversation.kind() == Conversation.Kind.PRIVATE) {
      Budgets.require(exhausted);
    }
    return exhausted.isPresent() ? Optional.empty() : model;
  }

  private void append(Post post, Optional<ModelId> model, InFlight flight) {
    Optional<Event.ReplyRequest> reply =
        model.map(name ->
            new Event.ReplyRequest(new ReplyId(Ids.next()), name.toString(), post.caller().only()));
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
                end(post, flight, () -> flight.answer().completeExceptionally(failure));
              }
            });
  }

  /// Another node may have put the same message on the log before: when this node has read its own,
  /// it knows which came first, and that is the answer.
  private void answer(Post post, Posted own, InFlight flight) {
    var _ =
        live.reached(flight.conversation(), own.position())
            .toCompletableFuture()
            .copy()
            .orTimeout(READ_BACK_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
            .handle((_, _) -> own)
            .thenAccept(_ ->
                end(
                    post,
                    flight,
                    () -> {
                      try {
                        flight.answer().complete(seen(flight.conversation(), post).orElse(own));
                      } catch (ProblemException another) {
                        flight.answer().completeExceptionally(another);
                      }
                    }));
  }

  private void end(Post post, InFlight flight, Runnable answer) {
    answer.run();
    inFlight.remove(post.messageId(), flight);
  }

  private static Optional<ReplyId> reply(Event.MessagePosted event) {
    return event.reply().map(Event.ReplyRequest::replyId);
  }

  private Optional<Posted> seen(ConversationId conversation, Post post) {
    Optional<RecentMessages.Known> recent = live.recent(post.messageId());
    if (recent.isPresent()) {
      RecentMessages.Known known = recent.get();
      requireSame(conversation, post, known.conversation(), known.author());
      return Optional.of(new Posted(known.id(), known.position(), known.reply()));
    }
    if (isNew(post.messageId())) {
      return Optional.empty();
    }
    Optional<ArchivedMessages.Archived> archived = archive.find(post.messageId());
    archived.ifPresent(
        message -> requireSame(conversation, post, message.conversation(), message.author()));
    return archived.map(
        message -> new Posted(post.messageId(), message.position(), message.replyId()));
  }

  /// Made by its client so recently that it cannot be older than what this node remembers.
  private boolean isNew(MessageId id) {
    Instant since = live.recentSince().plus(CLOCK_SKEW);
    Instant until = clock.instant().plus(CLOCK_SKEW);
    return Ids.madeAt(id.value())
        .map(made -> made.isAfter(since) && made.isBefore(until))
        .orElse(false);
  }

  private static void requireSame(
      ConversationId here, Post post, ConversationId conversation, ParticipantId author) {
    if (!here.equals(conversation) || !post.author().id().equals(author)) {
      throw Problem.CONFLICT.because("This message id has been used for another message.");
    }
  }

  static String checked(String text) {
    if (text.indexOf('\0') >= 0) {
      throw Problem.INVALID_REQUEST.because("A message cannot contain NUL characters.");
    }
    String clean = PlainText.clean(text);
    if (clean.isBlank()) {
      throw Problem.INVALID_REQUEST.because("A message cannot be empty.");
    }
    if (PlainText.length(clean) > MAX_LENGTH) {
      throw Problem.TOO_LARGE.because("A message has at most " + MAX_LENGTH + " characters.");
    }
    return clean;
  }
}
