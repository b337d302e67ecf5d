package io.parley.search;

import java.util.stream.Collectors;
import java.util.stream.LongStream;

/// A stretch of the search entries, as the index can be asked about it.
///
/// @param from the first entry's number
/// @param to the number after the last entry's
/// @param mark the letter of the marks that `search_words` gave the entries
/// @param shift a mark stands for 2^shift entries
record SearchWindow(long from, long to, char mark, int shift) {
  private static final int SMALLEST_SHIFT = 8;
  private static final int STEP = 3;
  private static final char[] MARKS = {'a', 'b', 'c', 'd', 'e'};

  /// More of a finer mark cost more than a coarser one that reaches too far.
  private static final int MANY = 8;

  /// At least so many entries before a number, as far as there are so many.
  static SearchWindow before(long number, long length) {
    int level = 0;
    while (level < MARKS.length - 1 && length >> shift(level) > MANY) {
      level++;
    }
    int shift = shift(level);
    long from = Math.max(0, number - length) >> shift << shift;
    return new SearchWindow(from, number, MARKS[level], shift);
  }

  private static int shift(int level) {
    return SMALLEST_SHIFT + STEP * level;
  }

  long length() {
    return to - from;
  }

  /// What an entry of this stretch has at least one of, as a part of a tsquery.
  String marks() {
    return LongStream.rangeClosed(from >> shift, (to - 1) >> shift)
        .mapToObj(block -> "'~" + mark + block + "'")
        .collect(Collectors.joining(" | ", "(", ")"));
  }
}
