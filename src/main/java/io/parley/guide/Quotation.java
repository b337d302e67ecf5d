package io.parley.guide;

import io.parley.guide.Index.Query;
import io.parley.guide.Passage.Kind;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// Chooses what of a section is quoted: all of it if it is short, otherwise the passages with most
/// of the question in them, in the order of the page, with what they lean on.
final class Quotation {
  private final Section section;
  private final Index index;
  private final Query query;

  Quotation(Section section, Index index, Query query) {
    this.section = section;
    this.index = index;
    this.query = query;
  }

  /// At most about so many characters of Markdown; never empty.
  String markdown(int budget) {
    List<Passage> passages = section.passages();
    int whole = passages.stream().mapToInt(passage -> passage.markdown().length()).sum();
    List<Passage> chosen = whole <= budget ? passages : best(budget);
    return Links.inProductAll(section.page(), join(chosen));
  }

  private List<Passage> best(int budget) {
    List<Passage> passages = section.passages();
    Set<Integer> chosen = new TreeSet<>();
    int used = 0;
    List<Integer> ranked =
        IntStream.range(0, passages.size())
            .boxed()
            .sorted(Comparator.comparingDouble((Integer at) -> -score(passages.get(at))))
            .toList();
    double least = score(passages.get(ranked.getFirst())) / 2;
    for (int at : ranked) {
      if (!chosen.isEmpty() && (used >= budget || score(passages.get(at)) < least)) {
        break;
      }
      used += take(at, chosen);
    }
    return chosen.stream().map(passages::get).toList();
  }

  /// Takes a passage, what announces it, and what it announces.
  private int take(int at, Set<Integer> chosen) {
    List<Passage> passages = section.passages();
    if (!chosen.add(at)) {
      return 0;
    }
    int length = passages.get(at).markdown().length();
    boolean announced = at > 0 && passages.get(at).leans() && passages.get(at - 1).announces();
    if (announced) {
      length += take(at - 1, chosen);
    }
    boolean announces = at + 1 < passages.size() && passages.get(at).announces();
    if (announces && passages.get(at + 1).kind() == Kind.CODE) {
      length += take(at + 1, chosen);
    }
    return length;
  }

  /// How much of the question is in a passage; a long one does not win by its length alone.
  private double score(Passage passage) {
    List<String> terms = Words.terms(passage.text());
    double score = 0;
    for (String term : new HashSet<>(terms)) {
      score += query.terms().getOrDefault(term, 0.0) * index.rarity(term);
    }
    boolean defines =
        !query.asked().isEmpty()
            && Set.copyOf(Words.terms(passage.subject())).equals(query.asked());
    return (defines ? 2 * score : score) / (1 + terms.size() / 200.0);
  }

  /// Rows of one table stand under their head again, items of a list close together.
  private static String join(List<Passage> passages) {
    StringBuilder markdown = new StringBuilder();
    Passage before = new Passage(Kind.PARAGRAPH, "", "", "");
    for (Passage passage : passages) {
      boolean continues =
          passage.kind() == before.kind()
              && (passage.kind() == Kind.ITEM
                  || (passage.kind() == Kind.ROW && passage.head().equals(before.head())));
      markdown.append(markdown.isEmpty() ? "" : continues ? "\n" : "\n\n");
      if (passage.kind() == Kind.ROW && !continues) {
        markdown.append(passage.head()).append("\n");
      }
      markdown.append(passage.markdown());
      before = passage;
    }
    return markdown.toString();
  }
}
