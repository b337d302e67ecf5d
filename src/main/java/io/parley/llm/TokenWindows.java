package io.parley.llm;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Divides texts into parts that a model can read at a time: the model's own reader leaves out what
/// is behind its limit, and says nothing.
final class TokenWindows {
  private final HuggingFaceTokenizer tokenizer;
  private final int size;

  /// A part of a text.
  record Part(String text, int tokens) {}

  /// @param file the tokenizer's description, which is not needed afterwards
  /// @param size of a part, in tokens
  TokenWindows(Path file, int size) throws IOException {
    this.tokenizer =
        HuggingFaceTokenizer.newInstance(
            file, Map.of("padding", "false", "truncation", "do_not_truncate"));
    this.size = size;
  }

  /// All of a text, in parts that end between words.
  List<Part> of(String text) {
    Encoding encoding = tokenizer.encode(text, false, false);
    CharSpan[] spans = encoding.getCharTokenSpans();
    long[] words = encoding.getWordIds();
    if (spans.length <= size) {
      return List.of(new Part(text, spans.length));
    }
    List<Part> parts = new ArrayList<>();
    int index = 0;
    int points = 0;
    for (int from = 0; from < spans.length; ) {
      int to = end(words, from);
      int next = to == spans.length ? -1 : spans[to].getStart();
      int until =
          next < 0 ? text.length() : text.offsetByCodePoints(index, Math.max(0, next - points));
      parts.add(new Part(text.substring(index, until), to - from));
      points = next;
      index = until;
      from = to;
    }
    return parts;
  }

  private int end(long[] words, int from) {
    int to = Math.min(from + size, words.length);
    int end = to;
    while (end < words.length && end > from && words[end] == words[end - 1]) {
      end--;
    }
    // one word alone is longer
    return end == from ? to : end;
  }
}
