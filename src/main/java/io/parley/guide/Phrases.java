package io.parley.guide;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What people say when they ask for a section: its heading, and the questions noted beside it.
/// Tells how like a question is to them: the cosine of their words and pairs of neighbouring words,
/// each weighed by how few sections have it. Small words count as well: "the model does not answer"
/// and "which model answers" differ in nothing else.
final class Phrases {
  /// What a pair of words counts beside a word, and a word of the question before.
  private static final double PAIR = 0.5;

  private static final double BEFORE = 0.5;

  private final List<List<Map<String, Double>>> sections = new ArrayList<>();
  private final Map<String, Integer> found = new HashMap<>();
  private final int count;

  Phrases(List<Section> all) {
    count = all.size();
    List<List<Set<String>>> features = new ArrayList<>();
    for (Section section : all) {
      List<Set<String>> phrases = new ArrayList<>();
      phrases.add(features(Tokenizer.all(section.heading())));
      section.asked().forEach(question -> phrases.add(features(Tokenizer.all(question))));
      features.add(phrases);
      Set<String> own = new HashSet<>();
      phrases.forEach(own::addAll);
      own.forEach(feature -> found.merge(feature, 1, Integer::sum));
    }
    for (List<Set<String>> phrases : features) {
      sections.add(phrases.stream().map(this::vector).toList());
    }
  }

  /// @param words of the question, as they were meant
  /// @param before those of the question before, if this one leans on it
  /// @return for each section, how like its most similar phrase is, from 0 to 1
  double[] likeness(List<String> words, List<String> before) {
    Map<String, Double> weights = new HashMap<>();
    features(words).forEach(feature -> weights.put(feature, weight(feature)));
    for (String feature : features(before.stream().filter(Tokenizer::tells).toList())) {
      weights.putIfAbsent(feature, BEFORE * weight(feature));
    }
    Map<String, Double> asked = normal(weights);
    double[] likeness = new double[sections.size()];
    for (int at = 0; at < likeness.length; at++) {
      for (Map<String, Double> phrase : sections.get(at)) {
        likeness[at] = Math.max(likeness[at], product(asked, phrase));
      }
    }
    return likeness;
  }

  private static Set<String> features(List<String> words) {
    Set<String> features = new HashSet<>();
    String last = "";
    for (String word : words) {
      String stem = Stemmer.of(word);
      features.add(stem);
      if (!last.isEmpty()) {
        features.add(last + " " + stem);
      }
      last = stem;
    }
    return features;
  }

  private Map<String, Double> vector(Set<String> features) {
    Map<String, Double> weights = new HashMap<>();
    features.forEach(feature -> weights.put(feature, weight(feature)));
    return normal(weights);
  }

  private double weight(String feature) {
    double rarity = Math.log(1 + count / (1.0 + found.getOrDefault(feature, 0)));
    return feature.indexOf(' ') < 0 ? rarity : PAIR * rarity;
  }

  private static Map<String, Double> normal(Map<String, Double> weights) {
    double length = Math.sqrt(weights.values().stream().mapToDouble(w -> w * w).sum());
    weights.replaceAll((_, weight) -> length == 0 ? 0 : weight / length);
    return Map.copyOf(weights);
  }

  private static double product(Map<String, Double> one, Map<String, Double> other) {
    double sum = 0;
    for (var feature : one.entrySet()) {
      sum += feature.getValue() * other.getOrDefault(feature.getKey(), 0.0);
    }
    return sum;
  }
}
