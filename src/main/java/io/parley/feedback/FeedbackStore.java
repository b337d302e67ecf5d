package io.parley.feedback;

import io.parley.event.ConversationId;
import io.parley.event.ReplyId;
import io.parley.participant.ParticipantId;
import io.parley.platform.Json;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/// Ratings in PostgreSQL, one per reply and participant.
@ApplicationScoped
public class FeedbackStore {
  @PersistenceContext(unitName = "parley")
  EntityManager entities;

  /// A row of the table.
  record Given(
      ReplyId replyId,
      ParticipantId participantId,
      ConversationId conversationId,
      Rating rating,
      Optional<String> comment,
      Instant givenAt) {}

  /// Of two ratings the later one counts. The rating of an erased reply has no effect.
  @Transactional
  public void put(Collection<Given> given) {
    entities
        .createNativeQuery(
            """
            insert into feedback as f (reply_id, participant_id, conversation_id, rating, comment,
              given_at)
            select e.* from json_to_recordset(cast(:rows as json)) as e(reply_id uuid,
              participant_id uuid, conversation_id uuid, rating text, comment text,
              given_at timestamptz)
            where exists (select 1 from conversation c where c.id = e.conversation_id)
            on conflict (conversation_id, reply_id, participant_id) do update set rating = excluded.rating,
              comment = excluded.comment, given_at = excluded.given_at
            """)
        .setParameter("rows", Json.write(given))
        .executeUpdate();
  }

  /// The rating that was there.
  @Transactional
  public Optional<Rating> withdraw(
      ConversationId conversation, ReplyId reply, ParticipantId participant) {
    List<?> rows =
        entities
            .createNativeQuery(
                """
                delete from feedback
                where conversation_id = :conversation and reply_id = :reply
                  and participant_id = :participant
                returning rating
                """,
                Tuple.class)
            .setParameter("conversation", conversation.value())
            .setParameter("reply", reply.value())
            .setParameter("participant", participant.value())
            .getResultList();
    return rows.stream().map(row -> rating((Tuple) row)).findFirst();
  }

  /// A participant's ratings in a conversation.
  @Transactional
  public Map<ReplyId, Feedback> of(ConversationId conversation, ParticipantId participant) {
    List<?> rows =
        entities
            .createNativeQuery(
                """
                select reply_id, rating, comment from feedback
                where conversation_id = :conversation and participant_id = :participant
                """,
                Tuple.class)
            .setParameter("conversation", conversation.value())
            .setParameter("participant", participant.value())
            .getResultList();
    return rows.stream()
        .map(Tuple.class::cast)
        .collect(
            Collectors.toUnmodifiableMap(
                row -> new ReplyId(row.get("reply_id", UUID.class)),
                row ->
                    new Feedback(
                        rating(row), Optional.ofNullable(row.get("comment", String.class)))));
  }

  private static Rating rating(Tuple row) {
    return Rating.valueOf(row.get("rating", String.class).toUpperCase(Locale.ROOT));
  }
}
