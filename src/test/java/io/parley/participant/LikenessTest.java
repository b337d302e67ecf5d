package io.parley.participant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LikenessTest {
  @ParameterizedTest
  @CsvSource({
    // the same letters
    "Ada, ada",
    "Ada, A d a",
    "Ada, 'Ada.'",
    "Ada, A_d-a",
    "Ada Lovelace, AdaLovelace",
    "Ada, 'Ada ✓'",
    // homoglyphs and accents
    "Ada, \u0410\u0501\u0430",
    "Alice, Al\u0456ce",
    "Alice, \uff21\uff4c\uff49\uff43\uff45",
    "Alice, \ud835\udc00lice",
    "Zoe, Zo\u00eb",
    "Ada, A\u0301da",
    // zero-width characters
    "Ada, A\u200bda",
    "Ada, A\u2060d\ufeffa",
    "Ada, Ad\u00ada",
    // digits and signs for letters
    "Ada, 4da",
    "Ada, @da",
    "Leo, L30",
    "Leo, Le0",
    "Kai, Ka1",
    "Kai, Ka|",
    "Alice, A1ice",
    "Alice, AIice",
    "Tess, 7e55",
    "Bob, 80b",
    "Ian, lan",
    "Ada, \u0664da"
  })
  void namesThatAreTakenForOneAnotherAreAlike(String one, String other) {
    assertTrue(Likeness.of(one).matches(Likeness.of(other)), () -> one + " and " + other);
    assertTrue(Likeness.of(other).matches(Likeness.of(one)), () -> other + " and " + one);
  }

  @ParameterizedTest
  @CsvSource({
    "Ada, Adam",
    "Kai, Kal",
    "Ada, Ada 2",
    "Ada 2, Ada 3",
    "7, 8",
    "李小龍, 李小狼",
    "\u092e\u0940\u0928\u093e, \u092e\u093e\u0928",
    "👩‍👩‍👧, 🦊",
    "Grace, Ada"
  })
  void othersAreNot(String one, String other) {
    assertFalse(Likeness.of(one).matches(Likeness.of(other)), () -> one + " and " + other);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Admin",
        "4dmin",
        "Adm1n",
        "ADMlN",
        "a d m i n",
        "Admin 2",
        "Admin_01",
        "\u0410dmin",
        "Moderator",
        "M0derator",
        "Mod",
        "The Moderators",
        "0perat0r",
        "Operator!",
        "The Real Operator",
        "Parley Support",
        "ParleySupport",
        "Official Parley Team",
        "Supp0rt",
        "$upport",
        "5ystem",
        "System 1",
        "Guide 2",
        "GPT-5",
        "Claude 4",
        "AI Assistant",
        "Chat Bot",
        "Staff",
        "Everyone",
        "Ada (Admin)",
        "Ada | moderator",
        "Ada the 0perator"
      })
  void namesOfTheOperatorAndOfModelsAreReserved(String name) {
    ProblemException refusal = assertThrows(ProblemException.class, () -> Names.chosen(name));
    assertEquals(Problem.INVALID_REQUEST, refusal.problem());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Ada",
        "Robot 7",
        "Guide Dog",
        "Systematic",
        "Botany",
        "Modest Mouse",
        "Supportive Sam",
        "Theo",
        "Aida",
        "Teamo",
        "Claudette",
        "Gemini Rising",
        "Helga",
        "R2D2",
        "007",
        "李小龍"
      })
  void namesThatOnlyBeginLikeThatAreNot(String name) {
    assertEquals(name, Names.chosen(name));
  }

  @Test
  void generatedNamesAreNotReserved() {
    Random random = new Random(3);
    for (int i = 0; i < 2_000; i++) {
      assertFalse(ReservedNames.include(Names.random(random)));
    }
  }
}
