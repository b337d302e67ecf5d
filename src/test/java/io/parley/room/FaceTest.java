package io.parley.room;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaceTest {
  /// The values are those of `colourOf` in `js/session/colours.js`.
  @ParameterizedTest
  @CsvSource({
    "'',1",
    "guest-1,9",
    "01a21ea1-22e0-7d06-a6c6-42d4529f4df1,2",
    "01a21ea1-2310-70fd-8ee4-421d96394ce7,5"
  })
  void aPersonHasTheSameColourAsOnOtherPages(String id, int colour) {
    assertEquals(colour, Face.colour(id));
  }
}
