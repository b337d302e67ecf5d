package io.parley.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpellingTest {
  private final Spelling spelling =
      new Spelling(
          Map.of("room", 90, "rooms", 40, "conversation", 80, "delete", 30, "two", 9, "search", 7));

  @ParameterizedTest
  @CsvSource({
    "romm, room",
    "rom, room",
    "convresation, conversation",
    "convertation, conversation",
    "tow, two",
    "serach, search",
    "delet, delete"
  })
  void aMistypedWordIsCorrected(String typed, String meant) {
    assertEquals(Optional.of(meant), spelling.correction(typed));
  }

  @ParameterizedTest
  @ValueSource(strings = {"room", "x", "rm", "balloon", "boom2", "confusion", "the", "a.b"})
  void aWordThatIsRightOrFarFromAllOthersStays(String word) {
    assertEquals(Optional.empty(), spelling.correction(word));
  }
}
