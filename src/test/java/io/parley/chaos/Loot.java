package io.parley.chaos;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Ids of things that belong to others, by what they stand for.
record Loot(Map<Kind, List<String>> ids) {
  enum Kind {
    CONVERSATION,
    MESSAGE,
    REPLY,
    ROOM,
    SHARE,
    DRAFT,
    PERSON,
    /// Erased: nobody may read it again, and its ids are free.
    GONE
  }

  /// One pick in so many is of another kind than what belongs there.
  private static final int MISFIT = 3;

  Loot {
    Map<Kind, List<String>> copy = new EnumMap<>(Kind.class);
    ids.forEach((kind, some) -> copy.put(kind, List.copyOf(some)));
    ids = copy;
  }

  Loot and(Loot more) {
    Map<Kind, List<String>> all = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      List<String> both = new ArrayList<>(of(kind));
      both.addAll(more.of(kind));
      all.put(kind, both);
    }
    return new Loot(all);
  }

  List<String> of(Kind kind) {
    return ids.getOrDefault(kind, List.of());
  }

  /// Mostly of the kind that belongs there.
  String any(Kind kind, RandomGenerator random) {
    List<String> fitting = of(kind);
    if (fitting.isEmpty() || random.nextInt(MISFIT) == 0) {
      fitting = ids.values().stream().flatMap(List::stream).toList();
    }
    return fitting.get(random.nextInt(fitting.size()));
  }

  /// Whether nobody else may give this id to a message or a reply of theirs.
  boolean isTaken(String id) {
    return of(Kind.CONVERSATION).contains(id)
        || of(Kind.MESSAGE).contains(id)
        || of(Kind.REPLY).contains(id);
  }

  /// What the end of a path such as `/api/replies/{id}` asks for.
  static Kind wanted(String path) {
    if (path.startsWith("/api/messages/")) {
      return Kind.MESSAGE;
    }
    if (path.startsWith("/api/replies/")) {
      return Kind.REPLY;
    }
    if (path.startsWith("/api/shares/") || path.startsWith("/shared/")) {
      return Kind.SHARE;
    }
    if (path.contains("/rooms/")) {
      return Kind.ROOM;
    }
    return path.startsWith("/api/guests/") || path.startsWith("/api/keys/")
        ? Kind.PERSON
        : Kind.CONVERSATION;
  }
}
