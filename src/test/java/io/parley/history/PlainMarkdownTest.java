package io.parley.history;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainMarkdownTest {
  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "**bold** and *soft* => bold and soft",
        "`code` here => code here",
        "## A heading => A heading",
        "> quoted => quoted",
        "3. third => third",
        "see [the plan](https://x.example/a?b=c \"t\") now => see the plan now",
        "![a cat](/cat.png) => a cat",
        "| tea | 4 minutes | => tea · 4 minutes",
        "~~gone~~ here => gone here"
      })
  void marksAreLeftOut(String markdown, String plain) {
    assertEquals(plain, PlainMarkdown.of(markdown));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2 * 3 * 4",
        "snake_case_name",
        "a -> b",
        "C# and F#",
        "#general",
        "x[1] (see below)",
        "1.5 litres",
        "\\*not soft\\*",
        "5 - 3"
      })
  void whatOnlyLooksLikeAMarkStays(String text) {
    assertEquals(text, PlainMarkdown.of(text));
  }

  @Test
  void codeKeepsItsLines() {
    assertEquals("int a = 1;\nint b;\n", PlainMarkdown.of("```java\nint a = 1;\nint b;\n```\n"));
    assertEquals("a · b\n1 · 2\n", PlainMarkdown.of("| a | b |\n|---|---|\n| 1 | 2 |\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "[a](", "*", "> ", "|", "`", "- ", "_a", "](", "\n>"})
  void noTextTakesLong(String part) {
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(2), () -> PlainMarkdown.of(part.repeat(100_000)));
  }
}
