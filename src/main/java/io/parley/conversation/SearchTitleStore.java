package io.parley.conversation;

import io.parley.event.ConversationId;
import io.parley.platform.Json;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.UUID;

/// What a search for conversations looks through: the words of their titles, folded by
/// [SearchFold].
@ApplicationScoped
public class SearchTitleStore {
  /// Titles in memory at a time.
  private static final int AT_ONCE = 100;

  private static final String UNFOLDED_TITLES =
      """
      select t.conversation_id, t.title from conversation_title t
      where t.words is null
      limit :limit
      for update skip locked
      """;

  private static final String FOLD_TITLES =
      """
      update conversation_title t
      set words = to_tsvector('simple', r.words)
        || array_to_tsvector(array['~' || coalesce(cast(c.owner as text), '')])
      from json_to_recordset(cast(:rows as json)) as r(conversation_id uuid, words text)
        join conversation c on c.id = r.conversation_id
      where t.conversation_id = r.conversation_id
      """;

  @PersistenceContext(unitName = "parley")
  EntityManager entities;

  /// Part of another store's transaction.
  static SearchTitleStore within(EntityManager entities) {
    SearchTitleStore store = new SearchTitleStore();
    store.entities = entities;
    return store;
  }

  private record Title(UUID conversationId, String words) {
    static Title of(Tuple row) {
      return new Title(
          row.get("conversation_id", UUID.class), SearchFold.of(row.get("title", String.class)));
    }
  }

  /// Takes a new or changed title in.
  void fold(ConversationId id) {
    write(
        entities
            .createNativeQuery(
                """
                select conversation_id, title from conversation_title
                where conversation_id = :id and words is null
                """,
                Tuple.class)
            .setParameter("id", id.value())
            .getResultList());
  }

  /// Takes in titles that a node of an older version, or a migration, has left.
  ///
  /// @return whether there may be more
  @Transactional
  public boolean foldSome() {
    List<?> titles =
        entities
            .createNativeQuery(UNFOLDED_TITLES, Tuple.class)
            .setParameter("limit", AT_ONCE)
            .getResultList();
    write(titles);
    return titles.size() == AT_ONCE;
  }

  private void write(List<?> titles) {
    if (!titles.isEmpty()) {
      entities
          .createNativeQuery(FOLD_TITLES)
          .setParameter(
              "rows", Json.write(titles.stream().map(Tuple.class::cast).map(Title::of).toList()))
          .executeUpdate();
    }
  }
}
