package io.parley.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.testing.ApiClient;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/// What a load was answered: what it asked for, a refusal as the documentation has it, or neither.
/// Safe for use by many threads.
final class Tally {
  private static final Set<Integer> REFUSALS = Set.of(408, 413, 429, 503);

  /// Refusals that say when to come back.
  private static final Set<Integer> LATER = Set.of(429);

  private static final int QUOTED = 160;

  private final Map<String, Integer> answers = new ConcurrentHashMap<>();
  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

  /// @return whether it is what was asked for
  boolean note(String what, ApiClient.Answer answer) {
    if (answer.status() < 300) {
      good(what);
      return true;
    }
    JsonNode v1 = answer.body().at("/error/code");
    String code = v1.isTextual() ? v1.asText() : answer.code();
    boolean says = !LATER.contains(answer.status()) || answer.header("Retry-After").isPresent();
    if (REFUSALS.contains(answer.status()) && !code.isEmpty() && says) {
      refused(what, answer.status() + " " + code);
    } else {
      wrong(what, answer.toString());
    }
    return false;
  }

  void good(String what) {
    answers.merge(what, 1, Integer::sum);
  }

  /// In a way that the documentation has.
  void refused(String what, String how) {
    answers.merge(what + ": " + how, 1, Integer::sum);
  }

  void wrong(String what, String answer) {
    wrong.add(what + ": " + answer.substring(0, Math.min(QUOTED, answer.length())));
  }

  /// What has had fewer answers than it should, whichever they were.
  List<String> rarer(Map<String, Integer> fewest) {
    return fewest.entrySet().stream()
        .filter(least -> answersTo(least.getKey()) < least.getValue())
        .map(least -> "%s: %d".formatted(least.getKey(), answersTo(least.getKey())))
        .sorted()
        .toList();
  }

  private int answersTo(String what) {
    return answers.entrySet().stream()
        .filter(answer -> answer.getKey().equals(what) || answer.getKey().startsWith(what + ": "))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  Map<String, Integer> answers() {
    return new TreeMap<>(answers);
  }

  List<String> wrong() {
    return List.copyOf(wrong);
  }
}
