package io.parley.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.parley.conversation.Conversation;
import io.parley.event.ConversationId;
import io.parley.event.Position;
import io.parley.identity.Caller;
import io.parley.identity.GuestDesk;
import io.parley.live.LiveConversation;
import io.parley.participant.Participant;
import io.parley.platform.Ids;
import io.parley.platform.Problem;
import io.parley.realtime.Connection;
import io.parley.realtime.TestConnections;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RoomSessionTest {
  private final RecordedOperations operations = new RecordedOperations();
  private final Caller ada = GuestDesk.caller("192.0.2.1");
  private final RoomSession session =
      new RoomSession(operations, TestConnections.toNowhere(), "lobby", ada);

  @Test
  void whoeverCouldNotBeLetInLeavesNothingBehind() {
    session.request("{\"type\":\"join\"}").handle().run();
    assertEquals(List.of("enter", "leave"), operations.done);
    assertFalse(session.joined());
    session.end();
    assertEquals(List.of("enter", "leave"), operations.done);
  }

  /// Lets somebody in by half, as if this node could not read the log.
  private static final class RecordedOperations extends RoomOperations {
    final List<String> done = new ArrayList<>();

    @Override
    Room room(String name) {
      return new Room(
          new ConversationId(Ids.next()),
          name,
          "",
          0,
          Optional.empty(),
          Optional.of(Conversation.Answers.ALL),
          Optional.empty(),
          Instant.EPOCH);
    }

    @Override
    boolean stands(Caller caller) {
      return true;
    }

    @Override
    LiveConversation enter(
        Room room,
        Participant participant,
        boolean renaming,
        Connection connection,
        Optional<Position> after) {
      done.add("enter");
      throw Problem.UNAVAILABLE.because("This server has not read the event log yet.");
    }

    @Override
    void leave(Room room, Participant participant, Connection connection) {
      done.add("leave");
    }
  }
}
