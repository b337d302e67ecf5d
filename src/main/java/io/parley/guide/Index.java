package io.parley.guide;

import io.parley.guide.Query.Wish;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Ranks sections for a question by BM25F: the page's title, the section's heading, its first
/// passage and its text are fields of one score (Robertson, Zaragoza, Taylor, "Simple BM25
/// extension to multiple weighted fields", 2004). Users' pages come before the others, unless the
/// question is about the inside. A page that the question names comes first.
final class Index {
  private static final double SATURATION = 1.2;
  private static final double TITLE = 1.5;
  private static final double HEADING = 3;
  private static final double LEAD = 1.2;
  private static final double LENGTH = 0.5;

  /// What a page of the reference counts beside one of the user's guide.
  private static final double REFERENCE = 0.35;

  private static final double REFERENCE_INSIDE = 1.2;
  private static final double REFERENCE_NAMED = 0.95;

  /// Of a section's score, what it keeps if its terms are scattered over many passages.
  private static final double SCATTERED = 0.5;

  /// How much it is worth that a question names a page.
  private static final double NAMED = 1.0;

  /// The same if the question is nothing but the name.
  private static final double ONLY_NAMED = 3;

  /// How much it is worth that the heading asks what the question asks.
  private static final double HEADED = 1;

  /// How much it is worth that the question is like those noted beside the section, and what a word
  /// counts that they have.
  private static final double ALIKE = 2.5;

  private static final double ASKED = 0.3;

  /// Of a question, how much a section has that has the rest of it only among what people ask.
  private static final double ASKED_COVERS = 0.75;

  /// How rare a word may count that the handbook does not have: a single one does not make a
  /// question a foreign one.
  private static final double UNKNOWN = 2;

  /// What a word that is only near one of the handbook counts there.
  private static final double MISTYPED = 0.6;

  /// @param coverage how much of the question is in the section, from 0 to 1: its terms' weight by
  ///   how rare they are
  record Hit(Section section, double score, double coverage) {}

  private record Entry(
      Section section,
      boolean forUsers,
      List<Set<String>> passages,
      Set<Set<String>> subjects,
      Set<Set<String>> names,
      Map<String, Integer> title,
      Map<String, Integer> heading,
      Map<String, Integer> lead,
      Map<String, Integer> body,
      Map<String, Integer> asked,
      int length) {}

  private final List<Entry> entries;
  private final Phrases phrases;
  private final Map<String, Integer> found = new HashMap<>();
  private final Map<String, Integer> words = new HashMap<>();
  private final double meanLength;

  Index(List<Section> sections) {
    entries = sections.stream().map(Index::entry).toList();
    phrases = new Phrases(sections);
    for (Entry entry : entries) {
      Set<String> terms = new HashSet<>(entry.heading.keySet());
      terms.addAll(entry.body.keySet());
      terms.addAll(entry.asked.keySet());
      terms.forEach(term -> found.merge(term, 1, Integer::sum));
      Section section = entry.section;
      String text =
          section.passages().stream().map(Passage::text).collect(Collectors.joining("\n"));
      String asked = String.join("\n", section.asked());
      for (String word : Tokenizer.all(section.title() + "\n" + text + "\n" + asked)) {
        words.merge(word, 1, Integer::sum);
      }
    }
    meanLength = entries.stream().mapToInt(Entry::length).average().orElse(1);
  }

  /// The words of the handbook, and how often each occurs.
  Map<String, Integer> words() {
    return Map.copyOf(words);
  }

  /// Sections with anything in common with the question, best first.
  List<Hit> search(Query query) {
    double[] likeness = phrases.likeness(query.words(), query.before());
    return IntStream.range(0, entries.size())
        .mapToObj(at -> hit(entries.get(at), query, likeness[at]))
        .filter(hit -> hit.score > 0)
        .sorted(Comparator.comparingDouble(Hit::score).reversed())
        .toList();
  }

  /// How rare a term is; one that the handbook does not have is the rarest.
  double rarity(String term) {
    int in = found.getOrDefault(term, 0);
    return Math.log(1 + (entries.size() - in + 0.5) / (in + 0.5));
  }

  private Hit hit(Entry entry, Query query, double likeness) {
    double alike = ALIKE * likeness * query.asked().stream().mapToDouble(this::bounded).sum();
    double coverage = coverage(query, entry.body::containsKey, entry);
    double withAsked =
        coverage(
            query, term -> entry.body.containsKey(term) || entry.asked.containsKey(term), entry);
    double together =
        entry.passages.stream()
            .mapToDouble(passage -> coverage(query, passage::contains, entry))
            .max()
            .orElse(0);
    double score = 0;
    for (Wish wish : query.wishes()) {
      double most = 0;
      for (var term : wish.terms().entrySet()) {
        double frequency = frequency(entry, term.getKey(), wish.before());
        most =
            Math.max(
                most,
                term.getValue() * rarity(term.getKey()) * frequency / (SATURATION + frequency));
      }
      score += most;
    }
    double cohesion = SCATTERED + (1 - SCATTERED) * (coverage == 0 ? 1 : together / coverage);
    double prior =
        entry.forUsers
            ? 1
            : query.inside()
                ? REFERENCE_INSIDE
                : entry.names.contains(query.asked()) ? REFERENCE_NAMED : REFERENCE;
    return new Hit(
        entry.section,
        prior
            * cohesion
            * (score + defined(entry, query) + named(entry, query) + headed(entry, query) + alike),
        Math.max(coverage, ASKED_COVERS * withAsked));
  }

