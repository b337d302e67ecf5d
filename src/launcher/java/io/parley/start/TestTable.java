package io.parley.start;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/// The tests of a build in a few lines: kinds, numbers and times, the slowest ones, and those that
/// failed.
final class TestTable {
  private static final int SLOWEST = 5;
  private static final int FAILURES = 20;
  private static final int LONGEST = 150;

  private final List<TestReports.Suite> suites;

  TestTable(List<TestReports.Suite> suites) {
    this.suites = List.copyOf(suites);
  }

  /// In the order in which they run.
  private enum Kind {
    UNIT("unit"),
    INTEGRATION("integration"),
    JAVASCRIPT("JavaScript"),
    BROWSER("browser");

    private static final Set<String> OF_JAVASCRIPT = Set.of("FrontEndModulesIT", "OpenAiNodeIT");

    private final String title;

    Kind(String title) {
      this.title = title;
    }

    static Kind of(TestReports.Suite suite) {
      var name = simple(suite.name());
      if (OF_JAVASCRIPT.contains(name)) {
        return JAVASCRIPT;
      }
      return name.endsWith("E2E") ? BROWSER : name.endsWith("IT") ? INTEGRATION : UNIT;
    }
  }

  private record Test(String suite, TestReports.Case test) {
    @Override
    public String toString() {
      return simple(suite) + "." + test.name();
    }
  }

  /// Nothing if there were no tests.
  List<String> lines() {
    if (suites.isEmpty()) {
      return List.of();
    }
    var lines = new ArrayList<>(List.of("", "Tests            number       time"));
    for (var kind : Kind.values()) {
      var some = suites.stream().filter(suite -> Kind.of(suite) == kind).toList();
      if (!some.isEmpty()) {
        lines.add(row(kind.title, some));
      }
    }
    lines.add(row("total", suites));
    lines.add("");
    lines.add("The slowest");
    tests()
        .sorted(Comparator.comparing((Test it) -> it.test().time()).reversed())
        .limit(SLOWEST)
        .forEach(it -> lines.add(slow(it)));
    addFailures(lines);
    return lines;
  }

  private void addFailures(List<String> lines) {
    var failed = tests().filter(it -> it.test().failure().isPresent()).toList();
    if (failed.isEmpty()) {
      return;
    }
    lines.add("");
    lines.add("Failed: %d".formatted(failed.size()));
    for (var it : failed.subList(0, Math.min(FAILURES, failed.size()))) {
      lines.add(cut("  %s: %s".formatted(it, it.test().failure().orElse(""))));
    }
    if (failed.size() > FAILURES) {
      lines.add("  and %d more".formatted(failed.size() - FAILURES));
    }
  }

  private Stream<Test> tests() {
    return suites.stream()
        .flatMap(suite -> suite.cases().stream().map(test -> new Test(suite.name(), test)));
  }

  private static String row(String title, List<TestReports.Suite> some) {
    int number = some.stream().mapToInt(suite -> suite.cases().size()).sum();
    return String.format(
        Locale.ROOT, "%-15s  %,6d  %9s", title, number, Screen.time(timeDuring(some)));
  }

  private static String slow(Test it) {
    return cut(
        String.format(Locale.ROOT, "  %6.1f s  %s", it.test().time().toMillis() / 1000.0, it));
  }

  /// As somebody waits for them: unit tests run beside each other.
  private static Duration timeDuring(List<TestReports.Suite> some) {
    var time = Duration.ZERO;
    var until = Instant.MIN;
    for (var suite :
        some.stream().sorted(Comparator.comparing(TestReports.Suite::begin)).toList()) {
      var begin = suite.begin().isAfter(until) ? suite.begin() : until;
      if (suite.end().isAfter(begin)) {
        time = time.plus(Duration.between(begin, suite.end()));
        until = suite.end();
      }
    }
    return time;
  }

  private static String simple(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  private static String cut(String line) {
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 3) + "...";
  }
}
