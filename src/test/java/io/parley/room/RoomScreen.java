package io.parley.room;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.parley.testing.browser.ChatScreen;

/// A room as a person has it in front of them.
record RoomScreen(Page page) implements ChatScreen {
  /// Goes into the room and waits until the page is live.
  static RoomScreen enter(Page page, TestRoom room) {
    page.navigate("/rooms/" + room.name());
    return new RoomScreen(page).whenJoined();
  }

  RoomScreen whenJoined() {
    shows("joined");
    return this;
  }

  void type(String text) {
    composer().pressSequentially(text);
  }

  /// Types, with a new line where the text has one.
  void typeLines(String text) {
    var lines = text.split("\n", -1);
    for (int index = 0; index < lines.length; index++) {
      if (index > 0) {
        composer().press("Shift+Enter");
      }
      type(lines[index]);
    }
  }

  /// What people have posted with this in it.
  Locator messages(String text) {
    return page.locator("parley-message[data-role=user]")
        .filter(new Locator.FilterOptions().setHasText(text));
  }

  /// Replies that were too complex to format.
  Locator plainReplies() {
    return page.locator("parley-message[data-role=assistant]")
        .filter(new Locator.FilterOptions().setHasText("Shown as plain text"));
  }

  /// What the others are typing, one for each.
  Locator drafts() {
    return page.locator("parley-drafts .draft .text");
  }

  Locator peopleButton() {
    return page.locator(".people-button");
  }

  /// From now on keeps every text that is seen as a draft, however briefly.
  void watchDrafts() {
    page.evaluate(
        """
        () => {
          window.draftsSeen = [];
          const host = document.querySelector("parley-drafts");
          new MutationObserver(() => {
            for (const text of host.querySelectorAll(".draft .text")) {
              if (text.textContent) window.draftsSeen.push(text.textContent);
            }
          }).observe(host, { childList: true, characterData: true, subtree: true });
        }
        """);
  }

  /// Since [#watchDrafts], separated by lines.
  String draftsSeen() {
    return (String) page.evaluate("() => window.draftsSeen.join('\\n')");
  }
}
