package io.parley.guide;

import io.parley.llm.Citation;
import java.util.List;

/// What the guide says, as Markdown, and where it stands. `[1]` in the text is the first citation.
record Answer(String markdown, List<Citation> citations) {
  Answer {
    citations = List.copyOf(citations);
  }
}
