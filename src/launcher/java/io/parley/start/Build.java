package io.parley.start;

import java.time.Duration;

/// The build as it goes on: reads what Maven says, and shows what matters.
final class Build {
  private static final String FETCHING = "Fetching";
  private static final int BAR = 20;

  /// After so long without a file, the screen shows what Maven does.
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /// Without a terminal there is a line for so much.
  private static final int MEGABYTES_PER_LINE = 50;

  private final Screen screen;
  private final Cause cause;
  private final int expected;
  private final Fetched fetched = new Fetched();
  private final long start = System.nanoTime();
  private Step step = new Step("Building", "with Maven");
  private int megabytesShown;
  private long lastFetched = start;

  /// @param expected about how many megabytes will be fetched; 0 if nobody knows
  Build(Screen screen, String project, int expected) {
    this.screen = screen;
    this.cause = new Cause(project);
    this.expected = expected;
  }

  void begin() {
    screen.doing(step.what(), step.text());
  }

  /// Called every now and then.
  synchronized void tick() {
    if (screen.terminal().live() && System.nanoTime() - lastFetched > PAUSE.toNanos()) {
      screen.doing(step.what(), step.text());
    }
  }

  /// Whether the line belongs in the log.
  synchronized boolean read(String line) {
    if (fetched.read(line)) {
      lastFetched = System.nanoTime();
      showFetched();
      return !line.startsWith("Progress (");
    }
    cause.read(line);
    Step.begunBy(line)
        .ifPresent(begun -> {
          step = begun;
          screen.doing(step.what(), step.text());
        });
    return true;
  }

  synchronized void end(int status, String log) {
    if (status != 0) {
      screen.failure("The build failed", cause.text(), log);
      return;
    }
    if (fetched.megabytes() > 0) {
      screen.done("Fetched", fetched.megabytes() + " MB");
    }
    var time = Duration.ofNanos(System.nanoTime() - start);
    screen.done("Built", "Parley in " + Screen.time(time));
  }

  private void showFetched() {
    int megabytes = fetched.megabytes();
    boolean live = screen.terminal().live();
    if (live || megabytes / MEGABYTES_PER_LINE > megabytesShown / MEGABYTES_PER_LINE) {
      megabytesShown = megabytes;
      screen.doing(FETCHING, live ? bar(megabytes) + amount(megabytes) : amount(megabytes));
    }
  }

  private String amount(int megabytes) {
    return isExpected(megabytes)
        ? "%d of about %d MB".formatted(megabytes, expected)
        : "%d MB".formatted(megabytes);
  }

  private String bar(int megabytes) {
    if (!isExpected(megabytes)) {
      return "";
    }
    int full = megabytes * BAR / expected;
    return screen.terminal().unicode()
        ? "█".repeat(full) + "░".repeat(BAR - full) + "  "
        : "[" + "#".repeat(full) + ".".repeat(BAR - full) + "]  ";
  }

  /// If more is fetched than was expected, nobody knows how much it will be.
  private boolean isExpected(int megabytes) {
    return expected > 0 && megabytes <= expected;
  }
}
