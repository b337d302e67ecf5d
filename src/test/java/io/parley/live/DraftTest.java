package io.parley.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.event.TextOp;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DraftTest {
  /// Emoji with joiners and skin tones, flags, combining marks, right-to-left scripts, characters
  /// outside the basic plane, line ends, tabs, the reordering characters and lone surrogates.
  private static final List<String> ALPHABET =
      List.of(
          "a", "Z", " ", "\n", "\t", "é", "e\u0301", "\u0301", "\u0489", "ß", "ﬁ", "漢", "가", "ש",
          "\u05B0", "م", "\u064B", "😀", "👩🏽‍🚀", "🇩🇪", "𝔘", "𐍈", "\u200F", "\u200D",
          "\u202E", "\u2066", "\uD83D", "\uDE00", "\uFFFD", "<b>", "&amp;");

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89})
  void whatWasAdmittedGivesTheSameTextOnEveryCopy(long seed) {
    Random random = new Random(seed);
    Draft authoritative = new Draft();
    Draft copy = new Draft();
    Reference reference = new Reference();
    for (int i = 0; i < 400; i++) {
      List<TextOp> admitted = authoritative.admit(edit(random));
      copy.apply(admitted);
      reference.apply(admitted);
      assertEquals(authoritative.toString(), copy.toString(), "seed " + seed + ", edit " + i);
      assertEquals(reference.toString(), copy.toString(), "seed " + seed + ", edit " + i);
      assertEquals(
          authoritative.toString().codePointCount(0, authoritative.toString().length()),
          authoritative.length());
    }
    assertTrue(authoritative.length() > 0, "the edits left nothing to compare");
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 6, 7})
  void noSequenceOfEditsMakesTextReorderOrBreak(long seed) {
    Random random = new Random(seed);
    Draft draft = new Draft();
    for (int i = 0; i < 1_000; i++) {
      draft.admit(edit(random));
      assertTrue(
          draft
              .toString()
              .codePoints()
              .noneMatch(c ->
                  (c >= 0x202A && c <= 0x202E)
                      || (c >= 0x2066 && c <= 0x2069)
                      || (c >= 0xD800 && c <= 0xDFFF)));
      assertTrue(draft.length() <= Draft.MAX_LENGTH);
    }
  }

  @Test
  void positionsCountCodePointsNotChars() {
    Draft draft = new Draft("😀b");
    draft.apply(List.of(new TextOp.Insert(1, "a")));
    assertEquals("😀ab", draft.toString());
    draft.apply(List.of(new TextOp.Erase(1, 1)));
    assertEquals("ab", draft.toString());
  }

  @Test
  void eraseTakesWhatStandsBeforeItsPosition() {
    Draft draft = new Draft("hello");
    draft.apply(List.of(new TextOp.Erase(2, 2)));
    assertEquals("llo", draft.toString());
  }

  @Test
  void positionsAndCountsAreClipped() {
    Draft draft = new Draft("abc");
    List<TextOp> admitted =
        draft.admit(
            List.of(
                new TextOp.Insert(Integer.MAX_VALUE, "d"),
                new TextOp.Insert(-7, "_"),
                new TextOp.Erase(2, Integer.MAX_VALUE),
                new TextOp.Erase(3, -1)));
    assertEquals("bcd", draft.toString());
    assertEquals(
        List.of(new TextOp.Insert(3, "d"), new TextOp.Insert(0, "_"), new TextOp.Erase(2, 2)),
        admitted);
  }

  @Test
  void whatDoesNotFitIsCutOff() {
    Draft draft = new Draft("x".repeat(Draft.MAX_LENGTH - 2));
    List<TextOp> admitted = draft.admit(List.of(new TextOp.Insert(0, "😀😀😀")));
    assertEquals(List.of(new TextOp.Insert(0, "😀😀")), admitted);
    assertEquals(Draft.MAX_LENGTH, draft.length());
    assertEquals(List.of(), draft.admit(List.of(new TextOp.Insert(3, "y"))));
  }

  @Test
  void marksPiledOnOneCharacterAreCappedAlsoOneAtATime() {
    Draft draft = new Draft("a");
    for (int i = 0; i < 50; i++) {
      draft.admit(List.of(new TextOp.Insert(draft.length(), "\u0301")));
    }
    assertEquals("a" + "\u0301".repeat(Draft.MAX_COMBINING_RUN), draft.toString());
  }

  private static List<TextOp> edit(Random random) {
    return Stream.generate(() -> op(random)).limit(1 + random.nextInt(3)).toList();
  }

  private static TextOp op(Random random) {
    int at = random.nextInt(-3, 120);
    if (random.nextInt(3) == 0) {
      return new TextOp.Erase(at, random.nextInt(-1, 6));
    }
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(4); i >= 0; i--) {
      text.append(ALPHABET.get(random.nextInt(ALPHABET.size())));
    }
    return new TextOp.Insert(at, text.toString());
  }

  /// The same rules in the plainest form: a list of code points.
  private static final class Reference {
    private final List<Integer> codePoints = new ArrayList<>();

    void apply(List<TextOp> ops) {
      for (TextOp op : ops) {
        switch (op) {
          case TextOp.Insert insert ->
              codePoints.addAll(
                  Math.clamp(insert.at(), 0, codePoints.size()),
                  insert.text().codePoints().boxed().toList());
          case TextOp.Erase erase -> {
            int end = Math.clamp(erase.at(), 0, codePoints.size());
            codePoints.subList(Math.clamp(end - erase.count(), 0, end), end).clear();
          }
        }
      }
    }

    @Override
    public String toString() {
      StringBuilder text = new StringBuilder();
      codePoints.forEach(text::appendCodePoint);
      return text.toString();
    }
  }
}
