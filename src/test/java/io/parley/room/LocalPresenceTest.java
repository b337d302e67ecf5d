package io.parley.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.event.ConversationId;
import io.parley.participant.Participant;
import io.parley.participant.ParticipantId;
import io.parley.platform.Ids;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LocalPresenceTest {
  private final LocalPresence localPresence = new LocalPresence();
  private final ConversationId lobby = new ConversationId(Ids.next());
  private final Participant ada = new Participant(new ParticipantId(Ids.next()), "Ada");
  private final Participant renamed = new Participant(ada.id(), "Augusta");

  @Test
  void onlyTheFirstTabAndTheLastAreNews() {
    assertTrue(localPresence.add(lobby, ada, "1"));
    assertFalse(localPresence.add(lobby, ada, "2"));
    assertFalse(localPresence.add(lobby, ada, "2"));
    assertEquals(Optional.empty(), localPresence.remove(lobby, ada.id(), "2"));
    assertEquals(Optional.of(ada), localPresence.remove(lobby, ada.id(), "1"));
    assertEquals(Set.of(), localPresence.conversations());
  }

  @Test
  void whatWasNeverThereCannotGo() {
    assertEquals(Optional.empty(), localPresence.remove(lobby, ada.id(), "1"));
    localPresence.add(lobby, ada, "1");
    assertEquals(Optional.empty(), localPresence.remove(lobby, ada.id(), "2"));
    assertEquals(List.of(ada), localPresence.in(lobby));
  }

  @Test
  void aNewNameIsNews() {
    assertFalse(localPresence.rename(lobby, renamed));
    localPresence.add(lobby, ada, "1");
    assertTrue(localPresence.add(lobby, renamed, "2"));
    assertFalse(localPresence.rename(lobby, renamed));
    assertTrue(localPresence.rename(lobby, ada));
    assertEquals(List.of(ada), localPresence.in(lobby));
  }

  @Test
  void somebodyInTwoConversationsIsOneParticipant() {
    localPresence.add(lobby, ada, "1");
    localPresence.add(new ConversationId(Ids.next()), ada, "2");
    assertEquals(1, localPresence.participants());
  }
}
