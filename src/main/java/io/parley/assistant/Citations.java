package io.parley.assistant;

import io.parley.event.Event;
import io.parley.llm.Citation;
import io.parley.llm.Source;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The sources that a reply names: those of its context that its text names by their numbers, then
/// what its model cites from elsewhere.
final class Citations {
  private Citations() {}

  /// @param text `[1]` in it names the first of the sources
  /// @param sources of the reply's context
  /// @param own what the model cites by itself; a marker that stands for a source of the context
  ///   stands for nothing else
  static List<Event.Citation> of(String text, List<Source> sources, List<Citation> own) {
    Map<String, Event.Citation> named = new LinkedHashMap<>();
    for (int at = 0; at < sources.size(); at++) {
      String marker = Integer.toString(at + 1);
      if (text.contains("[" + marker + "]")) {
        Source source = sources.get(at);
        named.put(marker, new Event.Citation(marker, source.title(), source.url(), source.quote()));
      }
    }
    for (Citation citation : own) {
      named.putIfAbsent(
          citation.marker(),
          new Event.Citation(
              citation.marker(), citation.title(), citation.url(), citation.snippet()));
    }
    return List.copyOf(named.values());
  }
}
