package io.parley.conversation;

import io.parley.log.ConversationId;
import io.parley.log.MessageId;
import io.parley.log.Position;
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

  /// A message with where on the log it ended, if it is a reply that has.
  public record Archived(Message message, Optional<Position> finish) {}

  /// Messages before a position, oldest first.
  ///
  /// @param more if there are older ones
  /// @param progress the offset up to which the partition was archived before they were read, -1 if
  ///   nothing of it was
  public record Stretch(List<Archived> messages, boolean more, long progress) {}

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
  public Stretch before(ConversationId conversation, int partition, Position before, int limit) {
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
    List<Archived> messages =
        newestFirst.reversed().stream()
            .map(row -> new Archived(row.toMessage(named), row.finish(named)))
            .toList();
    return new Stretch(messages, more || sizes.size() > fitting, progress);
  }

  /// The sizes in bytes of so many messages, newest first, without reading their texts.
  private List<Long> sizesBefore(
      ConversationId conversation, int epochNo, Position before, int count) {
    List<?> sizes =
        entities
            .createNativeQuery(
                """
                select cast(octet_length(content) + coalesce(octet_length(cast(citations as text)), 0)
                  as bigint)
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
  public Map<MessageId, Long> sizes(Collection<MessageId> ids) {
    Map<MessageId, Long> sizes = new HashMap<>();
    for (Object row :
        entities
            .createNativeQuery(
                """
                select id, cast(octet_length(content)
                  + coalesce(octet_length(cast(citations as text)), 0) as bigint) as size
                from message where id = any(:ids)
                """,
                Tuple.class)
            .setParameter("ids", ids.stream().map(MessageId::value).toArray(UUID[]::new))
            .getResultList()) {
      Tuple size = (Tuple) row;
      sizes.put(new MessageId(size.get("id", UUID.class)), size.get("size", Long.class));
    }
    return sizes;
  }

  @Transactional
  public Optional<Message> find(MessageId id) {
    return Optional.ofNullable(entities.find(StoredMessage.class, id.value()))
        .map(row -> row.toMessage(epochs()));
  }

  /// Those of these messages that there are, in no order.
  @Transactional
  public List<Message> find(Collection<MessageId> ids) {
    Epochs epochs = epochs();
    return entities
        .createQuery("select m from StoredMessage m where m.id in :ids", StoredMessage.class)
        .setParameter("ids", ids.stream().map(MessageId::value).toList())
        .setHint(HibernateHints.HINT_READ_ONLY, true)
        .getResultStream()
        .map(row -> row.toMessage(epochs))
        .toList();
  }

  /// How a message was posted, also one that has been removed since; empty for a reply.
  @Transactional
  public Optional<ArchivedMessages.Archived> findPosted(MessageId id) {
    return Optional.ofNullable(entities.find(StoredMessage.class, id.value()))
        .flatMap(row -> row.posted(epochs()))
        .or(() ->
            Optional.ofNullable(entities.find(StoredRemoval.class, id.value()))
                .flatMap(row -> row.posted(epochs())));
  }

  /// The conversation of a message or a reply, also of one that has been removed since.
  @Transactional
  public Optional<ConversationId> conversationOf(MessageId id) {
    return Optional.ofNullable(entities.find(StoredMessage.class, id.value()))
        .map(StoredMessage::conversation)
        .or(() ->
            Optional.ofNullable(entities.find(StoredRemoval.class, id.value()))
                .map(StoredRemoval::conversation));
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
