package io.parley.testing;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Waits for a condition instead of sleeping.
///
/// ```java
/// Await.until("the message is archived", () -> archive.contains(id));
/// var reply = Await.within(Duration.ofSeconds(5)).value("a reply", () -> room.lastReply());
/// ```
///
/// A condition that throws is one that does not hold yet; if it never does, the last exception is
/// the cause of the failure.
public final class Await {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration PAUSE = Duration.ofMillis(10);

  private final Duration patience;

  private Await(Duration patience) {
    this.patience = patience;
  }

  /// With another deadline than the usual 20 seconds.
  public static Await within(Duration patience) {
    return new Await(patience);
  }

  /// Waits 20 seconds at most. See [#check].
  public static void until(String what, Callable<Boolean> condition) {
    within(PATIENCE).check(what, condition);
  }

  /// @param what the condition in words: the failure reads "Waited 20 s in vain: what"
  public void check(String what, Callable<Boolean> condition) {
    var _ = value(what, () -> condition.call() ? Optional.of(true) : Optional.empty());
  }

  /// Waits until there is a value, and returns it.
  public <T> T value(String what, Callable<Optional<T>> source) {
    var deadline = System.nanoTime() + patience.toNanos();
    var failure = new AtomicReference<@Nullable Exception>();
    while (true) {
      var value = attempt(source, failure);
      if (value.isPresent()) {
        return value.get();
      }
      if (System.nanoTime() > deadline || Thread.currentThread().isInterrupted()) {
        throw new AssertionError("Waited %s in vain: %s".formatted(inWords(), what), failure.get());
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private static <T> Optional<T> attempt(
      Callable<Optional<T>> source, AtomicReference<@Nullable Exception> failure) {
    try {
      var value = source.call();
      failure.set(null);
      return value;
    } catch (Exception e) {
      failure.set(e);
      return Optional.empty();
    }
  }

  private String inWords() {
    return patience.toMillis() % 1000 == 0
        ? patience.toSeconds() + " s"
        : patience.toMillis() + " ms";
  }
}
