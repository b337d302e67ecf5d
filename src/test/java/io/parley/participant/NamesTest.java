package io.parley.participant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
  @Test
  void theSameSeedGivesTheSameName() {
    assertEquals(Names.random(new Random(7)), Names.random(new Random(7)));
  }

  @Test
  void generatedNamesAreManyAndPassTheirOwnRules() {
    Random random = new Random(1);
    Set<String> names = new HashSet<>();
    for (int i = 0; i < 2_000; i++) {
      String name = Names.random(random);
      assertEquals(name, Names.checked(name));
      names.add(name);
    }
    assertTrue(names.size() > 1_500, () -> "only " + names.size() + " different names");
  }

  @Test
  void aNameIsTrimmedAlsoOfNoBreakSpaces() {
    assertEquals("Ada Lovelace", Names.checked(" \t\u00a0Ada Lovelace\u2003\n"));
  }

  @Test
  void aNameIsPutIntoComposedForm() {
    assertEquals("Zo\u00eb", Names.checked("Zoe\u0308"));
  }

  @Test
  void overridesGoAndLoneSurrogatesAreReplaced() {
    assertEquals("evilexe.txt", Names.checked("evil\u202eexe.txt"));
    assertEquals("a\ufffdb", Names.checked("a\ud800b"));
  }

  @Test
  void fortyCodePointsFitAndOneMoreDoesNot() {
    String emoji = "\ud83e\udd8a";
    assertEquals(emoji.repeat(40), Names.checked(emoji.repeat(40)));
    assertRefused(emoji.repeat(41));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "\u200b",
        "\u2060\ufeff",
        "\u3164",
        "\u0301",
        "a\nb",
        "a\rb",
        "a\u0000b",
        "a\u007fb",
        "a\u0085b",
        "a\u2028b",
        "a\tb"
      })
  void whatCannotBeSeenOrIsNotOneLineIsRefused(String name) {
    assertRefused(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"李小龍", "محمد", "אדה", "Ngọc", "👩‍👩‍👧", "x", "<b>&amp;", "\u200fמ"})
  void namesOfAllScriptsAreWelcome(String name) {
    assertEquals(name, Names.checked(name));
  }

  private static void assertRefused(String name) {
    ProblemException refusal = assertThrows(ProblemException.class, () -> Names.checked(name));
    assertEquals(Problem.INVALID_REQUEST, refusal.problem());
  }
}
