package io.parley.conversation;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import io.parley.participant.Skeleton;
import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/// What counts as a mention: `@` and a name.
///
/// * The `@` does not follow a letter, a digit, `_`, `@`, `/` or `+`: `user@host` is no mention.
/// * The name ends where no letter, digit, `_` or `@` follows, and none after `-`, `.`, `/` or `:`:
///   `@guide.` and `@guide's` mention `guide`, `@guide-like` and `@guide.com` do not. Of several
///   names the longest counts.
/// * Scripts without spaces end a name as a space does: `@guideさん`.
/// * Case and letters that look alike make no difference, and `＠` is `@`.
/// * Code is not looked at: blocks between lines of backticks, and what stands between backticks in
///   a line. Neither are lines that begin with `>`, which repeat what somebody else wrote.
///
/// `js/session/mentions.js` follows the same rules; both are tested with `mentions-table.json`.
public final class Mentions {
  /// Each `@` costs some look-ups. Beyond these a message is text.
  static final int MOST = 50;

  /// UTF-16 units after the `@`. Names of participants have 40 code points, models' fewer than 200.
  static final int LONGEST = 200;

  private static final Set<UnicodeScript> UNSPACED =
      Set.of(
          UnicodeScript.HAN,
          UnicodeScript.HIRAGANA,
          UnicodeScript.KATAKANA,
          UnicodeScript.HANGUL,
          UnicodeScript.THAI,
          UnicodeScript.LAO,
          UnicodeScript.KHMER,
          UnicodeScript.MYANMAR);

  private Mentions() {}

  /// Names that can be mentioned, with what each stands for. Of names that look the same, the one
  /// that is written exactly so counts, or else the one that was added first.
  public static final class Names<T> {
    private record Named<T>(String folded, T value) {}

    private final Map<String, List<Named<T>>> bySkeleton = new HashMap<>();

    public Names<T> add(String name, T value) {
      String folded = fold(name);
      if (!folded.isEmpty()) {
        bySkeleton
            .computeIfAbsent(Skeleton.of(folded), _ -> new ArrayList<>(1))
            .add(new Named<>(folded, value));
      }
      return this;
    }

    public Optional<T> find(String name) {
      String folded = fold(name);
      List<Named<T>> alike = bySkeleton.getOrDefault(Skeleton.of(folded), List.of());
      return Stream.concat(
              alike.stream().filter(one -> one.folded().equals(folded)), alike.stream())
          .findFirst()
          .map(Named::value);
    }
  }

  /// What a text mentions first.
  ///
  /// @param names what a name stands for, as [Names#find]
  public static <T> Optional<T> first(String text, Function<String, Optional<T>> names) {
    return in(text, names).stream().findFirst();
  }

  /// What a text mentions, in its order.
  static <T> List<T> in(String text, Function<String, Optional<T>> names) {
    if (text.indexOf('@') < 0 && text.indexOf('＠') < 0) {
      return List.of();
    }
    String prose = prose(text);
    List<T> found = new ArrayList<>();
    int looked = 0;
    for (int at = 0; at < prose.length() && looked < MOST; at++) {
      if (isAt(prose.charAt(at)) && begins(prose, at)) {
        looked++;
        longest(prose, at + 1, names).ifPresent(found::add);
      }
    }
    return found;
  }

