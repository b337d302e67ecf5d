package io.parley.room;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.parley.testing.EchoAfterwards;
import io.parley.testing.TestBed;
import io.parley.testing.browser.Accessibility;
import io.parley.testing.browser.Browser;
import io.parley.testing.browser.Visitor;
import io.parley.testing.openai.Script;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Nothing on a room's page is in the way of people who cannot see it, or not well.
class RoomAccessibilityE2E {
  private static final String MODEL = TestBed.MODELS.get(2);
  private static final String EVERYTHING =
      """
      ## What there is

      A [link](https://example.org/), `code`, **bold** and a list:

      1. one
      2. two

      > quoted

      | Cup | Tea |
      |-----|-----|
      | 1 | Assam |

      ```java
      var tea = kettle.boil();
      ```

      More is\
      """;

  @RegisterExtension final Browser browser = new Browser();
  @RegisterExtension final EchoAfterwards echo = new EchoAfterwards(MODEL);

  private final TestRoom room = TestRoom.answeredBy(TestBed.node(), MODEL);

  @Test
  void anEmptyRoom() {
    var ada = RoomScreen.enter(browser.page("ada"), room);

    assertThat(ada.page().getByText("It is quiet in here")).isVisible();
    Accessibility.assertNoViolations(ada.page());
  }

  @Test
  void aBusyRoom() {
    aBusyRoomHasNothingInTheWay(Visitor.named("ada"));
  }

  @Test
  void aBusyRoomInTheDark() {
    aBusyRoomHasNothingInTheWay(Visitor.named("ada").inTheDark());
  }

  @Test
  void aBusyRoomOnAPhone() {
    aBusyRoomHasNothingInTheWay(Visitor.named("ada").onPhone());
  }

  @Test
  void aBusyRoomOnAPhoneInTheDark() {
    aBusyRoomHasNothingInTheWay(Visitor.named("ada").onPhone().inTheDark());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theListOfKeysThePeopleAndTheSettings(boolean dark) {
    var visitor = Visitor.named("ada");
    var ada = RoomScreen.enter(browser.page(dark ? visitor.inTheDark() : visitor), room);
    ada.page().locator(".scroller").focus();

    ada.page().keyboard().press("?");
    assertThat(ada.page().locator("parley-keys dialog")).isVisible();
    Accessibility.assertNoViolations(ada.page());
    ada.page().keyboard().press("Escape");
    assertThat(ada.page().locator("parley-keys dialog")).isHidden();

    ada.peopleButton().click();
    assertThat(ada.page().locator("#people")).isVisible();
    Accessibility.assertNoViolations(ada.page());
    ada.page().keyboard().press("Escape");

    ada.button("Settings").click();
    assertThat(ada.page().locator("#settings")).isVisible();
    Accessibility.assertNoViolations(ada.page());
    ada.page().locator("#settings [data-rename]").click();
    assertThat(ada.page().locator("parley-rename dialog")).isVisible();
    Accessibility.assertNoViolations(ada.page());
  }

  @ParameterizedTest
  @CsvSource({"false, System", "false, Dark", "true, System", "true, Light"})
  void statesAreSeenWithOnesOwnColours(boolean dark, String theme) {
    var visitor = Visitor.named("ada").withOwnColours();
    var page = RoomScreen.enter(browser.page(dark ? visitor.inTheDark() : visitor), room).page();
    page.locator("[popovertarget=settings]").first().click();
    page.getByRole(AriaRole.RADIO, new Page.GetByRoleOptions().setName(theme)).check();
    var canvas = colourOf(page.locator("body"), "");
    var current = page.locator(".room-links [aria-current]");

    assertNotEquals(canvas, colourOf(current, ""), "the current room is marked");
    for (var control : page.locator("#settings [role=switch]").all()) {
      var on = colourOf(control, "");
      assertNotEquals(on, colourOf(control, "::before"), "a switch that is on");
      control.click();
      assertNotEquals(on, colourOf(control, ""), "a switch that is off looks otherwise");
      assertNotEquals(colourOf(control, ""), colourOf(control, "::before"), "a switch that is off");
    }
    assertNotEquals(
        colourOf(page.locator("#settings .theme input:checked + span"), ""),
        colourOf(page.locator("#settings .theme input:not(:checked) + span").first(), ""));
    browser.screenshot(page, "own-colours-" + dark + "-" + theme);
  }

  /// Red, green and blue: what is not opaque here still lies on the canvas.
  private static String colourOf(Locator element, String pseudo) {
    return (String)
        element.evaluate(
            """
            (element, pseudo) =>
              getComputedStyle(element, pseudo || null).backgroundColor.match(/[\\d.]+/g).slice(0, 3).join(" ")\
            """,
            pseudo);
  }

  /// Whole, stopped and failed replies, one that is being written, and somebody who types.
  private void aBusyRoomHasNothingInTheWay(Visitor visitor) {
    var ada = RoomScreen.enter(browser.page(visitor), room);
    var grace = RoomScreen.enter(browser.page("grace"), room);
    TestBed.models().script(MODEL, Script.error(500, "server_error", "broken"));
    ada.send("Will this fail?");
    ada.replyIs("failed");
    TestBed.models().script(MODEL, Script.text(EVERYTHING));
    grace.send("What is there?");
    assertThat(ada.rows()).hasCount(4);
    ada.replyIs("finished");
    TestBed.models().script(MODEL, Script.text(EVERYTHING).stallAfter(35, Duration.ofMinutes(1)));
    grace.send("Once more");
    assertThat(ada.rows()).hasCount(6);
    ada.replyIs("streaming");
    assertThat(ada.replyText().locator("parley-code")).isVisible();
    grace.type("And I");
    assertThat(ada.drafts()).hasText("And I");

    Accessibility.assertNoViolations(ada.page());

    ada.page().keyboard().press("Escape");
    ada.replyIs("stopped");
    Accessibility.assertNoViolations(ada.page());
  }
}