  /// "What is a draft?" is best answered by what begins with "Draft".
  private double defined(Entry entry, Query query) {
    return !query.asked().isEmpty() && entry.subjects.contains(query.asked())
        ? query.asked().stream().mapToDouble(this::rarity).sum()
        : 0;
  }

  /// A name of the page that is all in the question counts by how much of the question it is.
  private double named(Entry entry, Query query) {
    double all = query.asked().stream().mapToDouble(this::bounded).sum();
    return entry.names.stream()
        .filter(name -> query.asked().containsAll(name))
        .mapToDouble(name -> {
          double weight = name.stream().mapToDouble(this::bounded).sum();
          return (name.equals(query.asked()) ? ONLY_NAMED : NAMED) * weight * weight / all;
        })
        .max()
        .orElse(0);
  }

  /// Dice's coefficient of the question and the heading, in what each term weighs.
  private double headed(Entry entry, Query query) {
    double asked = 0;
    double common = 0;
    for (Wish wish : query.wishes()) {
      double weight = wish.before() ? 0 : bounded(wish.terms().keySet().iterator().next());
      asked += weight;
      Optional<String> there =
          wish.terms().keySet().stream().filter(entry.heading::containsKey).findFirst();
      if (there.isPresent()) {
        common += weight * wish.terms().getOrDefault(there.get(), 0.0);
      }
    }
    double heading = entry.heading.keySet().stream().mapToDouble(this::bounded).sum();
    return asked + heading == 0 ? 0 : HEADED * common * 2 * common / (asked + heading);
  }

  private double bounded(String term) {
    return Math.min(2 * UNKNOWN, rarity(term));
  }

  /// What was asked before does not choose the page.
  private double frequency(Entry entry, String term, boolean before) {
    double lengthened = 1 - LENGTH + LENGTH * entry.length / meanLength;
    return (before ? 0 : TITLE) * entry.title.getOrDefault(term, 0)
        + (before ? 1 : HEADING) * entry.heading.getOrDefault(term, 0)
        + LEAD * entry.lead.getOrDefault(term, 0)
        + ASKED * entry.asked.getOrDefault(term, 0)
        + entry.body.getOrDefault(term, 0) / lengthened;
  }

  /// A section's headings count for each of its passages.
  private double coverage(Query query, Predicate<String> in, Entry entry) {
    double all = 0;
    double here = 0;
    for (Wish wish : query.wishes()) {
      String term = wish.terms().keySet().iterator().next();
      double weight = wish.terms().getOrDefault(term, 0.0) * Math.min(UNKNOWN, rarity(term));
      boolean present =
          wish.terms().keySet().stream()
              .anyMatch(one ->
                  in.test(one) || entry.heading.containsKey(one) || entry.title.containsKey(one));
      all += query.asked().contains(term) ? weight : 0;
      here += present ? (wish.mistyped() ? MISTYPED * weight : weight) : 0;
    }
    return all == 0 ? 0 : Math.min(1, here / all);
  }

  private static Entry entry(Section section) {
    List<List<String>> passages =
        section.passages().stream().map(passage -> Tokenizer.terms(passage.text())).toList();
    List<String> body = passages.stream().flatMap(List::stream).toList();
    List<String> title = Tokenizer.terms(section.pageTitle());
    String file = section.page().replaceFirst(".*/", "").replaceFirst("\\.md$", "");
    Set<Set<String>> names = new LinkedHashSet<>();
    names.add(Set.copyOf(title));
    names.add(Set.copyOf(Tokenizer.terms(file.replace('-', ' '))));
    names.remove(Set.<String>of());
    boolean opening = section.heading().equals(section.pageTitle());
    return new Entry(
        section,
        section.isForUsers(),
        passages.stream().map(Set::copyOf).toList(),
        section.passages().stream()
            .map(passage -> Set.copyOf(Tokenizer.terms(passage.subject())))
            .collect(Collectors.toSet()),
        names,
        count(title),
        count(opening ? List.of() : Tokenizer.terms(section.heading())),
        count(passages.getFirst()),
        count(body),
        count(Tokenizer.terms(String.join("\n", section.asked()))),
        body.size());
  }

  private static Map<String, Integer> count(List<String> terms) {
    Map<String, Integer> counts = new HashMap<>();
    terms.forEach(term -> counts.merge(term, 1, Integer::sum));
    return counts;
  }
}
