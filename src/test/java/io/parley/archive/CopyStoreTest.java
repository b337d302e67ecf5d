package io.parley.archive;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.event.ConversationId;
import io.parley.event.Event;
import io.parley.event.MessageId;
import io.parley.event.Origin;
import io.parley.event.ReplyId;
import io.parley.live.LogOf;
import io.parley.platform.Ids;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Which events make an archive wait for the others; what is found is a matter of [ArchiveStoreIT].
class CopyStoreTest {
  private final ConversationId conversation = new ConversationId(Ids.next());
  private final LogOf log = new LogOf(conversation, "e", 0);

  @Test
  void removalsConcernCopies() {
    assertTrue(CopyStore.concerns(log.removed(new MessageId(Ids.next())).event()));
    assertTrue(CopyStore.concerns(log.removedRoom().event()));
  }

  @Test
  void theErasureOfAPrivateConversationLeavesItsCopies() {
    assertFalse(CopyStore.concerns(log.erased().event()));
  }

  @Test
  void onlyMessagesCopiedOnThisServerAreCopies() {
    assertFalse(CopyStore.concerns(posted(Optional.empty())));
    assertFalse(CopyStore.concerns(posted(Optional.of(Origin.file()))));
    assertTrue(CopyStore.concerns(posted(Optional.of(copy()))));
  }

  @Test
  void aReplyMayBeACopyToo() {
    assertFalse(CopyStore.concerns(started(Optional.empty())));
    assertTrue(CopyStore.concerns(started(Optional.of(copy()))));
  }

  private Origin copy() {
    return Origin.copy(Optional.empty(), conversation, new MessageId(Ids.next()));
  }

  private Event.MessagePosted posted(Optional<Origin> origin) {
    return new Event.MessagePosted(
        new MessageId(Ids.next()),
        LogOf.ADA,
        "hello",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        origin,
        log.at());
  }

  private Event.ReplyStarted started(Optional<Origin> origin) {
    return new Event.ReplyStarted(
        new ReplyId(Ids.next()),
        new MessageId(Ids.next()),
        "demo/guide",
        1,
        Optional.empty(),
        origin,
        log.at());
  }
}
