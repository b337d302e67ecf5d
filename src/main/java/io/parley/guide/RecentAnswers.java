package io.parley.guide;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/// Answers that were given last, and need not be looked up again: the sources of an answer are
/// asked for before the answer itself. Safe for use by many threads.
final class RecentAnswers {
  private static final int COUNT = 32;

  private final Function<Asked, Answer> guide;
  private final Map<Asked, Answer> answers = new LinkedHashMap<>();

  /// @param guide gives the same answer to the same question
  RecentAnswers(Function<Asked, Answer> guide) {
    this.guide = guide;
  }

  Answer to(Asked asked) {
    Answer known;
    synchronized (answers) {
      known = answers.get(asked);
    }
    if (known != null) {
      return known;
    }
    Answer found = guide.apply(asked);
    synchronized (answers) {
      answers.put(asked, found);
      if (answers.size() > COUNT) {
        answers.remove(answers.keySet().iterator().next());
      }
    }
    return found;
  }
}
