package io.parley.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.parley.archive.ArchiveDatabase;
import io.parley.archive.PageBytes;
import io.parley.conversation.Conversation;
import io.parley.conversation.ConversationSettings;
import io.parley.conversation.Transcript;
import io.parley.history.HistoryReader;
import io.parley.history.PagedHistory;
import io.parley.live.LogOf;
import io.parley.participant.ParticipantId;
import io.parley.platform.Ids;
import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A fork has its part of the memory before it reads what is copied.
class ForksTest {
  private static final int TEXT = 1_000;

  private final PagedHistory history = new PagedHistory();
  private final HistoryReader reader = history.reader();
  private final Forks forks = new Forks();
  private final CopyMemory memory = new CopyMemory(2L * PageBytes.MAX, 2, 8);
  private final ParticipantId bob = new ParticipantId(Ids.next());

  @BeforeEach
  @SuppressWarnings("UnnecessaryAssignment") // there is no container here
  void build() {
    forks.reader = reader;
    forks.history = history;
    forks.memory = memory;
    forks.config = CopyConfig.from(key -> Optional.ofNullable(Map.<String, String>of().get(key)));
  }

  @Test
  void aBranchThatDoesNotFitIsReadForItsSizesAlone() {
    Conversation source =
        Conversation.opened(
            ArchiveDatabase.room("unused").id(),
            LogOf.ADA.id(),
            ConversationSettings.NONE,
            LogOf.START);
    say(source, 10);
    history.pageSize = 2;
    CopyMemory.Hold others = memory.take(bob, 2L * PageBytes.MAX - 10 * TEXT + 1);
    assertEquals(Problem.UNAVAILABLE, refused(source));
    assertEquals(5 + 4, history.pagesRead); // their names, then their sizes; the last one is kept
    others.close();
    memory.take(LogOf.ADA.id(), 2L * PageBytes.MAX).close();
  }

  @Test
  void aRoomThatDoesNotFitIsNotRead() {
    Conversation source = ArchiveDatabase.room("busy");
    say(source, 10);
    CopyMemory.Hold others = memory.take(bob, PageBytes.MAX + 1);
    assertEquals(Problem.UNAVAILABLE, refused(source));
    assertEquals(0, history.pagesRead);
    others.close();
    memory.take(LogOf.ADA.id(), 2L * PageBytes.MAX).close();
  }

  private Problem refused(Conversation source) {
    return assertThrows(
            ProblemException.class, () -> forks.fork(source, Optional.empty(), LogOf.ADA.id()))
        .problem();
  }

  private void say(Conversation conversation, int messages) {
    LogOf log = new LogOf(conversation.id(), "e", 1);
    IntStream.range(0, messages)
        .forEach(i -> {
          var posted = log.posted("x".repeat(TEXT));
          history.said.add(Transcript.posted(posted, posted.event()));
        });
  }
}
