package io.parley.llm;

import java.util.List;

/// Finds what the answer to a prompt can be drawn from.
@FunctionalInterface
public interface Retriever {
  /// May block.
  ///
  /// @return in the order of their numbers, from 1, by which the answer's text names them; empty if
  ///   this retriever has nothing for the prompt
  List<Source> sources(Prompt prompt);
}
