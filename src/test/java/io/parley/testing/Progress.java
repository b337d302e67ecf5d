package io.parley.testing;

import java.time.Duration;
import java.util.function.Supplier;

/// Says what takes its time while it does: a silent build looks like one that hangs.
public final class Progress {
  private Progress() {}

  public static void say(String sentence) {
    System.out.println("[TEST BED] " + sentence);
  }

  public static <T> T timed(String what, Supplier<T> start) {
    say("starting " + what);
    var begin = System.nanoTime();
    var started = start.get();
    var took = Duration.ofNanos(System.nanoTime() - begin);
    say("ready after %.1f s: %s".formatted(took.toMillis() / 1000.0, what));
    return started;
  }
}
