package io.parley.room;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import io.parley.testing.TestBed;
import io.parley.testing.browser.Browser;
import io.parley.testing.browser.Visitor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The server goes and comes back while people are in a room.
class RoomRestartE2E {
  @RegisterExtension final Browser browser = new Browser();

  @Test
  void bothPagesReconnectByThemselvesAndMessagesSentInBetweenArriveOnce() {
    browser.expectComplaint("WebSocket connection to");
    browser.expectComplaint("net::ERR_CONNECTION|status of 503");
    try (var node = TestBed.startNode("restarted", Map.of())) {
      var room = TestRoom.quiet(node);
      var ada = RoomScreen.enter(browser.page(Visitor.named("ada"), node), room);
      var grace = RoomScreen.enter(browser.page(Visitor.named("grace"), node), room);
      ada.send("Before");
      assertThat(grace.messages("Before")).hasCount(1);

      node.stop();
      ada.shows("waiting");
      assertThat(ada.page().locator("[data-bar=connection]")).containsText("Reconnecting in");
      ada.send("Meanwhile");
      assertThat(ada.messages("Meanwhile")).hasAttribute("data-status", "pending");
      ada.type("And a draft");
      node.start();

      ada.whenJoined();
      grace.whenJoined();
      assertThat(ada.page().locator("[data-bar=connection]")).isHidden();
      assertThat(grace.drafts()).hasText("And a draft");
      ada.composer().press("Enter");
      theyShow(List.of(ada, grace), "Before", "Meanwhile", "And a draft");
      assertThat(ada.messages("Meanwhile")).hasAttribute("data-status", "posted");

      var late = RoomScreen.enter(browser.page(Visitor.named("late"), node), room);
      theyShow(List.of(late), "Before", "Meanwhile", "And a draft");
    }
  }

  private static void theyShow(List<RoomScreen> screens, String... texts) {
    for (var screen : screens) {
      assertThat(screen.rows().locator(".text")).hasText(texts);
    }
  }
}
