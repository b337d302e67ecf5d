package io.parley.log;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Something that fails until it works again: logged when it begins, when it has lasted for a while
/// and when it ends, and counted in between.
///
/// Its begin is no warning yet: on a busy machine a single attempt can fail that succeeds a moment
/// later.
final class Outage {
  private static final Logger LOG = System.getLogger(Outage.class.getName());

  /// Somebody has to know of what lasts longer.
  static final Duration PASSING = Duration.ofSeconds(5);

  private final String what;
  private final LongSupplier nanoTime;
  private final AtomicReference<@Nullable Failures> current = new AtomicReference<>();

  /// @param what a sentence's subject, such as `Appending to parley.log`
  Outage(String what) {
    this(what, System::nanoTime);
  }

  Outage(String what, LongSupplier nanoTime) {
    this.what = what;
    this.nanoTime = nanoTime;
  }

  void failed(Throwable cause) {
    long now = nanoTime.getAsLong();
    Failures before =
        current.getAndUpdate(
            failures -> failures == null ? new Failures(1, now, false) : failures.andOneAt(now));
    if (before == null) {
      LOG.log(Level.INFO, "{0} fails: {1}", new Object[] {what, cause});
    } else if (!before.warned() && before.lastsAt(now)) {
      long seconds = Duration.ofNanos(now - before.since()).toSeconds();
      LOG.log(Level.WARNING, "{0} has failed for {1} s: {2}", new Object[] {what, seconds, cause});
    }
  }

  void worked() {
    if (current.get() != null) {
      Failures failures = current.getAndSet(null);
      if (failures != null) {
        LOG.log(
            Level.INFO,
            "{0} works again, after {1} failures",
            new Object[] {what, failures.count()});
      }
    }
  }

  boolean isOn() {
    return current.get() != null;
  }

  /// @param since by `System.nanoTime`
  /// @param warned whether it has lasted so long that it has been said as a warning
  private record Failures(long count, long since, boolean warned) {
    Failures andOneAt(long now) {
      return new Failures(count + 1, since, warned || lastsAt(now));
    }

    boolean lastsAt(long now) {
      return now - since >= PASSING.toNanos();
    }
  }
}
