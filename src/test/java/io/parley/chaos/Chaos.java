package io.parley.chaos;

import io.parley.testing.TestBed;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/// Plays scenarios and writes what they measured into `docs/reliability.md`; `chaos/run` starts it.
///
/// ```
/// Chaos [--quick] [scenario …]
/// ```
///
/// Without names: all of them. `--quick` plays the short forms and writes nothing.
public final class Chaos {
  private static final Path TABLE = Path.of("docs", "reliability.md");

  private Chaos() {}

  public static void main(String[] arguments) throws IOException {
    List<String> wanted = new ArrayList<>(List.of(arguments));
    Dose dose = wanted.remove("--quick") ? Dose.QUICK : Dose.FULL;
    List<Scenario> scenarios =
        wanted.isEmpty() ? Scenarios.ALL : wanted.stream().map(Scenarios::named).toList();
    boolean all = true;
    try (Cluster cluster = Cluster.start(dose)) {
      for (Scenario scenario : scenarios) {
        Findings findings = play(scenario, cluster, dose);
        all &= findings.hold();
        if (dose == Dose.FULL) {
          new Report(TABLE).record(List.of(row(scenario, findings)));
        }
      }
    }
    TestBed.close();
    System.exit(all ? 0 : 1);
  }

  /// A scenario that breaks off does not hold, and the next one is played all the same.
  static Findings play(Scenario scenario, Cluster cluster, Dose dose) {
    say(scenario.name() + ": " + scenario.title());
    long began = System.nanoTime();
    Findings findings = new Findings(dose);
    try {
      cluster.heal();
      scenario.play(cluster, dose, findings);
    } catch (Exception | AssertionError e) {
      findings.check(false, "broke off: %s".formatted(e));
      say(trace(e));
    }
    say(
        "%s %s after %s: %s"
            .formatted(
                scenario.name(),
                findings.hold() ? "holds" : "DOES NOT HOLD (" + findings.broken() + ")",
                Findings.inWords(Duration.ofNanos(System.nanoTime() - began)),
                findings.measured()));
    return findings;
  }

  private static Report.Row row(Scenario scenario, Findings findings) {
    return new Report.Row(
        scenario.name(),
        scenario.title(),
        scenario.mustHold(),
        findings.measured(),
        findings.hold() ? "holds" : "**does not hold**: " + findings.broken(),
        LocalDate.now(ZoneOffset.UTC).toString());
  }

  private static String trace(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  private static void say(String sentence) {
    System.out.println("[CHAOS] " + sentence);
  }
}
