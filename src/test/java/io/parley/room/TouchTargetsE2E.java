package io.parley.room;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Page;
import io.parley.testing.TestBed;
import io.parley.testing.browser.Accessibility;
import io.parley.testing.browser.Browser;
import io.parley.testing.browser.Visitor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// On a phone, everything to press is 44 pixels high and wide, and each button says what it does.
class TouchTargetsE2E {
  /// Links in running text are exempt, as in WCAG 2.5.5; a link around other text is as large as
  /// that.
  private static final String TOO_SMALL =
      """
      () => [...document.querySelectorAll(
          "button, .button, select, textarea, summary, input:not([type=hidden]), [role=button], [role=option], [role=menuitem], nav a, li > a")]
        .filter(it => it.checkVisibility({ visibilityProperty: true, opacityProperty: false }))
        .filter(it => !it.closest(".visually-hidden, .skip"))
        .filter(it => !it.matches("a:not(.button)") || !it.closest(".text, .rich"))
        .map(it => it.closest("label.switch, .theme label") ?? it)
        .filter(it => {
          const { width, height } = it.getBoundingClientRect();
          return width > 1 && (height < 43.9 || width < 43.9);
        })
        .map(it => {
          const { width, height } = it.getBoundingClientRect();
          return `${Math.round(width)}x${Math.round(height)} ${it.outerHTML.slice(0, 120)}`;
        })
      """;

  private static final String WITHOUT_WORDS =
      """
      () => [...document.querySelectorAll("button, summary, a.button")]
        .filter(it => !it.innerText?.trim() && !it.textContent.trim())
        .filter(it => !it.getAttribute("aria-label") || !it.title)
        .map(it => it.outerHTML.slice(0, 160))
      """;

  @RegisterExtension final Browser browser = new Browser();

  private final Visitor ada = Visitor.named("ada").onPhone();

  @Test
  void onHomeAndInItsDialogs() {
    TestRoom.quiet(TestBed.node());
    var page = browser.page(ada);
    page.navigate("/");
    check(page);
    page.locator("[data-model-button]").click();
    assertThat(page.locator("#models")).isVisible();
    check(page);
    page.keyboard().press("Escape");
    openSidebar(page);
    check(page);
    page.locator(".me-chip").click();
    assertThat(page.locator("#me-settings")).isVisible();
    check(page);
    page.keyboard().press("Escape");
    openSidebar(page);
    page.locator(".sidebar [data-new-room]").click();
    assertThat(page.locator("parley-new-room dialog")).isVisible();
    check(page);
  }

  @Test
  void inARoom() {
    var room = TestRoom.answeredBy(TestBed.node(), "echo");
    var screen = RoomScreen.enter(browser.page(ada), room);
    screen.send("Hello");
    screen.replyIs("finished");
    check(screen.page());
    screen.peopleButton().click();
    assertThat(screen.page().locator("#people")).isVisible();
    check(screen.page());
    screen.page().keyboard().press("Escape");
    screen.button("Settings").click();
    assertThat(screen.page().locator("#settings")).isVisible();
    check(screen.page());
  }

  @Test
  void inAPrivateConversation() {
    var page = browser.page(ada);
    page.navigate("/");
    page.getByLabel("Ask in a private conversation").fill("Hello");
    page.locator("#ask-form .send").click();
    assertThat(page.locator("parley-message[data-role=assistant]"))
        .hasAttribute("data-status", "finished");
    check(page);
    page.locator("[data-share]").click();
    page.locator("parley-share [data-make]").click();
    assertThat(page.locator("parley-share .links a")).hasCount(1);
    check(page);
    page.keyboard().press("Escape");
    page.locator("[popovertarget=parameters]").first().click();
    assertThat(page.locator("#parameters")).isVisible();
    check(page);
    page.keyboard().press("Escape");
    page.locator("[popovertarget=more]").click();
    assertThat(page.locator("#more")).isVisible();
    check(page);
    page.keyboard().press("Escape");
    openSidebar(page);
    check(page);
    page.getByLabel("Search what was said").fill("Hello");
    assertThat(page.locator("#search-results a").first()).isVisible();
    check(page);
  }

  @Test
  void onPagesOfTheDocumentationAndOnesThatDoNotExist() {
    browser.expectComplaint("404");
    var page = browser.page(ada);
    for (var path :
        List.of("/docs/guide/rooms.md", "/connect", "/no/such/page", "/rooms/nobody-has")) {
      page.navigate(path);
      check(page);
      assertThat(page.locator(".skip")).hasCount(1);
      assertThat(page.locator("main")).hasCount(1);
      Accessibility.assertNoViolations(page);
    }
  }

  private static void openSidebar(Page page) {
    page.locator("main [popovertarget=sidebar]").first().click();
    assertThat(page.locator("#sidebar")).isVisible();
  }

  private static void check(Page page) {
    assertEquals(List.of(), page.evaluate(TOO_SMALL), "at least 44 pixels: " + page.url());
    assertEquals(List.of(), page.evaluate(WITHOUT_WORDS), "a name and a tooltip: " + page.url());
  }
}
