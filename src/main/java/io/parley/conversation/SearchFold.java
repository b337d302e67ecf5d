package io.parley.conversation;

import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.UnicodeSet;
import io.parley.participant.PlainText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/// Texts as a search compares them: two spellings that people take for the same word have the same
/// form. Messages, titles and searches are folded by the same rules, with the Unicode data of ICU,
/// so that no locale of a database decides what a letter is.
///
/// * Case, compatibility forms (ligatures, full and half width, circled and raised digits) and
///   invisible characters (soft hyphens, zero-width joiners, direction marks, variation selectors)
///   make no difference: `NFKC_Casefold` of Unicode's UAX 31. `ß` is `ss`.
/// * Accents and points are left out: those of Latin, Greek and Cyrillic, Hebrew niqqud and
///   cantillation, Arabic and Syriac vowel signs, the nuktas of Indic scripts. What carries meaning
///   stays: Japanese voicing, Thai vowels, Indic vowel signs.
/// * Letters with a stroke, and others that Unicode does not decompose, are written as in ICU's
///   transform Latin-ASCII: `ł` is `l`, `ø` is `o`, `æ` is `ae`, `ı` is `i`.
/// * Forms of one Arabic letter are one, and tatweel is none. Decimal digits of all scripts are
///   ASCII digits.
///
/// Everything else that is neither a letter, a digit nor a mark separates words. Where a script
/// does not separate its words, each character is a word of its own.
public final class SearchFold {
  /// Of these rules: an entry of an older one is folded again.
  public static final int VERSION = 1;

  /// Of a text, in code points: PostgreSQL's tsvector has at most 1 MB.
  public static final int MAX_TEXT = 32_768;

  /// Of its folded form, in UTF-16 units: one character can become 18.
  private static final int MAX_FOLDED = 2 * MAX_TEXT;

  private static final Normalizer2 CASEFOLD = Normalizer2.getNFKCCasefoldInstance();
  private static final Normalizer2 DECOMPOSED = Normalizer2.getNFDInstance();
  private static final Normalizer2 COMPOSED = Normalizer2.getNFCInstance();

  /// Inherited are the marks of several scripts, among them those of Japanese voicing.
  private static final UnicodeSet LEFT_OUT =
      new UnicodeSet(
              "[[[:Mn:][:Me:]]"
                  + "&[[:Inherited:][:Common:][:Latin:][:Greek:][:Cyrillic:][:Hebrew:][:Arabic:][:Syriac:]]"
                  + "[:ccc=7:][\\u0640]-[\\u3099\\u309A]]")
          .freeze();

  /// Line breaking asks a dictionary where the words of these scripts end (class SA).
  private static final UnicodeSet SINGLE =
      new UnicodeSet(
              "[[[:lb=SA:][:Han:][:Hiragana:][:Katakana:]][\\u0E00-\\u0EFF\\u1000-\\u109F"
                  + "\\u1780-\\u17FF\\u3005-\\u3007\\u3031-\\u3035\\u3040-\\u30FF\\u3400-\\u9FFF"
                  + "\\uF900-\\uFAFF\\uFF66-\\uFF9D\\U00020000-\\U0003FFFF]-[:Cn:]]")
          .freeze();

  /// What belongs to the character of such a script before it.
  private static final UnicodeSet ATTACHED =
      new UnicodeSet("[\\u3099\\u309A\\uFF9E\\uFF9F\\uFE00-\\uFE0F\\U000E0100-\\U000E01EF]")
          .freeze();

  private static final Map<Integer, String> LETTERS =
      letters(
          "ð=d ø=o þ=th đ=d ħ=h ı=i ĸ=q ł=l ŋ=n œ=oe ŧ=t æ=ae ƀ=b ƃ=b ƈ=c ƌ=d ƒ=f ƕ=hv ƙ=k ƚ=l ƞ=n"
              + " ƣ=oi ƥ=p ƫ=t ƭ=t ƴ=y ƶ=z ǥ=g ȡ=d ȥ=z ȴ=l ȵ=n ȶ=t ȷ=j ȼ=c ȿ=s ɀ=z ɇ=e ɉ=j ɍ=r ɏ=y"
              + " ɓ=b ɕ=c ɖ=d ɗ=d ɛ=e ɠ=g ɡ=g ɦ=h ɨ=i ɪ=i ɫ=l ɬ=l ɭ=l ɱ=m ɲ=n ɳ=n ɴ=n ɼ=r ɽ=r ɾ=r ʂ=s"
              + " ʈ=t ʉ=u ʋ=v ʐ=z ʑ=z ⱡ=l ⱥ=a ⱦ=t ⱨ=h ⱪ=k ⱬ=z ⱱ=v ꝁ=k ꝉ=l ꝋ=o ꝑ=p ꝗ=q ꞡ=g ꞣ=k ꞥ=n"
              + " ꞧ=r ꞩ=s ỻ=ll ᵽ=p ᵻ=i"
              // alef wasla, alef maqsura and the Persian yeh, keheh, teh marbuta, goal and
              // doachashmee heh
              + " \u0671=\u0627 \u0649=\u064A \u06CC=\u064A \u06A9=\u0643 \u0629=\u0647 \u06C1=\u0647"
              + " \u06BE=\u0647 \u06D5=\u0647");

  private SearchFold() {}

