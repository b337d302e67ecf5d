package io.parley.guide;

import io.parley.guide.Passage.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Chooses what of a section is said: all of it if it is short, otherwise the passages with most of
/// the question in them, in the order of the page, with what they lean on. It begins with a few
/// sentences that answer the question.
final class Quotation {
  private final Section section;
  private final Index index;
  private final Query query;

  Quotation(Section section, Index index, Query query) {
    this.section = section;
    this.index = index;
    this.query = query;
  }

  /// @param lead the first sentences, in one line of Markdown
  /// @param rest the other blocks of Markdown
  record Text(String lead, List<String> rest) {}

  /// @param leadLength characters of the first sentences, about
  /// @param budget characters of it all, about
  Text text(int leadLength, int budget) {
    List<Passage> passages = section.passages();
    int whole = passages.stream().mapToInt(passage -> passage.markdown().length()).sum();
    List<Passage> chosen = new ArrayList<>(whole <= budget ? passages : best(budget));
    Optional<Passage> leading = leading(chosen);
    leading.ifPresent(chosen::remove);
    List<String> rest = new ArrayList<>();
    String lead = "The documentation has an example.";
    if (leading.isPresent()) {
      Prose.Split split = Prose.split(prose(leading.get()), leadLength);
      lead = split.lead();
      rest.add(split.rest());
    }
    rest.addAll(blocks(chosen));
    rest.removeIf(String::isEmpty);
    return new Text(lead, List.copyOf(rest));
  }

  /// The first paragraph, which answers the question that is the section's heading; another passage
  /// only if that one has more of the question.
  private Optional<Passage> leading(List<Passage> chosen) {
    List<Passage> prose = chosen.stream().filter(passage -> passage.kind() != Kind.CODE).toList();
    Optional<Passage> best = prose.stream().max(Comparator.comparingDouble(this::score));
    Optional<Passage> first =
        prose.stream().filter(passage -> passage.kind() == Kind.PARAGRAPH).findFirst();
    return first
        .filter(_ -> section.isForUsers())
        .filter(paragraph -> score(paragraph) > 0 || best.filter(it -> score(it) > 0).isEmpty())
        .or(() -> best);
  }

  private String prose(Passage passage) {
    return Links.inProductAll(section.page(), Prose.of(passage));
  }

  private List<String> blocks(List<Passage> passages) {
    List<String> blocks = new ArrayList<>();
    Kind before = Kind.PARAGRAPH;
    for (Passage passage : passages) {
      boolean listed = passage.kind() == Kind.ITEM || passage.kind() == Kind.ROW;
      String block =
          passage.kind() == Kind.CODE ? passage.markdown() : (listed ? "* " : "") + prose(passage);
      if (listed && passage.kind() == before) {
        blocks.add(blocks.removeLast() + "\n" + block);
      } else {
        blocks.add(block);
      }
      before = passage.kind();
    }
    return blocks;
  }

  private List<Passage> best(int budget) {
    List<Passage> passages = section.passages();
    Set<Integer> chosen = new TreeSet<>();
    int used = 0;
    List<Integer> ranked =
        IntStream.range(0, passages.size())
            .boxed()
            .sorted(Comparator.comparingDouble((Integer at) -> -score(passages.get(at))))
            .collect(Collectors.toList());
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
    List<String> terms = Tokenizer.terms(passage.text());
    double score = 0;
    for (String term : new HashSet<>(terms)) {
      score += query.weight(term) * index.rarity(term);
    }
    boolean defines =
        !query.asked().isEmpty()
            && Set.copyOf(Tokenizer.terms(passage.subject())).equals(query.asked());
    return (defines ? 2 * score : score) / (1 + terms.size() / 200.0);
  }
}
