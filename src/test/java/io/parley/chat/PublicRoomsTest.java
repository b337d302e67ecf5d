package io.parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.parley.archive.ArchiveDatabase;
import io.parley.conversation.Conversation;
import io.parley.conversation.ConversationCursor;
import io.parley.conversation.Conversations;
import io.parley.event.ConversationId;
import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The list of rooms while PostgreSQL is unavailable.
class PublicRoomsTest {
  private final PublicRooms rooms = new PublicRooms();
  private final List<Conversation> remembered = new ArrayList<>();

  @BeforeEach
  @SuppressWarnings("UnnecessaryAssignment") // there is no container here
  void withoutPostgresql() {
    rooms.conversations =
        new Conversations() {
          @Override
          public Optional<Conversation> find(ConversationId id) {
            throw away();
          }

          @Override
          public List<Conversation> rememberedRooms() {
            return remembered;
          }

          @Override
          public List<Conversation> rooms(Optional<ConversationCursor> before, int limit) {
            throw away();
          }
        };
  }

  @Test
  void aNodeThatDoesNotKnowTheLobbyListsTheRoomsThatItKnows() {
    remembered.add(ArchiveDatabase.room("known"));
    PublicRooms.Page page = rooms.page(Optional.empty(), 10);
    assertEquals(remembered, page.rooms());
    assertEquals(Optional.empty(), page.next());
  }

  @Test
  void aNodeThatKnowsNoRoomSaysWhy() {
    ProblemException refused =
        assertThrows(ProblemException.class, () -> rooms.page(Optional.empty(), 10));
    assertEquals(Problem.UNAVAILABLE, refused.problem());
  }

  private static ProblemException away() {
    return Problem.UNAVAILABLE.because("PostgreSQL is unavailable.");
  }
}
