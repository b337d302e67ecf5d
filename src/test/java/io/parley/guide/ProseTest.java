package io.parley.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.parley.guide.Passage.Kind;
import org.junit.jupiter.api.Test;

class ProseTest {
  @Test
  void aRowIsSaidInALine() {
    Passage row =
        new Passage(
            Kind.ROW,
            "| `a` | `A` | 60 | | Maximum |",
            "",
            "| key | env | default | unit | what |\n|---|---|");

    assertEquals("`a`: env `A`, default 60, what Maximum.", Prose.of(row));
  }

  @Test
  void aRowOfTwoCellsNeedsNoNames() {
    Passage row =
        new Passage(Kind.ROW, "| `Esc` | Stops the reply |", "", "| Key | What |\n|---|---|");

    assertEquals("`Esc`: Stops the reply.", Prose.of(row));
  }

  @Test
  void anItemLosesItsBullet() {
    assertEquals(
        "Green tea, hot.", Prose.of(new Passage(Kind.ITEM, "* Green tea,\n  hot", "", "")));
  }

  @Test
  void theFirstSentencesComeFirst() {
    assertEquals(
        new Prose.Split("One is short. Two is too.", "Three is left over."),
        Prose.split("One is short. Two is too. Three is left over.", 30));
    assertEquals(
        new Prose.Split("Longer than allowed.", ""), Prose.split("Longer than allowed.", 3));
  }

  @Test
  void aVersionIsNotTheEndOfASentence() {
    assertEquals(
        new Prose.Split("Version 2.0 is out.", "Get it."),
        Prose.split("Version 2.0 is out. Get it.", 3));
  }
}
