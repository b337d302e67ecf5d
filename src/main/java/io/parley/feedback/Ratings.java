package io.parley.feedback;

import io.parley.conversation.IdUse;
import io.parley.conversation.Message;
import io.parley.event.ConversationId;
import io.parley.event.MessageId;
import io.parley.event.ReplyId;
import io.parley.history.History;
import io.parley.live.KnownIds;
import io.parley.llm.ModelLabels;
import io.parley.participant.ParticipantId;
import io.parley.platform.Problem;
import io.parley.postgres.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/// What people think of replies: each has one rating of each, and may take it back.
@ApplicationScoped
public class Ratings {
  @Inject FeedbackStore store;
  @Inject KnownIds ids;
  @Inject History history;
  @Inject ModelLabels labels;
  @Inject Database database;
  @Inject Clock clock;
  @Inject MetricRegistry metrics;

  /// @throws io.parley.platform.ProblemException `not_found` if the participant sees no such reply,
  ///   `unavailable` while PostgreSQL is unavailable
  public void rate(ReplyId id, ParticipantId participant, Feedback feedback) {
    Message reply = reply(id, participant);
    FeedbackStore.Given given =
        new FeedbackStore.Given(
            id,
            participant,
            reply.conversationId(),
            feedback.rating(),
            feedback.comment(),
            clock.instant());
    database.ask(() -> {
      store.put(List.of(given));
      return given;
    });
    count("parley_feedback", reply, feedback.rating());
  }

  /// @throws io.parley.platform.ProblemException as [#rate]
  public void withdraw(ReplyId id, ParticipantId participant) {
    Message reply = reply(id, participant);
    Optional<Rating> before =
        database.ask(() -> store.withdraw(reply.conversationId(), id, participant));
    before.ifPresent(rating -> count("parley_feedback_withdrawn", reply, rating));
  }

  /// @throws io.parley.platform.ProblemException `unavailable` while PostgreSQL is unavailable
  public Map<ReplyId, Feedback> of(ConversationId conversation, ParticipantId participant) {
    return database.ask(() -> store.of(conversation, participant));
  }

  /// A copy of a conversation keeps what its owner thinks of the replies.
  ///
  /// @throws io.parley.platform.ProblemException `unavailable` while PostgreSQL is unavailable
  public void copied(ConversationId copy, ParticipantId owner, Map<ReplyId, Feedback> feedback) {
    if (feedback.isEmpty()) {
      return;
    }
    List<FeedbackStore.Given> given =
        feedback.entrySet().stream()
            .map(entry ->
                new FeedbackStore.Given(
                    entry.getKey(),
                    owner,
                    copy,
                    entry.getValue().rating(),
                    entry.getValue().comment(),
                    clock.instant()))
            .toList();
    database.ask(() -> {
      store.put(given);
      return given;
    });
  }

  private Message reply(ReplyId id, ParticipantId participant) {
    MessageId message = new MessageId(id.value());
    return ids.visible(id.value(), participant, IdUse.OfReply.class::isInstance).stream()
        .flatMap(conversation -> history.find(conversation, message).stream())
        .filter(found -> found.role() == Message.Role.ASSISTANT)
        .findFirst()
        .orElseThrow(() -> Problem.NOT_FOUND.because("No reply has this id."));
  }

  private void count(String name, Message reply, Rating rating) {
    metrics.counter(name, new Tag("rating", rating.wire()), labels.of(reply.model())).inc();
  }
}
