package io.parley.chaos;

import io.parley.testing.Await;
import io.parley.testing.ParleyNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What must not grow in either node while strangers are at work.
final class Watch {
  private static final long MORE_MEGABYTES = 15;
  private static final long MORE_THREADS = 20;
  private static final long MOST_SERIES = 4_000;
  private static final long MORE_INCIDENTS = 500;

  /// Besides one line of each kind a minute.
  private static final long MORE_LINES = 200;

  /// Of what somebody was allowed to do, such as a message, its reply's beginning and its end.
  private static final long LINES_OF_AN_ACT = 3;

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private record Start(Signs signs, long pid) {}

  private final Map<ParleyNode, Start> before = new LinkedHashMap<>();
  private double connections;

  private Watch() {}

  static Watch begin(Cluster cluster) {
    Watch watch = new Watch();
    for (ParleyNode node : cluster.nodes()) {
      watch.before.put(node, new Start(Signs.of(node), node.pid()));
    }
    watch.connections = watch.connections();
    return watch;
  }

  /// @param acts what the strangers did, and were allowed to
  void judge(Findings findings, Secrets secrets, Duration time, long acts) {
    closed(findings);
    before.forEach((node, start) -> {
      findings.check(
          node.isAlive() && node.pid() == start.pid(),
          "the process of %s lives".formatted(node.name()));
      compare(node.name(), start.signs(), settled(node, start.signs()), findings);
      log(node, LogLines.of(node, start.signs().logBytes()), findings, secrets, time, acts);
    });
  }

  private static void compare(String name, Signs before, Signs now, Findings findings) {
    findings.check(
        now.megabytes() <= before.megabytes() + MORE_MEGABYTES,
        "%s: live heap %d MB before, %d MB afterwards, without recent events of %d MB and %d MB"
            .formatted(name, before.megabytes(), now.megabytes(), before.kept(), now.kept()));
    findings.check(
        now.threads() <= before.threads() + MORE_THREADS,
        "threads %d, %d".formatted(before.threads(), now.threads()));
    findings.check(
        now.series() <= MOST_SERIES,
        "series of metrics %,d, %,d".formatted(before.series(), now.series()));
    findings.check(
        now.incidents() <= before.incidents() + MORE_INCIDENTS,
        "incident files (FFDC) %d, %d".formatted(before.incidents(), now.incidents()));
  }

  private static void log(
      ParleyNode node,
      LogLines lines,
      Findings findings,
      Secrets secrets,
      Duration time,
      long acts) {
    lines.loudest(15).forEach(kind -> System.out.println("[CHAOS] " + node.name() + ": " + kind));
    long minutes = time.toMinutes() + 1;
    long allowed = MORE_LINES + lines.kinds() * minutes + LINES_OF_AN_ACT * acts;
    findings.check(
        lines.count() - lines.traces() <= allowed,
        "log of %,d lines of %,d kinds (at most %,d, with %,d calls that were allowed)"
            .formatted(lines.count() - lines.traces(), lines.kinds(), allowed, acts));
    findings.check(lines.traces() == 0, "%,d lines of stack traces".formatted(lines.traces()));
    findings.check(!lines.hold(secrets), "no private text in the log");
  }

  /// What requests have left to be done may still be on its way.
  private static Signs settled(ParleyNode node, Signs before) {
    try {
      return Await.within(PATIENCE)
          .value(
              "the heap is what it was",
              () ->
                  Optional.of(Signs.of(node))
                      .filter(now -> now.megabytes() <= before.megabytes() + MORE_MEGABYTES));
    } catch (AssertionError late) {
      return Signs.of(node);
    }
  }

  /// Of both nodes together: a bystander whose connection ends comes back to the other one.
  private void closed(Findings findings) {
    boolean closed;
    try {
      Await.within(Duration.ofSeconds(60))
          .check("the strangers' connections are closed", () -> connections() <= connections);
      closed = true;
    } catch (AssertionError late) {
      closed = false;
    }
    findings.check(closed, "connections %.0f before, %.0f".formatted(connections, connections()));
  }

  private double connections() {
    return before.keySet().stream()
        .mapToDouble(node -> new Vitals(node).metric("parley_realtime_connections"))
        .sum();
  }
}
