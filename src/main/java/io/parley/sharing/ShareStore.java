package io.parley.sharing;

import io.parley.event.ConversationId;
import io.parley.event.MessageId;
import io.parley.participant.ParticipantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/// Shares in PostgreSQL. Its conversation's end is a share's end.
@ApplicationScoped
public class ShareStore {
  @PersistenceContext(unitName = "parley")
  EntityManager entities;

  /// A share without its messages.
  record Share(
      UUID id, ConversationId conversation, ParticipantId owner, int messages, Instant createdAt) {}

  /// Some of a share's messages, by their ids: those that are before `start` come before them.
  record Slice(Share share, int start, List<MessageId> messages) {
    Slice {
      messages = List.copyOf(messages);
    }

    /// The last so many of them.
    Slice last(int count) {
      int left = messages.size() - count;
      return new Slice(share, start + left, messages.subList(left, messages.size()));
    }
  }

  /// False if the conversation has been erased.
  @Transactional
  public boolean add(Share share, ShareToken token, List<MessageId> messages) {
    String ids =
        messages.stream()
            .map(id -> id.value().toString())
            .collect(Collectors.joining(",", "{", "}"));
    return entities
            .createNativeQuery(
                """
                insert into share (id, token_digest, conversation_id, owner, messages, created_at)
                select :id, :digest, c.id, :owner, cast(:messages as uuid[]), :created
                from conversation c where c.id = :conversation
                """)
            .setParameter("id", share.id())
            .setParameter("digest", token.digest())
            .setParameter("conversation", share.conversation().value())
            .setParameter("owner", share.owner().value())
            .setParameter("messages", ids)
            .setParameter("created", share.createdAt())
            .executeUpdate()
        == 1;
  }

  /// An owner's shares of a conversation, the newest first.
  @Transactional
  public List<Share> of(ConversationId conversation, ParticipantId owner) {
    List<?> rows =
        entities
            .createNativeQuery(
                """
                select id, conversation_id, owner, cardinality(messages) as messages, created_at
                from share where conversation_id = :conversation and owner = :owner
                order by created_at desc, id
                """,
                Tuple.class)
            .setParameter("conversation", conversation.value())
            .setParameter("owner", owner.value())
            .getResultList();
    return rows.stream().map(row -> share((Tuple) row)).toList();
  }

  /// The last `limit` messages before one of them.
  ///
  /// @param before that one's number, counted from 0, or empty for the end
  @Transactional
  public Optional<Slice> find(ShareToken token, Optional<Integer> before, int limit) {
    List<?> rows =
        entities
            .createNativeQuery(
                """
                select s.id, s.conversation_id, s.owner, cardinality(s.messages) as messages,
                  s.created_at, e.before,
                  cast(s.messages[greatest(e.before - :limit, 0) + 1 : e.before] as text) as slice
                from share s,
                  lateral (select least(cardinality(s.messages), :before) as before) e
                where s.token_digest = :digest
                """,
                Tuple.class)
            .setParameter("limit", limit)
            .setParameter("before", before.orElse(Integer.MAX_VALUE))
            .setParameter("digest", token.digest())
            .getResultList();
    return rows.stream().map(Tuple.class::cast).findFirst().map(row -> slice(row, limit));
  }

  /// Ends a share of this owner's.
  ///
  /// @return false if there is none
  @Transactional
  public boolean remove(Optional<ShareToken> token, Optional<UUID> id, ParticipantId owner) {
    return entities
            .createNativeQuery(
                "delete from share where owner = :owner and (token_digest = :digest or id = :id)")
            .setParameter("owner", owner.value())
            .setParameter("digest", token.map(ShareToken::digest).orElse(new byte[0]))
            .setParameter("id", id.orElse(new UUID(0, 0)))
            .executeUpdate()
        == 1;
  }

  private static Slice slice(Tuple row, int limit) {
    String ids = row.get("slice", String.class);
    int start = Math.max(row.get("before", Integer.class) - limit, 0);
    return new Slice(
        share(row),
        start,
        ids.length() == 2
            ? List.of()
            : Arrays.stream(ids.substring(1, ids.length() - 1).split(","))
                .map(id -> new MessageId(UUID.fromString(id)))
                .toList());
  }

  private static Share share(Tuple row) {
    return new Share(
        row.get("id", UUID.class),
        new ConversationId(row.get("conversation_id", UUID.class)),
        new ParticipantId(row.get("owner", UUID.class)),
        row.get("messages", Integer.class),
        row.get("created_at", Instant.class));
  }
}
