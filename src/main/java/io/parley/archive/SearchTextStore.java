package io.parley.archive;

import io.parley.conversation.MessagePlace;
import io.parley.conversation.SearchFold;
import io.parley.platform.Json;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.UUID;

/// What a search looks through: the words of each text, folded by [SearchFold].
@ApplicationScoped
public class SearchTextStore {
  /// Texts in memory at a time, of at most [SearchFold#MAX_TEXT] each.
  static final int AT_ONCE = 100;

  /// So many of the newest numbers are looked through again each time: a transaction that took its
  /// numbers earlier may end later.
  private static final int UNDER_WAY = 5_000;

  /// What has its final text and is no entry yet.
  private static final String UNINDEXED =
      """
      select m.id, m.conversation_id, left(m.content, :most) as content
      from message m
      where (m.id, m.conversation_id) in (
          select r.id, r.conversation_id
          from json_to_recordset(cast(:rows as json)) as r(id uuid, conversation_id uuid))
        and m.status <> 'streaming' and m.content <> ''
        and not exists (
          select 1 from search_entry s
          where s.message_id = m.id and s.conversation_id = m.conversation_id)
      order by m.created_at
      """;

  private static final String ADD =
      """
      insert into search_entry (no, message_id, conversation_id, said_at, words, folding)
      select n.no, n.id, n.conversation_id, n.created_at,
        to_tsvector('simple', n.words) || search_marks(n.owner, n.no), :folding
      from (
        select nextval('search_entry_no') as no, m.id, m.conversation_id, m.created_at, r.words,
          c.owner
        from json_to_recordset(cast(:rows as json))
            as r(id uuid, conversation_id uuid, words text)
          join message m on m.id = r.id and m.conversation_id = r.conversation_id
          join conversation c on c.id = m.conversation_id) n
      on conflict do nothing
      """;

  /// Of two nodes, one does it.
  private static final String PROGRESS =
      "select next_no from search_folding for update skip locked";

  /// The number after the next entries of an older version, or after all entries.
  private static final String STRETCH =
      """
      select greatest(cast(:from as bigint), coalesce(
        (select max(no) + 1 from (
          select no from search_entry
          where no >= :from and (folding is null or folding < :folding)
          order by no limit :limit) s),
        (select max(no) + 1 from search_entry)))
      """;

  /// A text of ASCII alone has the same form by all rules. An entry that somebody is deleting is
  /// left alone: nothing here waits for anybody.
  private static final String OUTDATED =
      """
      select s.message_id as id, s.conversation_id, left(m.content, :most) as content
      from search_entry s
        join message m on m.id = s.message_id and m.conversation_id = s.conversation_id
      where s.no >= :from and s.no < :until and (s.folding is null or s.folding < :folding)
        and m.content ~ '[^\\x01-\\x7f]'
      for update of s skip locked
      """;

  private static final String FOLD_AGAIN =
      """
      update search_entry s
      set words = to_tsvector('simple', r.words) || search_marks(c.owner, s.no), folding = :folding
      from json_to_recordset(cast(:rows as json)) as r(id uuid, conversation_id uuid, words text)
        join conversation c on c.id = r.conversation_id
      where s.message_id = r.id and s.conversation_id = r.conversation_id
      """;

  private static final String ADVANCE =
      """
      update search_folding set next_no = least(:until, (
        select coalesce(max(no), 0) - :margin from search_entry))
      where next_no < least(:until, (select coalesce(max(no), 0) - :margin from search_entry))
      """;

  @PersistenceContext(unitName = "parley")
  EntityManager entities;

  /// Part of another store's transaction.
  public static SearchTextStore within(EntityManager entities) {
    SearchTextStore store = new SearchTextStore();
    store.entities = entities;
    return store;
  }

  private record Entry(UUID id, UUID conversationId, String words) {
    static Entry of(Tuple row) {
      return new Entry(
          row.get("id", UUID.class),
          row.get("conversation_id", UUID.class),
          SearchFold.of(row.get("content", String.class)));
    }
  }

  /// Adds what has its final text by now; what is there stays as it is.
  public void add(List<MessagePlace> places) {
    for (int from = 0; from < places.size(); from += AT_ONCE) {
      List<MessagePlace> some = places.subList(from, Math.min(from + AT_ONCE, places.size()));
      List<?> texts =
          entities
              .createNativeQuery(UNINDEXED, Tuple.class)
              .setParameter("most", SearchFold.MAX_TEXT)
              .setParameter("rows", Json.write(some))
              .getResultList();
      write(ADD, texts);
    }
  }

  /// Folds the next entries that an older version has folded.
  ///
  /// @param from the number to go on from, if that is after what is known to be done
  /// @return the number after the last one that was looked at; the same one at the end, or while
  ///   another node does it
  @Transactional
  public long foldAgain(long from) {
    List<?> progress = entities.createNativeQuery(PROGRESS, Long.class).getResultList();
    if (progress.isEmpty()) {
      return from;
    }
    long begin = Math.max(from, number(progress.getFirst()));
    long until =
        number(
            entities
                .createNativeQuery(STRETCH, Long.class)
                .setParameter("from", begin)
                .setParameter("folding", SearchFold.VERSION)
                .setParameter("limit", AT_ONCE)
                .getSingleResult());
    if (until == begin) {
      return from;
    }
    List<?> texts =
        entities
            .createNativeQuery(OUTDATED, Tuple.class)
            .setParameter("most", SearchFold.MAX_TEXT)
            .setParameter("from", begin)
            .setParameter("until", until)
            .setParameter("folding", SearchFold.VERSION)
            .getResultList();
    write(FOLD_AGAIN, texts);
    entities
        .createNativeQuery(ADVANCE)
        .setParameter("until", until)
        .setParameter("margin", UNDER_WAY)
        .executeUpdate();
    return until;
  }

  private void write(String statement, List<?> texts) {
    if (!texts.isEmpty()) {
      entities
          .createNativeQuery(statement)
          .setParameter(
              "rows", Json.write(texts.stream().map(Tuple.class::cast).map(Entry::of).toList()))
          .setParameter("folding", SearchFold.VERSION)
          .executeUpdate();
    }
  }

  private static long number(Object value) {
    return ((Number) value).longValue();
  }
}
