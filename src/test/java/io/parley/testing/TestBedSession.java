package io.parley.testing;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/// Ends the test bed in order when the last test has run. (Should this JVM be killed before that,
/// the guards of its children end them.)
public final class TestBedSession implements LauncherSessionListener {
  @Override
  public void launcherSessionClosed(LauncherSession session) {
    TestBed.close();
  }
}
