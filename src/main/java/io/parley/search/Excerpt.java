package io.parley.search;

import io.parley.conversation.SearchFold;
import io.parley.history.PlainMarkdown;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A stretch of a message around what was looked for.
///
/// @param text plain text, without Markdown's marks; `…` at an end where something is left out
/// @param marks where in it the words are
public record Excerpt(String text, List<Mark> marks) {
  private static final int MAX_LENGTH = 240;
  private static final int LEAD = 60;
  private static final String LEFT_OUT = "…";

  /// In code points.
  record Mark(int at, int count) {}

  /// In UTF-16 units of the message.
  private record Hit(int start, int end, int word) {}

  public Excerpt {
    marks = List.copyOf(marks);
  }

  /// The stretch in which the most different words of a query stand.
  static Excerpt of(String markdown, SearchQuery query) {
    List<String> words = wanted(query);
    String content = PlainMarkdown.of(markdown);
    List<Hit> hits = hits(content, words, query.openEnd());
    if (hits.isEmpty()) {
      // it may be in what is not shown, such as a link's address
      content = markdown;
      hits = hits(content, words, query.openEnd());
    }
    int start = start(content, hits);
    int end = end(content, start);
    return of(content, hits, start, end);
  }

  /// All of a text.
  static Excerpt whole(String content, SearchQuery query) {
    return of(content, hits(content, wanted(query), query.openEnd()), 0, content.length());
  }

  private static List<String> wanted(SearchQuery query) {
    return query.clauses().stream()
        .filter(clause -> !clause.negated())
        .flatMap(clause -> words(clause.text()))
        .distinct()
        .toList();
  }

  private static Excerpt of(String content, List<Hit> hits, int start, int end) {
    String before = start > 0 ? LEFT_OUT : "";
    String after = end < content.length() ? LEFT_OUT : "";
    List<Mark> marks =
        hits.stream()
            .filter(hit -> hit.start() >= start && hit.end() <= end)
            .map(hit ->
                new Mark(
                    before.length() + content.codePointCount(start, hit.start()),
                    content.codePointCount(hit.start(), hit.end())))
            .toList();
    return new Excerpt(before + content.substring(start, end) + after, marks);
  }

  private static List<Hit> hits(String content, List<String> words, boolean openEnd) {
    List<Hit> hits = new ArrayList<>();
    SearchFold.runs(
        content,
        (start, end, found) ->
            found.stream()
                .mapToInt(word -> place(word, words, openEnd))
                .filter(place -> place >= 0)
                .findFirst()
                .ifPresent(place -> hits.add(new Hit(start, end, place))));
    return hits;
  }

  /// Which of the words it is, or -1.
  private static int place(String found, List<String> words, boolean openEnd) {
    int place = words.indexOf(found);
    return place < 0 && openEnd && !words.isEmpty() && found.startsWith(words.getLast())
        ? words.size() - 1
        : place;
  }

  /// A little before the first hit of the best stretch, at the beginning of a word.
  private static int start(String content, List<Hit> hits) {
    Hit best = null;
    long most = 0;
    int last = 0;
    for (int first = 0; first < hits.size(); first++) {
      Hit from = hits.get(first);
      last = Math.max(last, first);
      while (last < hits.size() && hits.get(last).end() - from.start() <= MAX_LENGTH - LEAD) {
        last++;
      }
      long different = hits.subList(first, last).stream().map(Hit::word).distinct().count();
      if (different > most) {
        most = different;
        best = from;
      }
    }
    if (best == null || best.start() <= LEAD) {
      return 0;
    }
    int start = best.start() - LEAD;
    int blank = content.indexOf(' ', start);
    return blank >= 0 && blank < best.start() ? blank + 1 : whole(content, start);
  }

  private static int end(String content, int start) {
    int end = start + MAX_LENGTH;
    if (end >= content.length()) {
      return content.length();
    }
    int blank = content.lastIndexOf(' ', end);
    return blank > start + MAX_LENGTH / 2 ? blank : whole(content, end);
  }

  /// Not between the halves of a character.
  private static int whole(String content, int index) {
    return Character.isLowSurrogate(content.charAt(index)) ? index - 1 : index;
  }

  private static Stream<String> words(String text) {
    return Stream.of(SearchFold.of(text).split(" ", -1)).filter(word -> !word.isEmpty());
  }
}
