package io.parley.chaos;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/// Words that only their owner may read. All of one run have the same mark, so that one look at an
/// answer tells whether it holds any of them.
final class Secrets {
  private static final int BYTES = 6;

  private final String mark;

  Secrets(RandomGenerator random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    mark = "zq" + HexFormat.of().formatHex(bytes);
  }

  /// One owner's word: it can be searched for, and is in all of their private texts.
  String of(String owner) {
    return mark + owner;
  }

  boolean areIn(String text) {
    return text.contains(mark);
  }
}
