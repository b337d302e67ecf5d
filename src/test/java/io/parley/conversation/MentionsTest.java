package io.parley.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What counts as a mention. The page's `session/mentions.js` is tested with the same table.
class MentionsTest {
  private static final List<String> NAMES =
      List.of(
          "guide",
          "gpt-4",
          "gpt-4.1",
          "gpt-4o",
          "gpt-40",
          "openai/gpt-4.1",
          "llama3.2:3b",
          "Ada",
          "Ada Lovelace",
          "Zoë",
          "O'Brien",
          "太郎",
          "عمر",
          "🦊");

  record Row(String text, List<String> mentions) {}

  @ParameterizedTest
  @MethodSource("table")
  void aTextMentions(Row row) {
    assertEquals(row.mentions(), Mentions.in(row.text(), names()::find), row.text());
  }

  @Test
  void ofNamesThatLookTheSameTheFirstCountsUnlessAnotherIsWrittenExactlySo() {
    Mentions.Names<Integer> names = new Mentions.Names<Integer>().add("o1", 1).add("ol", 2);
    assertEquals(List.of(1, 2, 1), Mentions.in("@o1 @ol @0l", names::find));
  }

  @Test
  void theNumberOfMentionsIsBounded() {
    assertEquals(Mentions.MOST, Mentions.in("@Ada ".repeat(1_000), names()::find).size());
  }

  @Test
  void hostileTextTakesLittleTime() {
    Mentions.Names<String> names = names();
    assertTimeoutPreemptively(
        Duration.ofSeconds(2),
        () -> {
          for (String piece : List.of("@", "`", "``` \n", "`\n", "@a ", "@a.-", "``@```", "> ")) {
            int times = MessageText.MAX_LENGTH / piece.length();
            assertEquals(List.of(), Mentions.in(piece.repeat(times) + "@none", names::find), piece);
          }
        });
  }

  private static Mentions.Names<String> names() {
    Mentions.Names<String> names = new Mentions.Names<>();
    NAMES.forEach(name -> names.add(name, name));
    return names;
  }

  private static Stream<Row> table() throws IOException {
    return new ObjectMapper()
            .readValue(
                Path.of("src/test/js/mentions-table.json").toFile(),
                new TypeReference<List<Row>>() {})
            .stream();
  }
}
