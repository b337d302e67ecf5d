package io.parley.start;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A part of the build that takes long enough for somebody to wonder.
///
/// @param what such as `Building`
/// @param text such as `the server`
record Step(String what, String text) {
  /// Such as `[INFO] --- compiler:3.15.0:compile (default-compile) @ parley ---`.
  private static final Pattern GOAL =
      Pattern.compile("\\[INFO\\] --- ([a-z-]+):[^:]+:([A-Za-z-]+) \\([^)]*\\) @ .*");

  /// How the launcher says what it does while Maven runs it: `Parley: Installing nginx`.
  private static final Pattern SAID = Pattern.compile("Parley: (\\w+) (.*)");

  private static final Map<String, Step> GOALS =
      Map.of(
          "compiler:compile", new Step("Building", "the server"),
          "compiler:testCompile", new Step("Building", "the launcher and the tests"),
          "exec:java", new Step("Checking", "the data directory, the disk and the port"),
          "liberty:create", new Step("Building", "Open Liberty"),
          "liberty:deploy", new Step("Building", "Open Liberty with Parley in it"));

  /// The step that begins with this line of Maven's.
  static Optional<Step> begunBy(String line) {
    Matcher said = SAID.matcher(line);
    if (said.matches()) {
      return Optional.of(new Step(said.group(1), said.group(2)));
    }
    Matcher goal = GOAL.matcher(line);
    return goal.matches()
        ? Optional.ofNullable(GOALS.get(goal.group(1) + ":" + goal.group(2)))
        : Optional.empty();
  }
}
