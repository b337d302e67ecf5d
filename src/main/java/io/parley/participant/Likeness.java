package io.parley.participant;

import java.text.Normalizer;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a name is taken for at a glance: without spaces, punctuation and accents, with digits read
/// as the letters that they stand for. `4da`, `A d a` and `Ada.` read as `Ada` does.
///
/// Some characters have two readings: `1` is `i` or `l`, and a capital `I` looks like a small `l`.
/// Two names are alike if they share one. Stricter than [Doubles], which tells apart those who are
/// here already, because it only refuses a name that somebody is about to choose.
public record Likeness(Set<String> readings) {
  private static final String DIGITS = "oizeasgtbg";
  private static final int ONE = 1;

  public Likeness {
    readings = Set.copyOf(readings);
  }

  public static Likeness of(String name) {
    String text = Normalizer.normalize(name, Normalizer.Form.NFKC);
    return new Likeness(
        Stream.of(text, spelled(text, 'i'), spelled(text, 'l'))
            .distinct()
            .map(Likeness::letters)
            .map(reading -> reading.isEmpty() ? unspaced(name) : reading)
            .collect(Collectors.toUnmodifiableSet()));
  }

  public boolean matches(Likeness other) {
    return readings.stream().anyMatch(other.readings::contains);
  }

  /// With letters for digits and signs. A name without letters is a number, and stays one.
  ///
  /// @param ambiguous how `1` and what looks like it is read
  private static String spelled(String text, char ambiguous) {
    if (text.codePoints().noneMatch(Character::isLetter)) {
      return text;
    }
    int[] points = text.codePoints().toArray();
    StringBuilder spelled = new StringBuilder();
    for (int at = 0; at < points.length; at++) {
      boolean within = at + 1 < points.length && Character.isLetterOrDigit(points[at + 1]);
      boolean amongCapitals =
          within
              && at > 0
              && Character.isUpperCase(points[at - 1])
              && Character.isUpperCase(points[at + 1]);
      spelled.appendCodePoint(
          points[at] == 'l' && amongCapitals ? ambiguous : letter(points[at], within, ambiguous));
    }
    return spelled.toString();
  }

  /// @param within whether the word goes on: a sign at its end is punctuation
  private static int letter(int point, boolean within, char ambiguous) {
    if (Character.isDigit(point)) {
      int digit = Character.digit(point, 10);
      return digit == ONE ? ambiguous : DIGITS.charAt(digit);
    }
    return switch (point) {
      case 'I' -> ambiguous;
      case '|' -> ambiguous;
      case '!' -> within ? ambiguous : point;
      case '@' -> within ? 'a' : point;
      case '$' -> within ? 's' : point;
      default -> point;
    };
  }

  /// The skeleton without what is neither letter nor digit. Vowel signs of other writing systems
  /// make other words and stay; accents go.
  private static String letters(String text) {
    return Skeleton.of(text)
        .codePoints()
        .filter(point -> Character.isLetterOrDigit(point) || isVowelSign(point))
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static boolean isVowelSign(int point) {
    int type = Character.getType(point);
    return type == Character.COMBINING_SPACING_MARK
        || (type == Character.NON_SPACING_MARK
            && Character.UnicodeScript.of(point) != Character.UnicodeScript.INHERITED);
  }

  private static String unspaced(String name) {
    return Skeleton.of(name).replaceAll("[\\s\\p{Z}]+", "");
  }
}
