package io.parley.launcher;

import java.util.Locale;

/// Seconds since it was started, for people.
final class Stopwatch {
  private final long start = System.nanoTime();

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - start) / 1e9);
  }
}