  /// A stretch of a text that a search takes for one word, or for a few (`½`).
  public interface Run {
    /// @param start in UTF-16 units of the text
    /// @param end after the last one
    /// @param words their folded forms, of which there may be none
    void at(int start, int end, List<String> words);
  }

  /// The words of a text, folded, with a blank between each two.
  public static String of(String text) {
    String rest = PlainText.length(text) > MAX_TEXT ? cut(text) : text;
    String letters = isAscii(rest) ? rest : lettersOf(rest);
    StringBuilder words = new StringBuilder(letters.length() + 16);
    int at = 0;
    while (at < letters.length() && words.length() < MAX_FOLDED) {
      int character = letters.codePointAt(at);
      append(words, character);
      at += Character.charCount(character);
    }
    return words.toString().strip();
  }

  /// Whether it is, or can belong to, a word.
  public static boolean isWord(int character) {
    return character < 0x80
        ? Character.isLetterOrDigit(character)
        : switch (Character.getType(character)) {
          case Character.UPPERCASE_LETTER,
              Character.LOWERCASE_LETTER,
              Character.TITLECASE_LETTER,
              Character.OTHER_LETTER,
              Character.DECIMAL_DIGIT_NUMBER,
              Character.LETTER_NUMBER,
              Character.OTHER_NUMBER,
              Character.NON_SPACING_MARK,
              Character.COMBINING_SPACING_MARK,
              Character.ENCLOSING_MARK ->
              true;
          // apostrophes and accents that stand alone count as letters in Unicode
          case Character.MODIFIER_LETTER -> character < 0x2B9 || character > 0x2DF;
          default -> false;
        };
  }

  /// Finds the words of a text where they stand.
  public static void runs(String text, Run found) {
    int at = 0;
    while (at < text.length()) {
      int first = text.codePointAt(at);
      int end = at + Character.charCount(first);
      if (SINGLE.contains(first)) {
        end = after(text, end, ATTACHED::contains);
        report(text, at, end, found);
      } else if (begins(first)) {
        end = word(text, end);
        report(text, at, end, found);
      }
      at = end;
    }
  }

  private static void report(String text, int start, int end, Run found) {
    String folded = of(text.substring(start, end));
    found.at(start, end, folded.isEmpty() ? List.of() : List.of(folded.split(" ", -1)));
  }

  /// After the last letter of a word; invisible characters may stand between its letters.
  private static int word(String text, int from) {
    int end = from;
    int at = from;
    while (at < text.length()) {
      int next = text.codePointAt(at);
      boolean goesOn = !SINGLE.contains(next) && begins(next);
      if (!goesOn && !isInvisible(next)) {
        break;
      }
      at += Character.charCount(next);
      end = goesOn ? at : end;
    }
    return end;
  }

  private static int after(String text, int from, IntPredicate belongs) {
    int end = from;
    while (end < text.length() && belongs.test(text.codePointAt(end))) {
      end += Character.charCount(text.codePointAt(end));
    }
    return end;
  }

  /// Also what is a letter in its compatibility form only, as `℃`.
  private static boolean begins(int character) {
    if (isWord(character)) {
      return true;
    }
    String other = character < 0x80 ? null : CASEFOLD.getDecomposition(character);
    return other != null && other.codePoints().anyMatch(SearchFold::isWord);
  }

  private static boolean isInvisible(int character) {
    if (character < 0x80) {
      return false;
    }
    String other = CASEFOLD.getDecomposition(character);
    return other != null && other.isEmpty();
  }

  private static void append(StringBuilder words, int character) {
    boolean separate = words.isEmpty() || words.charAt(words.length() - 1) == ' ';
    if (character < 0x80) {
      if (Character.isLetterOrDigit(character)) {
        words.append((char) Character.toLowerCase(character));
      } else if (!separate) {
        words.append(' ');
      }
    } else if (!isWord(character)) {
      if (!separate) {
        words.append(' ');
      }
    } else if (SINGLE.contains(character)) {
      words.append(separate ? "" : " ").appendCodePoint(character).append(' ');
    } else {
      words.appendCodePoint(character);
    }
  }

  private static String lettersOf(String text) {
    StringBuilder letters = new StringBuilder(text.length());
    DECOMPOSED
        .normalize(CASEFOLD.normalize(text))
        .codePoints()
        .filter(character -> character < 0x80 || !LEFT_OUT.contains(character))
        .forEach(character -> appendLetter(letters, character));
    return COMPOSED.normalize(letters);
  }

  private static void appendLetter(StringBuilder letters, int character) {
    if (character < 0x80) {
      letters.append((char) character);
    } else if (Character.getType(character) == Character.DECIMAL_DIGIT_NUMBER) {
      letters.append((char) ('0' + Character.digit(character, 10)));
    } else {
      String other = LETTERS.get(character);
      if (other == null) {
        letters.appendCodePoint(character);
      } else {
        letters.append(other);
      }
    }
  }

  private static String cut(String text) {
    return text.substring(0, text.offsetByCodePoints(0, MAX_TEXT));
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 0x80);
  }

  private static Map<Integer, String> letters(String table) {
    Map<Integer, String> letters = new HashMap<>();
    for (String entry : table.split(" ", -1)) {
      letters.put(entry.codePointAt(0), entry.substring(entry.indexOf('=') + 1));
    }
    return Map.copyOf(letters);
  }
}
