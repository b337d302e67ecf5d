package io.parley.testing.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

/// What the pages of rooms and of private conversations have in common for whoever is in front of
/// them: messages, replies and a composer.
public interface ChatScreen {
  Page page();

  /// @param state of the connection
  default void shows(String state) {
    assertThat(page().locator("parley-connection")).hasAttribute("data-state", state);
  }

  default Locator composer() {
    return page().locator("#composer");
  }

  /// With Enter, or where the keyboard is on the glass with the button.
  default void send(String text) {
    composer().fill(text);
    if ("enter".equals(composer().getAttribute("enterkeyhint"))) {
      button("Send").click();
    } else {
      composer().press("Enter");
    }
  }

  /// The messages and replies that are shown.
  default Locator rows() {
    return page().locator("parley-message");
  }

  /// The latest reply.
  default Locator reply() {
    return page().locator("parley-message[data-role=assistant]").last();
  }

  default Locator replyText() {
    return reply().locator(".text");
  }

  default void replyIs(String status) {
    assertThat(reply()).hasAttribute("data-status", status);
  }

  default Locator button(String name) {
    return page()
        .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }
}
