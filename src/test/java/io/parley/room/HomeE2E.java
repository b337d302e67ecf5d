package io.parley.room;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import io.parley.testing.browser.Accessibility;
import io.parley.testing.browser.Browser;
import io.parley.testing.browser.Visitor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The first page anybody sees.
class HomeE2E {
  private static final String FIRST =
      """
      {"rooms":[{"name":"first-room","topic":"The first","participants":1}],"next":"page-2"}
      """;
  private static final String SECOND =
      """
      {"rooms":[{"name":"second-room","topic":"The second","participants":2}]}
      """;

  @RegisterExtension final Browser browser = new Browser();

  @Test
  void aNewcomerReadsWhatThisIs() {
    var page = browser.page("ada");

    page.navigate("/");

    assertThat(page).hasTitle("Parley");
    Accessibility.assertNoViolations(page);
  }

  @Test
  void moreRoomsAreShownOnDemand() {
    var page = browser.page("ada");
    page.route(
        "**/api/rooms?**",
        route ->
            route.fulfill(
                new Route.FulfillOptions()
                    .setContentType("application/json")
                    .setBody(route.request().url().contains("before=page-2") ? SECOND : FIRST)));

    page.navigate("/");

    var list = page.locator("main parley-rooms");
    assertThat(list.locator("a[data-room=first-room] .topic")).hasText("The first");
    assertThat(list.locator("a[data-room=second-room]")).hasCount(0);
    list.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("More rooms")).click();
    assertThat(list.locator("a[data-room=second-room] .topic")).hasText("The second");
    assertThat(list.locator("a[data-room=second-room] .here")).hasText("2 here");
    assertThat(list.locator("[data-more-rooms]")).isHidden();
    Accessibility.assertNoViolations(page);
  }

  @Test
  void itFitsAPhoneInTheDark() {
    var page = browser.page(Visitor.named("grace").onPhone().inTheDark());

    page.navigate("/");

    assertThat(page).hasTitle("Parley");
    Accessibility.assertNoViolations(page);
  }
}
