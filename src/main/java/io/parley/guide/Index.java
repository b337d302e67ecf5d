package io.parley.guide;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Ranks sections for a question by BM25F: a section's headings and its text are two fields of one
/// score (Robertson, Zaragoza, Taylor, "Simple BM25 extension to multiple weighted fields", 2004).
final class Index {
  private static final double SATURATION = 1.2;
  private static final double HEADING_WEIGHT = 3;
  private static final double HEADING_LENGTH = 0.3;
  private static final double BODY_LENGTH = 0.75;

  /// README.md links to its pages in the order of how many look for them: each counts a little less
  /// than the one before.
  private static final double LATER_PAGE = 0.07;

  private static final double LAST_PAGE = 0.6;

  /// Of a section's score, what it keeps if its terms are scattered over many passages.
  private static final double SCATTERED = 0.4;

  /// How rare a word may count that the handbook does not have: a single one does not make a
  /// question a foreign one.
  private static final double UNKNOWN = 2;

  /// What a word of the same meaning counts, and one from the question before.
  private static final double OTHERWISE_WEIGHT = 0.7;

  private static final double BEFORE_WEIGHT = 0.6;

  /// @param coverage how much of the question is in the section, from 0 to 1: its terms' weight by
  ///   how rare they are
  record Hit(Section section, double score, double coverage) {}

  /// A question as terms with their weights.
  record Query(Map<String, Double> terms, Set<String> asked) {
    static Query of(String question) {
      return of(question, "");
    }

    /// @param before the question before, for what is left unsaid in a follow-up
    static Query of(String question, String before) {
      Map<String, Double> terms = new LinkedHashMap<>();
      List<String> asked = Words.terms(question);
      asked.forEach(term -> terms.put(term, 1.0));
      Words.otherTerms(question).forEach(term -> terms.putIfAbsent(term, OTHERWISE_WEIGHT));
      Words.terms(before).forEach(term -> terms.putIfAbsent(term, BEFORE_WEIGHT));
      return new Query(terms, Set.copyOf(asked));
    }
  }

  private record Entry(
      Section section,
      double prior,
      List<Set<String>> passages,
      Set<Set<String>> subjects,
      Map<String, Integer> heading,
      Map<String, Integer> body,
      int headingLength,
      int bodyLength) {}

  private final List<Entry> entries;
  private final Map<String, Integer> found = new HashMap<>();
  private final double headingMean;
  private final double bodyMean;

  Index(List<Section> sections) {
    List<String> pages = sections.stream().map(Section::page).distinct().toList();
    entries =
        sections.stream().map(section -> entry(section, pages.indexOf(section.page()))).toList();
    for (Entry entry : entries) {
      Set<String> terms = new HashSet<>(entry.heading.keySet());
      terms.addAll(entry.body.keySet());
      terms.forEach(term -> found.merge(term, 1, Integer::sum));
    }
    headingMean = entries.stream().mapToInt(Entry::headingLength).average().orElse(1);
    bodyMean = entries.stream().mapToInt(Entry::bodyLength).average().orElse(1);
  }

  /// Sections with anything in common with the question, best first.
  List<Hit> search(Query query) {
    return entries.stream()
        .map(entry -> hit(entry, query))
        .filter(hit -> hit.score > 0)
        .sorted(Comparator.comparingDouble(Hit::score).reversed())
        .toList();
  }

  /// How rare a term is; one that the handbook does not have is the rarest.
  double rarity(String term) {
    int in = found.getOrDefault(term, 0);
    return Math.log(1 + (entries.size() - in + 0.5) / (in + 0.5));
  }

  private Hit hit(Entry entry, Query query) {
    double coverage = coverage(query, entry.body::containsKey, entry);
    double together =
        entry.passages.stream()
            .mapToDouble(passage -> coverage(query, passage::contains, entry))
            .max()
            .orElse(0);
    double score = defines(entry, query) ? query.asked.stream().mapToDouble(this::rarity).sum() : 0;
    for (var term : query.terms.entrySet()) {
      double frequency = frequency(entry, term.getKey());
      score += term.getValue() * rarity(term.getKey()) * frequency / (SATURATION + frequency);
    }
    double scattered = coverage == 0 ? 1 : together / coverage;
    double cohesion = SCATTERED + (1 - SCATTERED) * scattered;
    return new Hit(entry.section, entry.prior * cohesion * score, coverage);
  }

  /// "What is a draft?" is best answered by what begins with "Draft".
  private static boolean defines(Entry entry, Query query) {
    return !query.asked.isEmpty() && entry.subjects.contains(query.asked);
  }

  private double frequency(Entry entry, String term) {
    return HEADING_WEIGHT
            * weigh(entry.heading, term, HEADING_LENGTH, entry.headingLength / headingMean)
        + weigh(entry.body, term, BODY_LENGTH, entry.bodyLength / bodyMean);
  }

  private static double weigh(
      Map<String, Integer> field, String term, double influence, double relativeLength) {
    return field.getOrDefault(term, 0) / (1 - influence + influence * relativeLength);
  }

  /// A section's heading counts for each of its passages.
  private double coverage(Query query, Predicate<String> in, Entry entry) {
    double all = 0;
    double here = 0;
    for (var term : query.terms.entrySet()) {
      double weight = term.getValue() * Math.min(UNKNOWN, rarity(term.getKey()));
      all += query.asked.contains(term.getKey()) ? weight : 0;
      boolean present = in.test(term.getKey()) || entry.heading.containsKey(term.getKey());
      here += present ? weight : 0;
    }
    return all == 0 ? 0 : Math.min(1, here / all);
  }

  private static Entry entry(Section section, int page) {
    List<String> heading = Words.terms(section.pageTitle() + " " + section.heading());
    List<List<String>> passages =
        section.passages().stream().map(passage -> Words.terms(passage.text())).toList();
    List<String> body = passages.stream().flatMap(List::stream).toList();
    return new Entry(
        section,
        Math.max(LAST_PAGE, 1 - LATER_PAGE * page),
        passages.stream().map(Set::copyOf).toList(),
        section.passages().stream()
            .map(passage -> Set.copyOf(Words.terms(passage.subject())))
            .collect(Collectors.toSet()),
        count(heading),
        count(body),
        heading.size(),
        body.size());
  }

  private static Map<String, Integer> count(List<String> terms) {
    Map<String, Integer> counts = new HashMap<>();
    terms.forEach(term -> counts.merge(term, 1, Integer::sum));
    return counts;
  }
}
