package io.parley.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// What a scenario measured, and what of it does not hold. Safe for use by many threads.
final class Findings {
  private static final int QUOTED = 3;

  /// A machine that builds at the same time is slow; the promise is not about it.
  private static final int SLACK = 5;

  private final Dose dose;
  private final List<String> measured = new ArrayList<>();
  private final List<String> broken = new ArrayList<>();

  Findings(Dose dose) {
    this.dose = dose;
  }

  /// A figure that nothing is asked of.
  synchronized void note(String sentence) {
    measured.add(sentence);
  }

  synchronized void check(boolean holds, String sentence) {
    measured.add(sentence);
    if (!holds) {
      broken.add(sentence);
    }
  }

  /// That there is none of something.
  synchronized void none(String what, Collection<?> found) {
    measured.add("%,d %s".formatted(found.size(), what));
    if (!found.isEmpty()) {
      broken.add(
          "%,d %s: %s"
              .formatted(
                  found.size(),
                  what,
                  String.join("; ", found.stream().limit(QUOTED).map(String::valueOf).toList())));
    }
  }

  /// The short form is lenient: a broken promise takes minutes there, or for ever.
  void atMost(Duration limit, Duration took, String what) {
    Duration allowed = dose.of(limit.multipliedBy(SLACK), limit);
    check(took.compareTo(allowed) <= 0, what + " " + inWords(took));
  }

  synchronized boolean hold() {
    return broken.isEmpty();
  }

  synchronized String measured() {
    return String.join("; ", measured);
  }

  synchronized String broken() {
    return String.join("; ", broken);
  }

  static String inWords(Duration time) {
    return time.toMillis() < 1_000
        ? time.toMillis() + " ms"
        : "%.1f s".formatted(time.toMillis() / 1_000.0);
  }
}
