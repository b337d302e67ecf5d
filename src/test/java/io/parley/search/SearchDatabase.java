package io.parley.search;

import io.parley.archive.ArchiveDatabase;
import java.util.function.Function;

/// The search's side of an [ArchiveDatabase].
final class SearchDatabase {
  private SearchDatabase() {}

  @SuppressWarnings("UnnecessaryAssignment") // there is no container here
  static <T> T search(ArchiveDatabase database, Function<SearchStore, T> use) {
    return database.transaction(entities -> {
      SearchStore store = new SearchStore();
      store.entities = entities;
      return use.apply(store);
    });
  }
}
