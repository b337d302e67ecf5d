package io.parley.search;

import java.time.Duration;

/// How far a search looks at a time, and when it has looked for long enough: windows begin small
/// and grow to where the hits that are still missing should be, by how many there were so far, but
/// not further than it gets in the time that is left, by how long it took so far.
final class SearchPace {
  private static final long FIRST = 512;
  private static final long MAX_GROWTH = 8;
  private static final double MARGIN = 1.3;

  /// A search with some hits in hand does not go on after this.
  private static final Duration ENOUGH = Duration.ofMillis(15);

  private static final int SOME = 20;

  /// No search goes on after this.
  private static final Duration TOO_LONG = Duration.ofMillis(35);

  private final int wanted;
  private final boolean patient;
  private long looked;
  private long next;

  /// @param wanted so many hits
  /// @param patient if it has to look to the end, because it did before
  SearchPace(int wanted, boolean patient) {
    this.wanted = wanted;
    this.patient = patient;
    this.next = FIRST;
  }

  /// Begins with a window of at least so many entries.
  SearchPace from(long length) {
    next = Math.max(next, length);
    return this;
  }

  long next() {
    return next;
  }

  /// After a window.
  ///
  /// @param hits in all windows so far
  /// @param spent since it began
  void looked(long entries, int hits, Duration spent) {
    looked += entries;
    long most = looked * MAX_GROWTH;
    next = hits == 0 ? most : Math.min(most, missing(hits));
    if (!patient) {
      next = Math.min(next, Math.max(FIRST, withinReach(hits, spent)));
    }
  }

  /// How many entries can be looked at before this search is over.
  private long withinReach(int hits, Duration spent) {
    double left = limit(hits).toNanos() - spent.toNanos();
    return (long) (looked * left / Math.max(1, spent.toNanos()));
  }

  private static Duration limit(int hits) {
    return hits >= SOME ? ENOUGH : TOO_LONG;
  }

  private long missing(int hits) {
    return Math.max(FIRST, (long) (MARGIN * (wanted - hits) * looked / hits));
  }

  /// @param hits so far
  /// @param spent since it began
  boolean isOver(int hits, Duration spent) {
    if (hits >= wanted) {
      return true;
    }
    return !patient && spent.compareTo(limit(hits)) > 0;
  }
}
