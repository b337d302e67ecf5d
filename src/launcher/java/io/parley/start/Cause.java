package io.parley.start;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Why a build failed, found in what Maven says.
final class Cause {
  private static final String ERROR = "[ERROR] ";
  private static final String WARNING = "[WARNING] ";
  private static final String WARNINGS_ARE_ERRORS = "warnings found and -Werror specified";
  private static final int LAST_LINES = 2;

  private static final Pattern NO_CAUSE =
      Pattern.compile(
          "\\s*|-+|COMPILATION ERROR.*|BUILD FAILURE.*|To see the full stack.*|Re-run Maven.*|For more information.*|"
              + "\\[Help 1\\].*|After correcting.*|.* -> \\[Help 1\\]\\s*|Failed to execute goal.*");

  private static final Pattern UNREACHABLE =
      Pattern.compile(
          ".*Could not transfer artifact (\\S+) from/to \\S+ \\(([^)]*)\\): (.*?)(?: -> .*)?");

  private static final Pattern OFFLINE =
      Pattern.compile(
          ".*Cannot access \\S+ \\(([^)]*)\\) in offline mode and the artifact (\\S+) .*");

  private static final Pattern GOAL =
      Pattern.compile(
          "Failed to execute goal \\S+ (?:\\(\\S+\\) )?(?:on project \\S+: )?(.*?)(?: -> .*)?");

  private final String project;
  private final Deque<String> last = new ArrayDeque<>();
  private Optional<String> known = Optional.empty();
  private Optional<String> first = Optional.empty();
  private Optional<String> goal = Optional.empty();
  private Optional<String> warning = Optional.empty();

  /// @param project its directory, which is left out of the names of files
  Cause(String project) {
    this.project = project + "/";
  }

  void read(String line) {
    if (!line.isBlank()) {
      last.addLast(line);
      if (last.size() > LAST_LINES) {
        last.removeFirst();
      }
    }
    if (line.contains("No space left on device")) {
      known = Optional.of("The disk is full. Free some space, then run the same command again.");
    }
    if (line.startsWith(WARNING) && line.contains(project) && warning.isEmpty()) {
      warning = Optional.of(line.substring(WARNING.length()).replace(project, ""));
    }
    if (line.startsWith(ERROR)) {
      readError(line.substring(ERROR.length()).replace(project, ""));
    }
  }

  private void readError(String text) {
    Matcher unreachable = UNREACHABLE.matcher(text);
    Matcher offline = OFFLINE.matcher(text);
    Matcher failed = GOAL.matcher(text);
    if (known.isEmpty() && unreachable.matches()) {
      known =
          Optional.of(
              "%s cannot be fetched from %s (%s). Run the same command again; what has been fetched is kept."
                  .formatted(unreachable.group(1), unreachable.group(2), unreachable.group(3)));
    } else if (known.isEmpty() && offline.matches()) {
      known =
          Optional.of(
              "%s has not been fetched yet. Run the command once without -o (--offline)."
                  .formatted(offline.group(2)));
    }
    if (goal.isEmpty() && failed.matches()) {
      goal = Optional.of(failed.group(1));
    }
    if (first.isEmpty() && !NO_CAUSE.matcher(text).matches()) {
      first =
          text.endsWith(WARNINGS_ARE_ERRORS)
              ? warning.or(() -> Optional.of(text))
              : Optional.of(text);
    }
  }

  /// One or two sentences; Maven's last lines if there is nothing better.
  String text() {
    return known.or(() -> first).or(() -> goal).orElse(String.join(" ", List.copyOf(last)));
  }
}
