package io.parley.assistant;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class TitleTest {
  @Test
  void theFirstLineThatSaysSomethingIsTheTitle() {
    assertEquals("What is a room?", Title.ofFirstLine("\n \t\n  What is  a room? \nAnd why?"));
  }

  @Test
  void aLongLineIsCutAtAWord() {
    assertEquals(
        "word word word word word word word word word word word word…",
        Title.ofFirstLine("word ".repeat(40)));
    assertEquals("\uD83D\uDC4B".repeat(60) + "…", Title.ofFirstLine("\uD83D\uDC4B".repeat(61)));
  }

  @Test
  void whatAModelPutsAroundATitleIsTakenAway() {
    assertEquals(Optional.of("Soil and seeds"), Title.ofModel("\n**\"Soil and seeds.\"**\n"));
    assertEquals(Optional.of("Böden"), Title.ofModel("„Böden“"));
    assertEquals(Optional.of("Why C#?"), Title.ofModel("# Why C#?"));
  }

  @Test
  void anAnswerThatIsNoTitleIsNone() {
    assertEquals(Optional.empty(), Title.ofModel(" \n"));
    assertEquals(Optional.empty(), Title.ofModel("I would be happy to help! ".repeat(20)));
  }
}
