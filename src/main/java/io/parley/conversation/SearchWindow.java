package io.parley.conversation;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/// A stretch of the search entries, from newest to oldest each eight times as long as the one
/// before it, so that a search reads about as much of the index as it finds, however common a word
/// is.
///
/// @param from the first entry's number
/// @param to the number after the last entry's
/// @param mark the letter of the marks that `search_words` gave the entries
/// @param shift a mark stands for 2^shift entries
record SearchWindow(long from, long to, char mark, int shift) {
  private static final int SMALLEST_SHIFT = 8;
  private static final int STEP = 3;
  private static final char[] MARKS = {'a', 'b', 'c', 'd', 'e'};

  /// All entries before a number, the newest first.
  ///
  /// @param enough the first window has at least so many entries, if there are as many
  static List<SearchWindow> before(long number, long enough) {
    List<SearchWindow> windows = new ArrayList<>();
    long to = number;
    for (int i = 0; i < MARKS.length && to > 0; i++) {
      int shift = SMALLEST_SHIFT + STEP * i;
      int wider = shift + STEP;
      boolean last = i == MARKS.length - 1;
      long from = last ? 0 : ((to - 1) >> wider) << wider;
      if (last || number - from >= enough) {
        windows.add(new SearchWindow(from, to, MARKS[i], shift));
        to = from;
      }
    }
    return windows;
  }

  /// What an entry of this stretch has at least one of, as a part of a tsquery.
  String marks() {
    return LongStream.rangeClosed(from >> shift, (to - 1) >> shift)
        .mapToObj(block -> "'~" + mark + block + "'")
        .collect(Collectors.joining(" | ", "(", ")"));
  }
}
