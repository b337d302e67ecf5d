package io.parley.llm;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What one model has refused, and until when that is remembered: a model can be mended, or another
/// be behind its name.
record Lessons(Map<Lesson, Instant> until) {
  static final Lessons NONE = new Lessons(Map.of());

  Lessons {
    until = Map.copyOf(until);
  }

  Lessons with(Collection<Lesson> news, Instant until) {
    Map<Lesson, Instant> all = new HashMap<>(this.until);
    news.forEach(lesson -> all.merge(lesson, until, Lessons::later));
    return new Lessons(all);
  }

  Lessons and(Lessons others) {
    Map<Lesson, Instant> all = new HashMap<>(until);
    others.until.forEach((lesson, time) -> all.merge(lesson, time, Lessons::later));
    return new Lessons(all);
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  Lessons at(Instant now) {
    if (until.values().stream().allMatch(now::isBefore)) {
      return this;
    }
    Map<Lesson, Instant> left = new HashMap<>(until);
    left.values().removeIf(time -> !now.isBefore(time));
    return new Lessons(left);
  }

  boolean isEmpty() {
    return until.isEmpty();
  }

  /// How to ask the model.
  static Dialect dialect(Collection<Lesson> lessons) {
    Map<String, String> renamed = new HashMap<>();
    Set<String> refused = new HashSet<>();
    Dialect.Roles roles = Dialect.Roles.ALL;
    for (Lesson lesson : lessons) {
      switch (lesson.kind()) {
        case OMIT -> refused.add(lesson.parameter());
        case RENAME -> renamed.put(lesson.parameter(), Lesson.otherLimit(lesson.parameter()));
        case NO_SYSTEM -> roles = Dialect.Roles.NO_SYSTEM;
        case NO_DEVELOPER ->
            roles = roles == Dialect.Roles.ALL ? Dialect.Roles.NO_DEVELOPER : roles;
        case NO_TOOLS, NO_VISION -> {}
      }
    }
    return new Dialect(renamed, refused, roles);
  }

  /// What that says of the model.
  Capabilities capabilities() {
    if (isEmpty()) {
      return Capabilities.UNKNOWN;
    }
    return new Capabilities(
        refused(new Lesson(Lesson.Kind.NO_SYSTEM, "")),
        refused(Lesson.omit("temperature")),
        until.keySet().stream()
            .filter(lesson -> lesson.kind() == Lesson.Kind.RENAME)
            .map(lesson -> Lesson.otherLimit(lesson.parameter()))
            .findFirst(),
        refused(Lesson.omit("stream_options")),
        refused(new Lesson(Lesson.Kind.NO_VISION, "")),
        refused(new Lesson(Lesson.Kind.NO_TOOLS, "")),
        refused(Lesson.omit("reasoning_effort")));
  }

  private Optional<Boolean> refused(Lesson lesson) {
    return until.containsKey(lesson) ? Optional.of(false) : Optional.empty();
  }
}
