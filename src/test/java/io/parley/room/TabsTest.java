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

class TabsTest {
  private final Tabs tabs = new Tabs();
  private final ConversationId lobby = new ConversationId(Ids.next());
  private final Participant ada = new Participant(new ParticipantId(Ids.next()), "Ada");
  private final Participant renamed = new Participant(ada.id(), "Augusta");

  @Test
  void onlyTheFirstTabAndTheLastAreNews() {
    assertTrue(tabs.add(lobby, ada, "1"));
    assertFalse(tabs.add(lobby, ada, "2"));
    assertFalse(tabs.add(lobby, ada, "2"));
    assertEquals(Optional.empty(), tabs.remove(lobby, ada.id(), "2"));
    assertEquals(Optional.of(ada), tabs.remove(lobby, ada.id(), "1"));
    assertEquals(Set.of(), tabs.conversations());
  }

  @Test
  void whatWasNeverThereCannotGo() {
    assertEquals(Optional.empty(), tabs.remove(lobby, ada.id(), "1"));
    tabs.add(lobby, ada, "1");
    assertEquals(Optional.empty(), tabs.remove(lobby, ada.id(), "2"));
    assertEquals(List.of(ada), tabs.in(lobby));
  }

  @Test
  void aNewNameIsNews() {
    assertFalse(tabs.rename(lobby, renamed));
    tabs.add(lobby, ada, "1");
    assertTrue(tabs.add(lobby, renamed, "2"));
    assertFalse(tabs.rename(lobby, renamed));
    assertTrue(tabs.rename(lobby, ada));
    assertEquals(List.of(ada), tabs.in(lobby));
  }

  @Test
  void somebodyInTwoConversationsIsOneParticipant() {
    tabs.add(lobby, ada, "1");
    tabs.add(new ConversationId(Ids.next()), ada, "2");
    assertEquals(1, tabs.participants());
  }
}
