package io.parley.log;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicLong;

/// Something that fails until it works again: logged when it begins and when it ends, and counted
/// in between.
final class Outage {
  private static final Logger LOG = System.getLogger(Outage.class.getName());

  private final String what;
  private final AtomicLong failures = new AtomicLong();

  /// @param what a sentence's subject, such as `Appending to parley.log`
  Outage(String what) {
    this.what = what;
  }

  void failed(Throwable cause) {
    if (failures.getAndIncrement() == 0) {
      LOG.log(Level.WARNING, "{0} fails: {1}", new Object[] {what, cause});
    }
  }

  void worked() {
    if (failures.get() > 0) {
      long failed = failures.getAndSet(0);
      if (failed > 0) {
        LOG.log(Level.INFO, "{0} works again, after {1} failures", new Object[] {what, failed});
      }
    }
  }

  boolean isOn() {
    return failures.get() > 0;
  }
}
