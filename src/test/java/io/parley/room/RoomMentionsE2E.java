package io.parley.room;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.parley.testing.TestBed;
import io.parley.testing.browser.Accessibility;
import io.parley.testing.browser.Browser;
import io.parley.testing.browser.Visitor;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// People mention each other and models, and see where they were mentioned.
class RoomMentionsE2E {
  @RegisterExtension final Browser browser = new Browser();

  private final TestRoom room = TestRoom.quiet(TestBed.node());

  @Test
  void aNameIsCompletedWithTheKeyboard() {
    var ada = RoomScreen.enter(browser.page("ada"), room);
    var grace = RoomScreen.enter(browser.page("grace"), room);
    rename(grace, "Grace Hopper");
    assertThat(ada.page().locator("#people li[data-id] .name").getByText("Grace Hopper"))
        .hasCount(1);

    ada.type("Hello @gra");
    var list = ada.page().locator("#mention-list");
    assertThat(list.locator("[role=option]").first()).containsText("Grace Hopper");
    assertThat(ada.composer()).hasAttribute("aria-activedescendant", "mention-0");
    Accessibility.assertNoViolations(ada.page());
    ada.composer().press("Enter");
    assertThat(list).isHidden();
    assertThat(ada.composer()).hasValue("Hello @Grace Hopper ");
    assertEquals(0, ada.rows().count(), "Enter has chosen and sent nothing");

    ada.type("look");
    ada.composer().press("Enter");
    var mentioned = grace.messages("Hello @Grace Hopper look");
    assertThat(mentioned).hasAttribute("data-mentioned", "true");
    assertThat(mentioned.locator(".mentions-you")).hasText("mentions you");
    assertThat(grace.page().locator("[data-region=log]")).containsText("mentioned you: Hello");
    assertThat(ada.messages("Hello @Grace Hopper look"))
        .not()
        .hasAttribute("data-mentioned", "true");
    Accessibility.assertNoViolations(grace.page());
  }

  @Test
  void modelsAreOfferedAndEscapeClosesTheList() {
    var ada = RoomScreen.enter(browser.page("ada"), room);
    var list = ada.page().locator("#mention-list");

    ada.type("@");
    // The room's own model is offered at once, the others when the page has read of them.
    assertThat(list.locator("[role=option][data-kind=model]").nth(1)).isVisible();
    ada.composer().press("ArrowDown");
    assertThat(ada.composer()).hasAttribute("aria-activedescendant", "mention-1");
    ada.composer().press("Escape");
    assertThat(list).isHidden();
    ada.type("ech");
    assertThat(list).isHidden();

    ada.composer().fill("");
    ada.type("@ech");
    assertThat(list.locator("[role=option]").first()).containsText("echo");
    ada.composer().press("Tab");
    assertThat(ada.composer()).hasValue("@echo ");
    assertThat(ada.composer()).isFocused();
  }

  @Test
  void aNameThatIsTypedInFullIsSentWithEnter() {
    var ada = RoomScreen.enter(browser.page("ada"), room);

    ada.type("@echo");
    assertThat(ada.page().locator("#mention-list [role=option]").first()).containsText("echo");
    ada.composer().press("Enter");

    assertThat(ada.messages("@echo")).hasCount(1);
    ada.replyIs("finished");
  }

  @Test
  void onAPhoneANameIsTapped() {
    var ada = RoomScreen.enter(browser.page(Visitor.named("ada").onPhone()), room);

    ada.type("@ech");
    var option = ada.page().locator("#mention-list [role=option]").first();
    assertThat(option).isVisible();
    assertEquals(true, option.boundingBox().height >= 44, "a finger finds it");
    Accessibility.assertNoViolations(ada.page());
    option.tap();

    assertThat(ada.composer()).hasValue("@echo ");
    assertThat(ada.composer()).isFocused();
  }

  @Test
  void unreadMessagesAndMentionsAreMarkedOnEveryPageUntilTheyAreRead() {
    var page = browser.page("ada");
    page.waitForResponse(
        response -> response.url().endsWith("/read") && response.status() == 204,
        () -> RoomScreen.enter(page, room));
    page.navigate("/rooms/lobby");
    var elsewhere = new RoomScreen(page).whenJoined();
    var name = page.locator("parley-room").getAttribute("data-me-name");

    room.post(room.host(), "The first of two");
    room.post(room.host(), "@" + name + ", the second");

    var badge =
        page.locator("parley-rooms a[data-room='" + room.name() + "'] .unread-count").first();
    comesIntoView(page, badge);
    assertThat(badge).containsText("2 unread messages, 1 mentions you");
    assertThat(page).hasTitle(Pattern.compile("^\\(2\\) lobby · Parley$"));
    Accessibility.assertNoViolations(elsewhere.page());

    var back = RoomScreen.enter(page.context().newPage(), room);
    assertThat(back.messages("The first of two")).hasCount(1);
    assertThat(badge).hasCount(0);
    assertThat(page).hasTitle("lobby · Parley");
  }

  /// The page looks again whenever it gets the focus.
  private static void comesIntoView(Page page, Locator badge) {
    page.waitForCondition(() -> {
      page.evaluate("() => window.dispatchEvent(new Event('focus'))");
      return badge.count() == 1 && badge.textContent().contains("2 unread");
    });
  }

  private static void rename(RoomScreen screen, String name) {
    screen.button("Settings").click();
    screen.page().locator("#settings [data-rename]").click();
    screen.page().getByLabel("What should the others call you?").fill(name);
    screen.button("Save").click();
    screen.whenJoined();
  }
}
