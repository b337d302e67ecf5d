package io.parley.start;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/// Shows a start, line by line. In a terminal the last line shows what is going on; it is replaced
/// by the next one. Elsewhere there are only whole lines, without carriage returns or colours.
///
/// Thread-safe.
public final class Screen {
  private static final String INDENT = "  ";
  private static final int LABEL = 11;
  private static final Duration TICK = Duration.ofMillis(250);
  private static final String ERASE = "\r\033[K";

  private final PrintStream out;
  private final Terminal terminal;
  private final StringBuilder shown = new StringBuilder();
  private String label = "";
  private String activity = "";
  private long since;

  public Screen(PrintStream out, Terminal terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  public Terminal terminal() {
    return terminal;
  }

  /// A line that stays.
  public synchronized void line(String text) {
    erase();
    out.println(terminal.plain(text));
    draw();
  }

  /// What has been done, and stays: ` Built the server`.
  public synchronized void done(String what, String text) {
    activity = "";
    line(INDENT + padded(what) + text);
  }

  /// What is going on from now on. Without a terminal, this is a line.
  public synchronized void doing(String what, String text) {
    if (what.equals(label) && text.equals(activity)) {
      return;
    }
    label = what;
    activity = text;
    since = System.nanoTime();
    if (terminal.live()) {
      draw();
    } else {
      out.println(INDENT + padded(what) + terminal.plain(text));
      out.flush();
    }
  }

  /// Draws what is going on again, with the seconds that it has taken.
  public synchronized void refresh() {
    if (terminal.live() && !activity.isEmpty()) {
      draw();
    }
  }

  /// Draws what is going on again every now and then, as long as this JVM runs.
  public void refreshInBackground() {
    if (terminal.live()) {
      inBackground(this::refresh);
    }
  }

  /// Does something every now and then, as long as this JVM runs.
  static void inBackground(Runnable tick) {
    Thread.ofPlatform()
        .daemon()
        .name("screen")
        .start(() -> {
          while (true) {
            LockSupport.parkNanos(TICK.toNanos());
            tick.run();
          }
        });
  }

  /// Several lines that stay, in a frame if that fits.
  public synchronized void box(Box box) {
    activity = "";
    erase();
    box.lines(terminal).forEach(text -> out.println(INDENT + terminal.plain(text)));
    out.flush();
  }

  /// Why nothing more happens: the cause, in two lines at most, and where more about it is.
  public synchronized void failure(String what, String cause, String log) {
    activity = "";
    erase();
    var lines = Wrapped.of(terminal.plain(what + ": " + cause), terminal.columns() - 1, 2);
    lines.forEach(text -> out.println(terminal.red(text)));
    if (!log.isEmpty()) {
      out.println("Log: " + log);
    }
    out.flush();
  }

  /// Leaves nothing half drawn.
  public synchronized void close() {
    activity = "";
    erase();
    out.flush();
  }

  private void draw() {
    if (!terminal.live() || activity.isEmpty()) {
      out.flush();
      return;
    }
    var text = INDENT + padded(label) + terminal.plain(activity) + elapsed();
    // a line that is wrapped by the terminal could not be drawn over
    var cut = text.length() < terminal.columns() ? text : text.substring(0, terminal.columns() - 1);
    if (!cut.contentEquals(shown)) {
      out.print(ERASE + cut);
      shown.setLength(0);
      shown.append(cut);
    }
    out.flush();
  }

  private String elapsed() {
    long seconds = (System.nanoTime() - since) / 1_000_000_000;
    return seconds < 2 ? "" : INDENT + time(Duration.ofSeconds(seconds));
  }

  private void erase() {
    if (!shown.isEmpty()) {
      out.print(ERASE);
      shown.setLength(0);
    }
  }

  private static String padded(String text) {
    return String.format(Locale.ROOT, "%-" + LABEL + "s", text);
  }

  /// Such as `42 s` or `2 min 5 s`.
  public static String time(Duration time) {
    long seconds = Math.round(time.toMillis() / 1000.0);
    return seconds < 60 ? seconds + " s" : seconds / 60 + " min " + seconds % 60 + " s";
  }
}
