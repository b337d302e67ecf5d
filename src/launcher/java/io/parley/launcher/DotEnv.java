package io.parley.launcher;

import io.parley.services.ServicesException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A file of settings beside the code, `.env`, that is never committed: `NAME=value`, one on a
/// line, perhaps with `export` before it and quotes around the value; `#` begins a comment. What
/// the environment says goes before it.
final class DotEnv {
  private static final Pattern SETTING =
      Pattern.compile("(?:export\\s+)?([A-Za-z_][A-Za-z0-9_]*)\\s*=\\s*(.*)");
  private static final Pattern QUOTED =
      Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"\\s*(?:#.*)?|'([^']*)'\\s*(?:#.*)?");

  private DotEnv() {}

  /// All of the environment, and what the file adds to it.
  static Map<String, String> with(Path file, Map<String, String> environment) {
    var all = read(file);
    all.putAll(environment);
    return Map.copyOf(all);
  }

  private static Map<String, String> read(Path file) {
    var settings = new HashMap<String, String>();
    if (!Files.isRegularFile(file)) {
      return settings;
    }
    try {
      int number = 0;
      for (var line : Files.readAllLines(file)) {
        number++;
        read(file, number, line.strip(), settings);
      }
      return settings;
    } catch (IOException e) {
      throw new ServicesException("%s cannot be read".formatted(file), e);
    }
  }

  /// A line that is wrong is not repeated: it may hold a key.
  private static void read(Path file, int number, String line, Map<String, String> settings) {
    if (line.isEmpty() || line.startsWith("#")) {
      return;
    }
    Matcher setting = SETTING.matcher(line);
    if (!setting.matches()) {
      throw new ServicesException("%s, line %d is not NAME=value".formatted(file, number));
    }
    var value = value(setting.group(2));
    if (!value.isEmpty()) {
      settings.put(setting.group(1), value);
    }
  }

  private static String value(String text) {
    Matcher quoted = QUOTED.matcher(text);
    if (!quoted.matches()) {
      return text.replaceFirst("(^|\\s)#.*", "").strip();
    }
    return quoted.group(1) != null ? quoted.group(1).replaceAll("\\\\(.)", "$1") : quoted.group(2);
  }
}
