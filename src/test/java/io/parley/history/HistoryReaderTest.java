package io.parley.history;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.parley.conversation.Transcript;
import io.parley.event.ConversationId;
import io.parley.live.LogOf;
import io.parley.platform.Ids;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// However pages lie, each message is told once.
class HistoryReaderTest {
  private final ConversationId conversation = new ConversationId(Ids.next());
  private final LogOf log = new LogOf(conversation, "e", 1);
  private final PagedHistory history = new PagedHistory();
  private final HistoryReader reader = new HistoryReader();

  @BeforeEach
  @SuppressWarnings("UnnecessaryAssignment") // there is no container here
  void tenMessages() {
    reader.history = history;
    IntStream.range(0, 10)
        .forEach(i -> {
          var posted = log.posted("m" + i);
          history.said.add(Transcript.posted(posted, posted.event()));
        });
    history.pageSize = 4;
  }

  @Test
  void aConversationIsToldFromItsBeginning() throws IOException {
    assertEquals(numbers(0, 10), told(reader.of(conversation)));
    assertEquals(5, history.pagesRead);
  }

  @Test
  void pagesThatBecameShorterInTheMeantimeLeaveNothingOut() throws IOException {
    HistoryReader.Reading reading = reader.of(conversation);
    history.pageSize = 1;
    assertEquals(numbers(0, 10), told(reading));
  }

  @Test
  void pagesThatBecameLongerInTheMeantimeRepeatNothing() throws IOException {
    HistoryReader.Reading reading = reader.of(conversation);
    history.pageSize = 9;
    assertEquals(numbers(0, 10), told(reading));
  }

  @Test
  void whatIsRemovedInTheMeantimeIsNotLookedForInAllThatIsOlder() throws IOException {
    HistoryReader.Reading reading = reader.of(conversation);
    int before = history.pagesRead;
    history.said.subList(2, 6).clear();
    List<String> told = told(reading);
    assertEquals(List.of("m0", "m1", "m6", "m7", "m8", "m9"), told);
    assertEquals(2, history.pagesRead - before);
  }

  private static List<String> told(HistoryReader.Reading reading) throws IOException {
    List<String> told = new ArrayList<>();
    reading.forEach(message -> told.add(message.content()));
    return told;
  }

  private static List<String> numbers(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "m" + i).toList();
  }
}
