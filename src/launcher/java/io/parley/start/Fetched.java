package io.parley.start;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Counts what Maven fetches, from what it says about that.
final class Fetched {
  private static final Pattern DONE =
      Pattern.compile("Downloaded from .* \\(([\\d.]+) ([kMG]?B)\\b.*");

  /// `Progress (2): 4.1/325 kB | 16 kB`, with names of files in between in some modes.
  private static final Pattern UNDER_WAY = Pattern.compile("([\\d.]+)(?:/[\\d.]+)? ([kMG]?B)");

  private static final Map<String, Integer> UNITS =
      Map.of("B", 1, "kB", 1_000, "MB", 1_000_000, "GB", 1_000_000_000);

  private double done;
  private double underWay;
  private int megabytes;

  /// Whether the line was about fetching.
  boolean read(String line) {
    if (line.startsWith("Progress (")) {
      double sum = 0;
      Matcher sizes = UNDER_WAY.matcher(line);
      while (sizes.find()) {
        sum += bytes(sizes);
      }
      underWay = sum;
      count();
      return true;
    }
    // in batch mode, Maven's logger writes these lines
    var text = line.replaceFirst("^\\[INFO\\] ", "");
    Matcher finished = DONE.matcher(text);
    if (finished.matches()) {
      done += bytes(finished);
      underWay = 0;
      count();
      return true;
    }
    return text.startsWith("Downloading from ");
  }

  /// Of all files, also those that are under way. Never becomes less.
  int megabytes() {
    return megabytes;
  }

  private void count() {
    megabytes = Math.max(megabytes, (int) Math.round((done + underWay) / 1_000_000));
  }

  private static double bytes(Matcher size) {
    return Double.parseDouble(size.group(1)) * UNITS.getOrDefault(size.group(2), 0);
  }
}
