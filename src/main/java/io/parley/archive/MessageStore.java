package io.parley.archive;

import io.parley.conversation.IdUse;
import io.parley.conversation.Message;
import io.parley.conversation.MessagePlace;
import io.parley.event.ConversationId;
import io.parley.event.MessageId;
import io.parley.event.Position;
import io.parley.event.ReplyId;
import io.parley.participant.ParticipantId;
import io.parley.platform.Ids;
import io.parley.platform.Json;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.jpa.HibernateHints;

/// Reads archived messages.
@ApplicationScoped
public class MessageStore {
  /// Stands for an epoch that is newer than all that are known.
  private static final int NEWEST_EPOCH = Integer.MAX_VALUE;

  @PersistenceContext(unitName = "parley")
  EntityManager entities;

  /// The offset up to which a partition is archived, -1 if nothing of it is.
  private long progress(String epoch, int partition) {
    List<?> offsets =
        entities
            .createNativeQuery(
                """
                select p.log_offset from archive_progress p join log_epoch e on e.no = p.epoch_no
                where e.epoch = :epoch and p.log_partition = :partition
                """,
                Long.class)
            .setParameter("epoch", epoch)
            .setParameter("partition", partition)
            .getResultList();
    return offsets.isEmpty() ? -1 : (Long) offsets.getFirst();
  }

  /// The last `limit` messages before a position. An epoch that the archive has not seen yet is
  /// taken for the newest, so that everything is before it.
  ///
  /// @param partition the conversation's
  @Transactional
  public ArchivedMessages.Stretch before(
      ConversationId conversation, int partition, Position before, int limit) {
    long progress = progress(before.epoch(), partition);
    Epochs epochs = epochs();
    List<Long> sizes =
        sizesBefore(
            conversation, epochs.number(before.epoch()).orElse(NEWEST_EPOCH), before, limit + 1);
    boolean more = sizes.size() > limit;
    int fitting = Math.max(1, PageBytes.fitting(sizes.subList(0, Math.min(limit, sizes.size()))));
    List<StoredMessage> newestFirst =
        entities
            .createQuery(
                """
                select m from StoredMessage m
                where m.conversationId = :conversation
                  and (m.epochNo, m.logOffset) < (:epoch, :offset)
                order by m.epochNo desc, m.logOffset desc
                """,
                StoredMessage.class)
            .setParameter("conversation", conversation.value())
            .setParameter("epoch", epochs.number(before.epoch()).orElse(NEWEST_EPOCH))
            .setParameter("offset", before.offset())
            .setMaxResults(fitting)
            .setHint(HibernateHints.HINT_READ_ONLY, true)
            .getResultList();
    // the log's first batch of an epoch may have been archived between the two questions
    Epochs named = newestFirst.stream().allMatch(row -> row.isNamedBy(epochs)) ? epochs : epochs();
    List<ArchivedMessages.Archived> messages =
        newestFirst.reversed().stream()
            .map(row -> new ArchivedMessages.Archived(row.toMessage(named), row.finish(named)))
            .toList();
    return new ArchivedMessages.Stretch(messages, more || sizes.size() > fitting, progress);
  }

  /// The sizes in bytes of so many messages, newest first, without reading their texts.
  private List<Long> sizesBefore(
      ConversationId conversation, int epochNo, Position before, int count) {
    List<?> sizes =
        entities
            .createNativeQuery(
                """
                select cast(octet_length(content) + coalesce(octet_length(thinking), 0)
                  + coalesce(octet_length(cast(citations as text)), 0) as bigint)
                from message
                where conversation_id = :conversation and (epoch_no, log_offset) < (:epoch, :offset)
                order by epoch_no desc, log_offset desc
                """,
                Long.class)
            .setParameter("conversation", conversation.value())
            .setParameter("epoch", epochNo)
            .setParameter("offset", before.offset())
            .setMaxResults(count)
            .getResultList();
    return sizes.stream().map(Long.class::cast).toList();
  }

