package io.parley.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SearchCursorTest {
  @Test
  void aCursorComesBackAsItWasGiven() {
    SearchCursor cursor =
        new SearchCursor(
            Instant.ofEpochMilli(1_000),
            new SearchStore.Range(Optional.of(9L), Optional.of(4L)),
            Optional.of(new SearchCursor.Last(-0.5, 7)));

    assertEquals(cursor, SearchCursor.read(cursor.toString()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "1/", "x/2", "1/2/3", "1/2/3/4", "1/2/3/9999999999999999999/5"})
  void aPlaceThatIsNoneIsRejected(String place) {
    String cursor =
        Base64.getUrlEncoder().encodeToString(place.getBytes(StandardCharsets.US_ASCII));

    var refused = assertThrows(ProblemException.class, () -> SearchCursor.read(cursor));

    assertEquals(Problem.INVALID_REQUEST, refused.problem());
  }
}
