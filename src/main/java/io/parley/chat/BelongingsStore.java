package io.parley.chat;

import io.parley.conversation.MessagePlace;
import io.parley.event.ConversationId;
import io.parley.event.MessageId;
import io.parley.participant.ParticipantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/// What belongs to a participant, in PostgreSQL.
@ApplicationScoped
public class BelongingsStore {
  /// Counting more costs more than anybody wants to know.
  static final int MOST_COUNTED = 10_000;

  private static final MessagePlace FIRST =
      new MessagePlace(new ConversationId(new UUID(0, 0)), new MessageId(new UUID(0, 0)));

  /// Messages in rooms, and in conversations of others that a room was forked to.
  private static final String ELSEWHERE =
      """
      from message m join conversation c on c.id = m.conversation_id
      where m.author_id = :author and m.role = 'user' and c.owner is distinct from :guest
      """;

  @PersistenceContext(unitName = "parley")
  EntityManager entities;

  /// Something that the participant said where others read it.
  public record Said(
      MessagePlace place, Optional<String> room, Instant createdAt, String content) {}

  /// A link to a conversation, without its token, which nobody knows.
  public record Shared(UUID id, UUID conversationId, int messages, Instant createdAt) {}

  /// A rating of a reply.
  public record Rated(
      UUID replyId,
      UUID conversationId,
      String rating,
      Optional<String> comment,
      Instant givenAt) {}

  /// A guest to erase, and since when they ask for it.
  record Erasure(ParticipantId guest, Instant askedAt) {}

  /// Each at most [#MOST_COUNTED].
  @Transactional
  public Belongings.Count count(ParticipantId guest) {
    Tuple row =
        (Tuple)
            entities
                .createNativeQuery(
                    """
                    select
                      (select count(*) from (select 1 from conversation
                        where owner = :guest limit :most) q) as conversations,
                      (select count(*) from (select 1
                    """
                        + ELSEWHERE
                        + """
                             limit :most) q) as messages,
                          (select count(*) from (select 1 from share
                            where owner = :guest limit :most) q) as shares,
                          (select count(*) from (select 1 from feedback
                            where participant_id = :guest limit :most) q) as ratings
                        """,
                    Tuple.class)
                .setParameter("guest", guest.value())
                .setParameter("author", guest.toString())
                .setParameter("most", MOST_COUNTED)
                .getSingleResult();
    return new Belongings.Count(
        row.get("conversations", Long.class),
        row.get("messages", Long.class),
        row.get("shares", Long.class),
        row.get("ratings", Long.class));
  }

  /// What the participant said in conversations that are not their own, in the order of their ids.
  ///
  /// @param after the last one of the part before
  @Transactional
  public List<Said> said(ParticipantId guest, Optional<MessagePlace> after, int limit) {
    MessagePlace last = after.orElse(FIRST);
    List<?> rows =
        entities
            .createNativeQuery(
                "select m.conversation_id, m.id, c.name, m.created_at, m.content\n"
                    + ELSEWHERE
                    + """
                      and (m.conversation_id, m.id) > (:conversation, :message)
                    order by m.conversation_id, m.id
                    """,
                Tuple.class)
            .setParameter("guest", guest.value())
            .setParameter("author", guest.toString())
            .setParameter("conversation", last.conversationId().value())
            .setParameter("message", last.id().value())
            .setMaxResults(limit)
            .getResultList();
    return rows.stream().map(row -> said((Tuple) row)).toList();
  }

  /// The newest first.
  @Transactional
  public List<Shared> shared(ParticipantId guest) {
    List<?> rows =
        entities
            .createNativeQuery(
                """
                select id, conversation_id, cardinality(messages) as messages, created_at
                from share where owner = :guest order by created_at desc, id limit :most
                """,
                Tuple.class)
            .setParameter("guest", guest.value())
            .setParameter("most", MOST_COUNTED)
            .getResultList();
    return rows.stream().map(row -> shared((Tuple) row)).toList();
  }

  /// The newest first.
  @Transactional
  public List<Rated> rated(ParticipantId guest) {
    List<?> rows =
        entities
            .createNativeQuery(
                """
                select reply_id, conversation_id, rating, comment, given_at
                from feedback where participant_id = :guest order by given_at desc, reply_id
                limit :most
                """,
                Tuple.class)
            .setParameter("guest", guest.value())
            .setParameter("most", MOST_COUNTED)
            .getResultList();
    return rows.stream().map(row -> rated((Tuple) row)).toList();
  }

