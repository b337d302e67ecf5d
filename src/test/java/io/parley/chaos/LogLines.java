package io.parley.chaos;

import io.parley.testing.ParleyNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a node has written into its log since a moment, by kinds: lines of the same logger with the
/// same message id, or with the same beginning, are of one kind.
///
/// The line that each posted message has is not among them.
final class LogLines {
  private static final String VARYING = "[0-9a-f]{8}-[0-9a-f-]{27}|\\d+";
  private static final String PREFIX = "^\\[[^]]*] \\p{XDigit}{8} ";
  private static final Pattern CODE = Pattern.compile("\\S+ \\w [A-Z]{3,10}\\d{3,6}[A-Z]?(?=:)");
  private static final Pattern POSTED = Pattern.compile("Posting +I message \\S+ posted");
  private static final int KIND_LENGTH = 90;

  private final List<String> lines;
  private final Map<String, Integer> kinds = new TreeMap<>();
  private int traces;

  LogLines(String text) {
    lines = text.lines().filter(line -> !POSTED.matcher(line).find()).toList();
    for (String line : lines) {
      if (line.startsWith("\tat ")) {
        traces++;
      } else if (line.startsWith("[")) {
        kinds.merge(kind(line), 1, Integer::sum);
      }
    }
  }

  /// @param from the size of the log in bytes at that moment
  static LogLines of(ParleyNode node, long from) {
    try {
      byte[] all = Files.readAllBytes(node.log());
      int begin = (int) Math.min(from, all.length);
      return new LogLines(new String(all, begin, all.length - begin, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String kind(String line) {
    String plain = line.replaceFirst(PREFIX, "").replaceAll(" +", " ");
    Matcher code = CODE.matcher(plain);
    if (code.find()) {
      return code.group();
    }
    String kind = plain.replaceAll(VARYING, "N");
    return kind.substring(0, Math.min(KIND_LENGTH, kind.length()));
  }

  int count() {
    return lines.size();
  }

  int kinds() {
    return kinds.size();
  }

  /// Lines of stack traces.
  int traces() {
    return traces;
  }

  boolean hold(Secrets secrets) {
    return lines.stream().anyMatch(secrets::areIn);
  }

  /// The most frequent kinds, with their numbers.
  List<String> loudest(int most) {
    List<Map.Entry<String, Integer>> all = new ArrayList<>(kinds.entrySet());
    all.sort(Map.Entry.comparingByValue(Comparator.reverseOrder()));
    return all.stream()
        .limit(most)
        .map(entry -> "%,d × %s".formatted(entry.getValue(), entry.getKey()))
        .toList();
  }
}
