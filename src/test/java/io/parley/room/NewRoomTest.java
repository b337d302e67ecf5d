package io.parley.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NewRoomTest {
  @ParameterizedTest
  @CsvSource({"Book Club, book-club", "LOBBY, lobby", "a/b?c, a-b-c", "--x--, x"})
  void aTextThatIsNoNameIsLikeOne(String text, String name) {
    assertEquals(name, NewRoom.nameLike(text));
    assertTrue(NewRoom.isName(NewRoom.nameLike(text)));
  }

  @Test
  void nothingIsLikeATextWithoutLetters() {
    assertEquals("", NewRoom.nameLike("…!"));
  }

  @Test
  void whatIsLikeALongTextIsNoLongerThanAName() {
    assertTrue(NewRoom.isName(NewRoom.nameLike("a very long name ".repeat(20))));
  }
}