  /// Deletes the participant's ratings and links.
  ///
  /// @return how many there were
  @Transactional
  public int forget(ParticipantId guest) {
    int links =
        entities
            .createNativeQuery("delete from share where owner = :guest")
            .setParameter("guest", guest.value())
            .executeUpdate();
    int ratings =
        entities
            .createNativeQuery("delete from feedback where participant_id = :guest")
            .setParameter("guest", guest.value())
            .executeUpdate();
    return links + ratings;
  }

  /// Notes that everything of the guest is to be deleted; again changes nothing.
  @Transactional
  public void ask(ParticipantId guest) {
    entities
        .createNativeQuery(
            """
            insert into guest_erasure (guest_id, asked_at, claimed_until)
            values (:guest, clock_timestamp(), clock_timestamp()) on conflict do nothing
            """)
        .setParameter("guest", guest.value())
        .executeUpdate();
  }

  /// Takes the erasure that has waited longest, for a minute, in which no other node has it.
  @Transactional
  public Optional<Erasure> claim() {
    List<?> rows =
        entities
            .createNativeQuery(
                """
                update guest_erasure set claimed_until = clock_timestamp() + interval '1 minute'
                where guest_id = (
                  select guest_id from guest_erasure where claimed_until <= clock_timestamp()
                  order by claimed_until limit 1 for update skip locked)
                returning guest_id, asked_at
                """,
                Tuple.class)
            .getResultList();
    return rows.stream()
        .map(Tuple.class::cast)
        .map(row ->
            new Erasure(
                new ParticipantId(row.get("guest_id", UUID.class)),
                row.get("asked_at", Instant.class)))
        .findFirst();
  }

  /// Keeps an erasure for another minute.
  @Transactional
  public void keep(ParticipantId guest) {
    postpone(guest, "1 minute");
  }

  /// Leaves an erasure to whichever node looks next, in some seconds.
  @Transactional
  public void release(ParticipantId guest) {
    postpone(guest, "5 seconds");
  }

  @Transactional
  public void done(ParticipantId guest) {
    entities
        .createNativeQuery("delete from guest_erasure where guest_id = :guest")
        .setParameter("guest", guest.value())
        .executeUpdate();
  }

  /// How far each partition of the log is archived.
  @Transactional
  public Map<Integer, Long> progress(String epoch) {
    List<?> rows =
        entities
            .createNativeQuery(
                """
                select p.log_partition, p.log_offset
                from archive_progress p join log_epoch e on e.no = p.epoch_no where e.epoch = :epoch
                """,
                Tuple.class)
            .setParameter("epoch", epoch)
            .getResultList();
    return rows.stream()
        .map(Tuple.class::cast)
        .collect(
            Collectors.toMap(
                row -> row.get("log_partition", Integer.class),
                row -> row.get("log_offset", Long.class)));
  }

  private void postpone(ParticipantId guest, String until) {
    entities
        .createNativeQuery(
            """
            update guest_erasure
            set claimed_until = clock_timestamp() + cast(:until as interval) where guest_id = :guest
            """)
        .setParameter("until", until)
        .setParameter("guest", guest.value())
        .executeUpdate();
  }

  private static Said said(Tuple row) {
    return new Said(
        new MessagePlace(
            new ConversationId(row.get("conversation_id", UUID.class)),
            new MessageId(row.get("id", UUID.class))),
        Optional.ofNullable(row.get("name", String.class)),
        row.get("created_at", Instant.class),
        row.get("content", String.class));
  }

  private static Shared shared(Tuple row) {
    return new Shared(
        row.get("id", UUID.class),
        row.get("conversation_id", UUID.class),
        row.get("messages", Integer.class),
        row.get("created_at", Instant.class));
  }

  private static Rated rated(Tuple row) {
    return new Rated(
        row.get("reply_id", UUID.class),
        row.get("conversation_id", UUID.class),
        row.get("rating", String.class),
        Optional.ofNullable(row.get("comment", String.class)),
        row.get("given_at", Instant.class));
  }
}
