package io.parley.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MarkdownExportTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "no code",
        "```java\nint i;\n```",
        "~~~\n```\n~~~",
        "````\n```\n````\nafter",
        "inline ```x``` only",
        "```x``` at the beginning",
        "    ```\nindented"
      })
  void whatIsWholeStaysAsItIs(String markdown) {
    assertEquals(markdown, MarkdownExport.closed(markdown));
  }

  @ParameterizedTest
  @CsvSource({
    "'```java\nint i;',```",
    "'````\n```',````",
    "'~~~\ncode\n```',~~~",
    "'```\na\n```\n```',```"
  })
  void aCodeBlockThatWasCutOffIsClosed(String markdown, String fence) {
    assertEquals(markdown + "\n" + fence, MarkdownExport.closed(markdown));
  }
}
