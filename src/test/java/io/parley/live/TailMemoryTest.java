package io.parley.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.conversation.Message;
import io.parley.event.ConversationId;
import io.parley.event.Event;
import io.parley.event.LogEntry;
import io.parley.platform.Ids;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TailMemoryTest {
  private static final int EVENTS = 200;
  private final TailMemory memory = new TailMemory(1_000L * TailMemory.EVENT_BYTES);
  private final List<Tail> tails = new ArrayList<>();

  @Test
  void conversationsTogetherKeepNoMoreThanThereIsRoomFor() {
    for (int n = 0; n < 100; n++) {
      filled();
    }
    // the tails that were filled first are shortened when they are swept
    tails.forEach(tail -> tail.expire(LogOf.START));
    assertTrue(events(tails.getFirst()) < EVENTS, "the first has " + events(tails.getFirst()));
    assertEquals(Tail.FEW_EVENTS, events(tails.getLast()));
    assertTrue(memory.taken() < 100L * (Tail.FEW_EVENTS + 1) * 2 * TailMemory.EVENT_BYTES);
  }

  @Test
  void whatATailDropsIsNotTakenForBeingThere() {
    for (int n = 0; n < 10; n++) {
      filled();
    }
    Tail shortened = tails.getLast();
    assertEquals(EVENTS + 1 - Tail.FEW_EVENTS, shortened.from());
  }

  @Test
  void whatIsForgottenIsGivenBack() {
    filled();
    assertTrue(memory.taken() > EVENTS * TailMemory.EVENT_BYTES);
    tails.getFirst().forgetAll();
    assertEquals(0, memory.taken());
    filled();
    tails.getLast().expire(LogOf.START.plusSeconds(1_000_000));
    assertEquals(0, memory.taken());
  }

  private void filled() {
    ConversationId id = new ConversationId(Ids.next());
    LogOf log = new LogOf(id, "e", 1);
    Tail tail = new Tail(memory, "e", 1);
    for (int n = 0; n < EVENTS; n++) {
      LogEntry<Event.MessagePosted> posted = log.posted("text");
      tail.add(
          posted,
          EncodedEvent.of(
              new OrderedEvent.MessagePosted(
                  Message.posted(id, posted.position(), posted.event()))));
    }
    tails.add(tail);
  }

  private static int events(Tail tail) {
    return tail.after(-1).size();
  }
}
