package io.parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.parley.conversation.Conversation;
import io.parley.event.ConversationId;
import io.parley.platform.Ids;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SidebarTest {
  @Test
  void conversationsStandUnderTheDayTheyWereLastSpokenIn() {
    var groups =
        Sidebar.grouped(
            List.of(
                spokenIn("2026-11-21T00:00:00Z"),
                spokenIn("2026-11-20T23:59:59Z"),
                spokenIn("2026-11-14T00:00:00Z"),
                spokenIn("2026-11-13T23:59:59Z"),
                spokenIn("2025-01-01T00:00:00Z")),
            LocalDate.parse("2026-11-21"));

    assertEquals(
        List.of("Today 1", "Yesterday 1", "Previous 7 days 1", "Older 2"),
        groups.stream().map(group -> group.name() + " " + group.entries().size()).toList());
  }

  @Test
  void aConversationWithoutATitleIsANewOne() {
    var groups =
        Sidebar.grouped(List.of(spokenIn("2026-11-21T00:00:00Z")), LocalDate.parse("2026-11-21"));

    assertEquals("New conversation", groups.getFirst().entries().getFirst().title());
  }

  private static ConversationList.Item spokenIn(String at) {
    var time = Instant.parse(at);
    return new ConversationList.Item(
        new ConversationId(Ids.next()),
        Conversation.Kind.PRIVATE,
        Optional.empty(),
        Optional.empty(),
        false,
        time,
        time,
        Optional.of(time));
  }
}
