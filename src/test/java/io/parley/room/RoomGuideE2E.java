package io.parley.room;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import io.parley.testing.TestBed;
import io.parley.testing.browser.Accessibility;
import io.parley.testing.browser.Browser;
import io.parley.testing.browser.Visitor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The built-in guide in a room: a few lines with numbered links, more on request, and nothing of
/// the documentation for those who only say hello.
class RoomGuideE2E {
  /// Of the first block in the transcript's column; a line more for other fonts.
  private static final int LINES = 5;

  @RegisterExtension final Browser browser = new Browser();

  private final TestRoom room = TestRoom.answeredByTheGuide(TestBed.node());

  @Test
  void anAnswerIsShortWithNumberedLinksAndMoreOnRequest() {
    var ada = RoomScreen.enter(browser.page("ada"), room);
    ada.send("How do I restore a backup?");
    ada.replyIs("finished");

    Locator more = ada.reply().locator("[data-show-more]");
    Locator rest = ada.replyText().locator("> :not(:first-child)");
    Locator number = ada.replyText().locator("a").first();
    assertThat(more).hasText("Show more");
    assertThat(more).hasAttribute("aria-expanded", "false");
    assertTrue(rest.count() > 0, "there is more");
    assertThat(rest.first()).isHidden();
    assertThat(number).hasText("[1]");
    assertTrue(lines(ada) <= LINES, () -> lines(ada) + " lines");
    assertEquals(
        200,
        ada.page().request().get(number.getAttribute("href").replaceFirst("#.*", "")).status());
    Accessibility.assertNoViolations(ada.page());

    double top = ada.replyText().boundingBox().y;
    more.focus();
    ada.page().keyboard().press("Enter");

    assertThat(more).hasText("Show less");
    assertThat(more).hasAttribute("aria-expanded", "true");
    assertThat(rest.first()).isVisible();
    assertEquals(top, ada.replyText().boundingBox().y, 1, "what is read stays where it is");
    Accessibility.assertNoViolations(ada.page());

    ada.page().keyboard().press("Enter");
    assertThat(rest.first()).isHidden();
  }

  @Test
  void theFoldIsThereAfterAReloadAndOnAPhone() {
    var ada = RoomScreen.enter(browser.page(Visitor.named("ada").onPhone()), room);
    ada.send("How do I restore a backup?");
    ada.replyIs("finished");
    ada.page().reload();
    ada.whenJoined();

    assertThat(ada.reply().locator("[data-show-more]")).hasText("Show more");
    assertThat(ada.replyText().locator("> :not(:first-child)").first()).isHidden();
    Accessibility.assertNoViolations(ada.page());
  }

  @Test
  void smallTalkGetsNoDocumentation() {
    var ada = RoomScreen.enter(browser.page("ada"), room);
    for (String talk :
        new String[] {"Hello everyone", "Me too!", "I think we should meet at noon"}) {
      ada.send(talk);
      assertThat(ada.messages(talk)).hasAttribute("data-status", "posted");
      assertThat(ada.page().locator("parley-message[data-role=assistant][data-status=finished]"))
          .hasCount(ada.messages("").count());
      assertThat(ada.replyText().locator("a")).hasCount(0);
      assertThat(ada.reply().locator(".sources")).hasCount(0);
      assertThat(ada.reply().locator("[data-show-more]")).isHidden();
    }
  }

  private static long lines(RoomScreen screen) {
    return Math.round(
        ((Number)
                screen
                    .replyText()
                    .locator("> :first-child")
                    .evaluate(
                        "block => block.getBoundingClientRect().height / parseFloat(getComputedStyle(block).lineHeight)"))
            .doubleValue());
  }
}
