package io.parley.participant;

import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;

/// Names by which somebody would be taken for somebody else.
final class Lookalikes {
  /// Alphabets that have many letters of the same shapes.
  private static final Set<UnicodeScript> ALIKE =
      EnumSet.of(
          UnicodeScript.LATIN,
          UnicodeScript.CYRILLIC,
          UnicodeScript.GREEK,
          UnicodeScript.ARMENIAN,
          UnicodeScript.CHEROKEE);

  /// The scripts in which the joiners U+200C and U+200D change what is seen, and names have them.
  private static final Set<UnicodeScript> JOINING =
      EnumSet.of(
          UnicodeScript.ARABIC,
          UnicodeScript.SYRIAC,
          UnicodeScript.DEVANAGARI,
          UnicodeScript.BENGALI,
          UnicodeScript.GURMUKHI,
          UnicodeScript.GUJARATI,
          UnicodeScript.ORIYA,
          UnicodeScript.TAMIL,
          UnicodeScript.TELUGU,
          UnicodeScript.KANNADA,
          UnicodeScript.MALAYALAM,
          UnicodeScript.SINHALA);

  private static final int NON_JOINER = 0x200C;
  private static final int JOINER = 0x200D;
  private static final int MOST_MARKS = 3;

  private Lookalikes() {}

  /// Whether a word has letters of two alphabets that look alike.
  static boolean mixesAlphabets(String name) {
    return Stream.of(name.split("[^\\p{L}\\p{M}]+"))
        .anyMatch(word ->
            word.codePoints()
                    .mapToObj(UnicodeScript::of)
                    .filter(ALIKE::contains)
                    .distinct()
                    .limit(2)
                    .count()
                > 1);
  }

  /// Whether it has characters that cannot be seen, or more than three marks on one letter. Joiners
  /// may stand where they are seen: between letters of scripts that need them, and in emoji.
  static boolean hasInvisible(String name) {
    int[] points = name.codePoints().toArray();
    int marks = 0;
    for (int at = 0; at < points.length; at++) {
      marks = Character.getType(points[at]) == Character.NON_SPACING_MARK ? marks + 1 : 0;
      if (marks > MOST_MARKS || (isInvisible(points[at]) && !isJoined(points, at))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isInvisible(int point) {
    return switch (Character.getType(point)) {
      case Character.FORMAT, Character.UNASSIGNED, Character.PRIVATE_USE -> true;
      default -> Names.isBlankLetter(point) || isVariation(point) || point == 0x034F;
    };
  }

  private static boolean isVariation(int point) {
    return (point >= 0xFE00 && point <= 0xFE0F)
        || (point >= 0xE0100 && point <= 0xE01EF)
        || (point >= 0x180B && point <= 0x180F);
  }

  private static boolean isJoined(int[] points, int at) {
    if (at == 0) {
      return false;
    }
    int before = points[at - 1];
    if (isVariation(points[at])) {
      return Character.isExtendedPictographic(before);
    }
    boolean joiner = points[at] == JOINER || points[at] == NON_JOINER;
    if (!joiner || at + 1 == points.length) {
      return false;
    }
    boolean emoji =
        points[at] == JOINER
            && (Character.isExtendedPictographic(before)
                || Character.isEmojiModifier(before)
                || isVariation(before))
            && Character.isExtendedPictographic(points[at + 1]);
    return emoji
        || (JOINING.contains(UnicodeScript.of(before))
            && JOINING.contains(UnicodeScript.of(points[at + 1])));
  }
}
