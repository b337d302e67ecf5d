package io.parley.guide;

import io.parley.llm.Citation;
import io.parley.llm.Source;
import java.util.List;
import java.util.stream.IntStream;

/// What the guide says, as Markdown, and where it stands. `[1]` in the text is the first source.
record Answer(String markdown, List<Source> sources) {
  Answer {
    sources = List.copyOf(sources);
  }

  List<Citation> citations() {
    return IntStream.range(0, sources.size())
        .mapToObj(at -> {
          Source source = sources.get(at);
          return new Citation(
              Integer.toString(at + 1), source.title(), source.url(), source.quote());
        })
        .toList();
  }
}
