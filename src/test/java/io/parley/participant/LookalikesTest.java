package io.parley.participant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LookalikesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Guide",
        "GUIDE",
        " guide ",
        "Gu\u200bide",
        "Gu\u00adide",
        "Guide\u3164",
        "Guide\ufe0f",
        "G\u2060uide",
        "G.u.i.d.e",
        "Gu\u0456de",
        "\u0420arley",
        "P\u0430rley",
        "\uff30arley",
        "𝐏arley",
        "0perator",
        "Operat\u043er",
        "System",
        "assistant",
        "ChatGPT",
        "The Operator"
      })
  void aNameThatImitatesTheServerIsRefused(String name) {
    assertRefused(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Al\u0456ce", "\u0391lice", "Bo\u0431", "a\u115fb", "x\u2800y", "\ue000"})
  void lettersOfOtherAlphabetsWithinAWordAndInvisibleOnesAreRefused(String name) {
    assertRefused(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Ada",
        "Ада Лавлейс",
        "Ада Lovelace",
        "Ελένη",
        "李小龍",
        "محمد",
        "علی\u200cرضا",
        "क्\u200dष",
        "אדה",
        "Ngọc",
        "👩‍👩‍👧",
        "❤️‍🔥 Ada",
        "Guide Dog",
        "Systematic",
        "Robot 7",
        "O'Neill-Smith"
      })
  void namesOfAllScriptsAreWelcome(String name) {
    assertEquals(name, Names.chosen(name));
  }

  @Test
  void generatedNamesAreNotRefused() {
    Random random = new Random(1);
    for (int i = 0; i < 2_000; i++) {
      String name = Names.random(random);
      assertEquals(name, Names.chosen(name));
    }
  }

  @Test
  void marksForTheDirectionOfWritingAreLeftOut() {
    assertEquals("מ", Names.chosen("\u200fמ\u200e"));
  }

  @Test
  void whatLooksAlikeHasOneSkeleton() {
    assertEquals(Skeleton.of("Alice"), Skeleton.of("\u0410l\u0456ce"));
    assertEquals(Skeleton.of("paypal"), Skeleton.of("\u0440\u0430yp\u0430l"));
    assertEquals(Skeleton.of("Gu\u200bide"), Skeleton.of("guide"));
    assertNotEquals(Skeleton.of("Alice"), Skeleton.of("Alicia"));
  }

  private static void assertRefused(String name) {
    ProblemException refusal = assertThrows(ProblemException.class, () -> Names.chosen(name));
    assertEquals(Problem.INVALID_REQUEST, refusal.problem());
  }
}
