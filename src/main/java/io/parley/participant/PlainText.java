package io.parley.participant;

import java.text.Normalizer;

/// What is done to every text that a person sends, before anything else looks at it.
public final class PlainText {
  private static final int REPLACEMENT = 0xFFFD;

  private PlainText() {}

  /// The text with lone surrogates as U+FFFD and without the characters that reorder what is shown
  /// around them: the embeddings and overrides U+202A–U+202E and the isolates U+2066–U+2069 (see
  /// "Trojan Source", CVE-2021-42574). The marks U+200E and U+200F, which only right-to-left
  /// writing needs, stay.
  public static String clean(String text) {
    // codePoints() yields a surrogate only where it has no partner
    return text.codePoints().noneMatch(c -> isReordering(c) || isSurrogate(c))
        ? text
        : text.codePoints()
            .filter(c -> !isReordering(c))
            .map(c -> isSurrogate(c) ? REPLACEMENT : c)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
  }

  /// The same in Unicode's composed form (NFC), so that what looks alike is alike.
  public static String composed(String text) {
    return Normalizer.normalize(clean(text), Normalizer.Form.NFC);
  }

  public static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  private static boolean isReordering(int codePoint) {
    return (codePoint >= 0x202A && codePoint <= 0x202E)
        || (codePoint >= 0x2066 && codePoint <= 0x2069);
  }

  private static boolean isSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }
}
