package io.parley.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.parley.history.HistoryCursor;
import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpaqueCursorTest {
  private static final List<Consumer<String>> READERS =
      List.of(HistoryCursor::read, ConversationCursor::read);

  @Test
  void aPlaceComesBackAsItWasGiven() {
    assertEquals(Optional.of("e2:7/x,-1"), OpaqueCursor.read(OpaqueCursor.of("e2:7/x,-1")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        ":",
        ",",
        "/",
        "e2:",
        "2026-11-28T00:00:00Z",
        "2026-11-28T00:00:00Z,no-id",
        "+999999999-12-31T23:59:59Z,01a21f91-33dd-75e4-98d1-70e626e3f29d"
      })
  void aPlaceThatIsNoneIsRejected(String place) {
    READERS.forEach(reader -> assertRejected(reader, OpaqueCursor.of(place)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"%%%", "a b", "AA=A", "é", "AAAAA"})
  void anUnencodedAddressIsRejected(String cursor) {
    READERS.forEach(reader -> assertRejected(reader, cursor));
  }

  private static void assertRejected(Consumer<String> reader, String cursor) {
    var refused = assertThrows(ProblemException.class, () -> reader.accept(cursor));
    assertEquals(Problem.INVALID_REQUEST, refused.problem());
  }
}
