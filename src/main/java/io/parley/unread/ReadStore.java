package io.parley.unread;

import io.parley.event.ConversationId;
import io.parley.event.Position;
import io.parley.participant.ParticipantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.UUID;

/// Up to where participants have read rooms, in PostgreSQL. What is unread is counted when somebody
/// asks: a message costs nothing here, however many people there are.
@ApplicationScoped
public class ReadStore {
  /// Rooms of one participant. Those that were read longest ago go first.
  static final int MOST_ROOMS = 50;

  /// Unread messages of one room that are counted.
  static final int MOST_UNREAD = 100;

  /// Messages of one room that are searched for mentions, and of all rooms together.
  static final int MOST_SEARCHED = 20;

  private static final int MOST_SEARCHED_IN_ALL = 200;

  private static final String RAISE =
      """
      insert into last_read as r (participant_id, conversation_id, epoch_no, log_offset, read_on)
      select :participant, c.id, e.no, :offset, current_date
      from conversation c, log_epoch e
      where c.id = :conversation and e.epoch = :epoch
      on conflict (participant_id, conversation_id) do update set epoch_no = excluded.epoch_no,
        log_offset = excluded.log_offset, read_on = excluded.read_on
        where (r.epoch_no, r.log_offset) < (excluded.epoch_no, excluded.log_offset)
      returning cast(xmax = 0 as boolean) as fresh
      """;

  private static final String FORGET =
      """
      delete from last_read where ctid = any(array(
        select ctid from last_read where participant_id = :participant
        order by read_on desc, epoch_no desc, log_offset desc offset :most))
      """;

  private static final String EXPIRE =
      """
      delete from last_read where ctid = any(array(
        select ctid from last_read where read_on < current_date - 90 limit 100))
      """;

  private static final String UNREAD =
      """
      select r.conversation_id as conversation, c.name as name, e.epoch as epoch,
        r.log_offset as log_offset, (
          select count(*) from (
            select 1 from message m
            where m.conversation_id = r.conversation_id
              and (m.epoch_no, m.log_offset) > (r.epoch_no, r.log_offset)
              and m.author_id <> :author
            limit :most) unread) as unread
      from last_read r join conversation c on c.id = r.conversation_id
        join log_epoch e on e.no = r.epoch_no
      where r.participant_id = :participant
      order by r.conversation_id
      """;

  private static final String ADDRESSED =
      """
      select r.conversation_id as conversation, m.content as content
      from last_read r cross join lateral (
        select u.content from (
          select m.content, m.role, m.epoch_no, m.log_offset from message m
          where m.conversation_id = r.conversation_id
            and (m.epoch_no, m.log_offset) > (r.epoch_no, r.log_offset)
            and m.author_id <> :author
          order by m.epoch_no, m.log_offset
          limit :most) u
        where u.role = 'user' and (position('@' in u.content) > 0 or position('＠' in u.content) > 0)
        order by u.epoch_no desc, u.log_offset desc
        limit :each) m
      where r.participant_id = :participant
      limit :all
      """;

  @PersistenceContext(unitName = "parley")
  EntityManager entities;

  /// How much is unread in a room, mentions not counted yet.
  record Count(ConversationId conversation, String name, Position position, int unread) {}

  /// A message that may mention somebody.
  record Addressed(ConversationId conversation, String text) {}

  /// A read position never goes back.
  ///
  /// @param current whether the position is of the log as it is now, of which nothing may have been
  ///   archived yet
  @Transactional
  public void raise(
      ParticipantId participant, ConversationId conversation, Position position, boolean current) {
    if (current) {
      entities
          .createNativeQuery("insert into log_epoch (epoch) values (:epoch) on conflict do nothing")
          .setParameter("epoch", position.epoch())
          .executeUpdate();
    }
    boolean fresh =
        rows(
                entities
                    .createNativeQuery(RAISE, Tuple.class)
                    .setParameter("participant", participant.value())
                    .setParameter("conversation", conversation.value())
                    .setParameter("epoch", position.epoch())
                    .setParameter("offset", position.offset())
                    .getResultList())
            .stream()
            .anyMatch(row -> row.get("fresh", Boolean.class));
    if (fresh) {
      entities
          .createNativeQuery(FORGET)
          .setParameter("participant", participant.value())
          .setParameter("most", MOST_ROOMS)
          .executeUpdate();
      entities.createNativeQuery(EXPIRE).executeUpdate();
    }
  }

  @Transactional
  public List<Count> counts(ParticipantId participant) {
    return rows(
            entities
                .createNativeQuery(UNREAD, Tuple.class)
                .setParameter("participant", participant.value())
                .setParameter("author", participant.toString())
                .setParameter("most", MOST_UNREAD)
                .getResultList())
        .stream()
        .map(row ->
            new Count(
                new ConversationId(row.get("conversation", UUID.class)),
                row.get("name", String.class),
                new Position(row.get("epoch", String.class), row.get("log_offset", Long.class)),
                row.get("unread", Long.class).intValue()))
        .toList();
  }

  /// The latest unread messages with an `@` in each of a participant's rooms.
  @Transactional
  public List<Addressed> addressed(ParticipantId participant) {
    return rows(
            entities
                .createNativeQuery(ADDRESSED, Tuple.class)
                .setParameter("participant", participant.value())
                .setParameter("author", participant.toString())
                .setParameter("most", MOST_UNREAD)
                .setParameter("each", MOST_SEARCHED)
                .setParameter("all", MOST_SEARCHED_IN_ALL)
                .getResultList())
        .stream()
        .map(row ->
            new Addressed(
                new ConversationId(row.get("conversation", UUID.class)),
                row.get("content", String.class)))
        .toList();
  }

  private static List<Tuple> rows(List<?> found) {
    return found.stream().map(Tuple.class::cast).toList();
  }
}