  private static <T> Optional<T> longest(
      String prose, int from, Function<String, Optional<T>> names) {
    if (from < prose.length() && Character.isWhitespace(prose.codePointAt(from))) {
      return Optional.empty();
    }
    int line = prose.indexOf('\n', from);
    int most = Math.min(line < 0 ? prose.length() : line, from + LONGEST);
    for (int end = most; end > from; end--) {
      if (ends(prose, end)) {
        Optional<T> named = names.apply(prose.substring(from, end));
        if (named.isPresent()) {
          return named;
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isAt(int point) {
    return point == '@' || point == '＠';
  }

  private static boolean begins(String prose, int at) {
    if (at == 0) {
      return true;
    }
    int before = prose.codePointBefore(at);
    return !isWord(before) && !isAt(before) && before != '/' && before != '+';
  }

  /// Whether a name may end here. It has no space before its end.
  private static boolean ends(String prose, int end) {
    if (Character.isWhitespace(prose.codePointBefore(end)) || isWithinPair(prose, end)) {
      return false;
    }
    if (end == prose.length()) {
      return true;
    }
    int next = prose.codePointAt(end);
    if (isMark(next) || isWord(next) || isAt(next)) {
      return false;
    }
    int after = end;
    while (after < prose.length() && "-./:".indexOf(prose.charAt(after)) >= 0) {
      after++;
    }
    return after == end || after == prose.length() || !isWord(prose.codePointAt(after));
  }

  private static boolean isWithinPair(String prose, int end) {
    return end < prose.length()
        && Character.isLowSurrogate(prose.charAt(end))
        && Character.isHighSurrogate(prose.charAt(end - 1));
  }

  private static boolean isMark(int point) {
    int type = Character.getType(point);
    return type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK
        || type == Character.ENCLOSING_MARK;
  }

  private static boolean isWord(int point) {
    int type = Character.getType(point);
    boolean letter =
        Character.isLetter(point)
            || isMark(point)
            || type == Character.DECIMAL_DIGIT_NUMBER
            || type == Character.LETTER_NUMBER
            || type == Character.OTHER_NUMBER;
    return point == '_' || (letter && !UNSPACED.contains(UnicodeScript.of(point)));
  }

  private static String fold(String name) {
    String lower =
        Normalizer.normalize(name.toLowerCase(Locale.ROOT), Normalizer.Form.NFKC)
            .toLowerCase(Locale.ROOT);
    StringBuilder visible = new StringBuilder(lower.length());
    lower
        .codePoints()
        .filter(
            point -> !UCharacter.hasBinaryProperty(point, UProperty.DEFAULT_IGNORABLE_CODE_POINT))
        .forEach(visible::appendCodePoint);
    return visible.toString().replaceAll("\\s+", " ").strip();
  }

  /// The text with blanks in the place of code and quoted lines.
  static String prose(String text) {
    List<String> lines = List.of(text.split("\n", -1));
    StringBuilder prose = new StringBuilder(text.length());
    int[] closing = closings(lines);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (closing[i] > i) {
        for (int code = i; code < closing[i]; code++) {
          prose.repeat(' ', lines.get(code).length()).append('\n');
        }
        i = closing[i];
        prose.repeat(' ', lines.get(i).length());
      } else if (line.startsWith(">")) {
        prose.repeat(' ', line.length());
      } else {
        prose.append(withoutCode(line));
      }
      if (i < lines.size() - 1) {
        prose.append('\n');
      }
    }
    return prose.toString();
  }

  /// For each line that could open a block of code, the line that closes it; otherwise 0. Read from
  /// the end, the nearest closing line of each length is known.
  private static int[] closings(List<String> lines) {
    int[] closing = new int[lines.size()];
    int[] ticks = lines.stream().mapToInt(line -> ticks(line, 0)).toArray();
    // candidates to close, by rising place; a longer one that is nearer hides a shorter one behind
    List<Integer> nearest = new ArrayList<>();
    for (int i = lines.size() - 1; i >= 0; i--) {
      if (ticks[i] >= 3 && lines.get(i).indexOf('`', ticks[i]) < 0) {
        closing[i] = closer(nearest, ticks, ticks[i]);
        if (lines.get(i).substring(ticks[i]).isBlank()) {
          int length = ticks[i];
          nearest.removeIf(other -> ticks[other] <= length);
          nearest.addFirst(i);
        }
      }
    }
    return closing;
  }

  private static int closer(List<Integer> nearest, int[] ticks, int length) {
    return nearest.stream().filter(line -> ticks[line] >= length).findFirst().orElse(0);
  }

  private static int ticks(String text, int from) {
    int end = from;
    while (end < text.length() && text.charAt(end) == '`') {
      end++;
    }
    return end - from;
  }

  private static String withoutCode(String line) {
    if (line.indexOf('`') < 0) {
      return line;
    }
    StringBuilder kept = new StringBuilder(line);
    Set<Integer> hopeless = new HashSet<>();
    for (int at = line.indexOf('`'); at >= 0; at = line.indexOf('`', at)) {
      int length = ticks(line, at);
      int end = hopeless.contains(length) ? -1 : closingRun(line, at + length, length);
      if (end < 0) {
        hopeless.add(length);
        at += length;
      } else {
        for (int code = at; code < end; code++) {
          kept.setCharAt(code, ' ');
        }
        at = end;
      }
    }
    return kept.toString();
  }

  /// Where the run of so many backticks ends that closes another one.
  private static int closingRun(String line, int from, int length) {
    int at = line.indexOf('`', from);
    while (at >= 0) {
      int run = ticks(line, at);
      if (run == length) {
        return at + run;
      }
      at = line.indexOf('`', at + run);
    }
    return -1;
  }
}
