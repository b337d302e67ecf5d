package io.parley.room;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.parley.testing.ApiClient;
import io.parley.testing.ParleyNode;
import io.parley.testing.TestBed;
import io.parley.testing.browser.Browser;
import io.parley.testing.browser.Visitor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What was said before one came. A page of history has 50 messages.
class RoomHistoryE2E {
  private static final int MESSAGES = 70;

  @RegisterExtension final Browser browser = new Browser();

  private final ParleyNode node = TestBed.node();
  private final TestRoom room = TestRoom.quiet(node);

  @Test
  void itReadsWithoutJavaScriptPageByPage() {
    saySomething();
    var page = browser.page(Visitor.named("ada").withoutScripts());
    page.navigate("/rooms/" + room.name());
    var texts = page.locator("parley-message .text");
    assertThat(texts).hasCount(50);
    assertThat(texts.first()).hasText("Message 21.");
    assertThat(texts.last()).hasText("Message 70.");
    assertThat(texts.first()).isVisible();
    // rows out of sight are not rendered until somebody scrolls to them
    texts.last().evaluate("row => row.scrollIntoView()");
    assertThat(texts.last()).isVisible();
    assertThat(page.locator("main noscript p")).isVisible();

    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Earlier messages")).click();

    assertThat(texts).hasCount(20);
    assertThat(texts.first()).hasText("Message 1.");
    assertThat(texts.last()).hasText("Message 20.");
  }

  @Test
  void earlierMessagesLoadAboveWhereOneReadsAndArePrinted() {
    saySomething();
    var ada = RoomScreen.enter(browser.page("ada"), room);
    assertThat(text(ada, 70)).isInViewport();
    assertThat(text(ada, 1)).hasCount(0);

    ada.page().locator(".scroller").press("Home");

    assertThat(text(ada, 1)).hasCount(1);
    assertThat(ada.rows()).hasCount(MESSAGES);
    assertThat(ada.rows().first()).containsText("Message 1.");
    assertThat(ada.page().locator(".earlier")).hasText("This is the beginning.");

    var grace = RoomScreen.enter(browser.page("grace"), room);
    grace.page().pdf();
    grace.page().evaluate("() => dispatchEvent(new Event('beforeprint'))");
    assertThat(grace.rows()).hasCount(MESSAGES);
    assertThat(grace.rows().first()).containsText("Message 1.");
  }

  private static Locator text(RoomScreen screen, int number) {
    return screen
        .rows()
        .getByText("Message %d.".formatted(number), new Locator.GetByTextOptions().setExact(true));
  }

  /// By two people: one alone would say too much for a minute.
  private void saySomething() {
    var authors = new ApiClient[] {room.host(), ApiClient.guest(node, "Joan")};
    for (int number = 1; number <= MESSAGES; number++) {
      room.post(authors[number % 2], "Message %d.".formatted(number));
    }
  }
}
