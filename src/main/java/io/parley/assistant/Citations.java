package io.parley.assistant;

import io.parley.event.Event;
import io.parley.llm.Citation;
import io.parley.llm.Source;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The sources that a reply names: those of its context that its text names by their numbers, then
/// what its model cites from elsewhere.
final class Citations {
  private Citations() {}

  /// @param text `[1]` in it names the first of the sources
  /// @param sources of the reply's context
  /// @param own what the model cites by itself; a marker that stands for a source of the context
  ///   stands for nothing else
  static List<Event.Citation> of(String text, List<Source> sources, List<Citation> own) {
    Set<String> named = new HashSet<>();
    List<Event.Citation> citations = new ArrayList<>();
    for (int at = 0; at < sources.size(); at++) {
      String marker = Integer.toString(at + 1);
      if (text.contains("[" + marker + "]")) {
        Source source = sources.get(at);
        named.add(marker);
        citations.add(new Event.Citation(marker, source.title(), source.url(), source.quote()));
      }
    }
    own.stream()
        .filter(citation -> !named.contains(citation.marker()))
        .map(citation ->
            new Event.Citation(
                citation.marker(), citation.title(), citation.url(), citation.snippet()))
        .forEach(citations::add);
    return List.copyOf(citations);
  }
}
