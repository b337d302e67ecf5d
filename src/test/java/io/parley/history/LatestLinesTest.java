package io.parley.history;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LatestLinesTest {
  @Test
  void marksOfMarkdownAreLeftOut() {
    assertEquals("Tea at five", LatestLines.plain("**Tea** at [five](https://tea.example)"));
    assertEquals("A title", LatestLines.plain("\n## A title\n\nMore"));
    assertEquals("first", LatestLines.plain("- first\n- second"));
    assertEquals("let x = 1;", LatestLines.plain("```js\nlet x = 1;\n```"));
  }

  @Test
  void aLongLineIsShortenedBetweenCodePoints() {
    assertEquals("😀".repeat(160) + "…", LatestLines.plain("😀".repeat(200)));
  }

  @Test
  void whatSaysNothingIsEmpty() {
    assertEquals("", LatestLines.plain("```\n```\n\n"));
  }
}
