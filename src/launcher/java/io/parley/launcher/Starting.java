package io.parley.launcher;

import io.parley.start.Screen;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/// The parts of a start that somebody waits for. Thread-safe.
final class Starting {
  private final Screen screen;
  private final Stopwatch clock = new Stopwatch();
  private final Set<String> awaited = new LinkedHashSet<>();

  Starting(Screen screen, Collection<String> parts) {
    this.screen = screen;
    awaited.addAll(parts);
    show();
  }

  synchronized void started(String part) {
    awaited.remove(part);
    screen.done("Started", "%s after %s".formatted(part, clock));
    if (screen.terminal().live()) {
      show();
    }
  }

  private void show() {
    if (!awaited.isEmpty()) {
      screen.doing("Starting", String.join(", ", awaited));
    }
  }
}