  /// The sizes in bytes of those of these messages that there are, as on a page.
  @Transactional
  public Map<MessagePlace, Long> sizes(Collection<MessagePlace> places) {
    Map<MessagePlace, Long> sizes = new HashMap<>();
    for (Object row :
        entities
            .createNativeQuery(
                """
                select m.id, m.conversation_id, cast(octet_length(m.content)
                  + coalesce(octet_length(m.thinking), 0)
                  + coalesce(octet_length(cast(m.citations as text)), 0) as bigint) as size
                from message m
                join json_to_recordset(cast(:rows as json)) as e(id uuid, conversation_id uuid)
                  on m.id = e.id and m.conversation_id = e.conversation_id
                """,
                Tuple.class)
            .setParameter("rows", Json.write(places))
            .getResultList()) {
      Tuple size = (Tuple) row;
      MessagePlace place =
          new MessagePlace(
              new ConversationId(size.get("conversation_id", UUID.class)),
              new MessageId(size.get("id", UUID.class)));
      sizes.put(place, size.get("size", Long.class));
    }
    return sizes;
  }

  /// Those of these messages that this conversation has, in no order.
  @Transactional
  public List<Message> find(ConversationId conversation, Collection<MessageId> ids) {
    return find(ids.stream().map(id -> new MessagePlace(conversation, id)).toList());
  }

  /// Those of these messages that there are, in no order.
  @Transactional
  @SuppressWarnings("unchecked") // of a native query, its result class says it
  public List<Message> find(Collection<MessagePlace> places) {
    Epochs epochs = epochs();
    List<StoredMessage> rows =
        entities
            .createNativeQuery(
                """
                select m.* from message m
                join json_to_recordset(cast(:rows as json)) as e(id uuid, conversation_id uuid)
                  on m.id = e.id and m.conversation_id = e.conversation_id
                """,
                StoredMessage.class)
            .setParameter("rows", Json.write(places))
            .getResultList();
    return rows.stream().map(row -> row.toMessage(epochs)).toList();
  }

  /// What an id stands for, in each conversation that is archived; for one that was removed after
  /// it had been asked for, twice.
  @Transactional
  public List<IdUse> usesOf(UUID id) {
    List<?> rows =
        entities
            .createNativeQuery(
                """
                select u.kind, u.conversation_id, u.author_id, u.reply_id, u.answered, e.epoch,
                  u.log_offset
                from (
                  select case role when 'user' then 'message' else 'reply' end as kind,
                    conversation_id, author_id, reply_id, parent_id as answered, epoch_no, log_offset
                  from message where id = :id
                  union all
                  select 'removed', conversation_id, author_id, reply_id, null, epoch_no, log_offset
                  from removed_message where id = :id
                  union all
                  select 'reply', conversation_id, null, null, message_id, null, null
                  from asked_reply where id = :id
                  union all
                  select 'conversation', c.id, null, null, null, null, null
                  from conversation c where c.id = :id) u
                left join log_epoch e on e.no = u.epoch_no
                """,
                Tuple.class)
            .setParameter("id", id)
            .getResultList();
    return rows.stream().map(row -> use((Tuple) row, new MessageId(id))).toList();
  }

  private static IdUse use(Tuple row, MessageId id) {
    ConversationId conversation = new ConversationId(row.get("conversation_id", UUID.class));
    return switch (row.get("kind", String.class)) {
      case "reply" ->
          new IdUse.OfReply(conversation, new MessageId(row.get("answered", UUID.class)));
      case "conversation" -> new IdUse.OfConversation(conversation);
      default -> posted(row, conversation, id);
    };
  }

  /// Of a removed reply, and of what was removed before it was archived, no author is known.
  private static IdUse posted(Tuple row, ConversationId conversation, MessageId id) {
    Optional<ParticipantId> author =
        Optional.ofNullable(row.get("author_id", String.class))
            .flatMap(Ids::parse)
            .map(ParticipantId::new);
    Optional<String> epoch = Optional.ofNullable(row.get("epoch", String.class));
    if (author.isEmpty() || epoch.isEmpty()) {
      return new IdUse.OfRemoved(conversation);
    }
    return new IdUse.OfMessage(
        conversation,
        id,
        author.get(),
        new Position(epoch.get(), row.get("log_offset", Long.class)),
        Optional.ofNullable(row.get("reply_id", UUID.class)).map(ReplyId::new));
  }

  /// Whether the archive has seen this epoch of the log.
  @Transactional
  public boolean knows(String epoch) {
    return epochs().number(epoch).isPresent();
  }

  private Epochs epochs() {
    return Epochs.of(entities.createQuery(Epochs.ALL, StoredEpoch.class).getResultStream());
  }
}
