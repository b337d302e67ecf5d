package io.parley.chat;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import io.parley.testing.Await;
import io.parley.testing.EchoAfterwards;
import io.parley.testing.TestBed;
import io.parley.testing.browser.Browser;
import io.parley.testing.browser.Visitor;
import io.parley.testing.openai.Script;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// One's own conversations in the list beside every page.
class ConversationListE2E {
  private static final String MODEL = TestBed.MODELS.get(2);

  @RegisterExtension final Browser browser = new Browser();
  @RegisterExtension final EchoAfterwards echo = new EchoAfterwards(MODEL);

  @Test
  void theyAreListedBesideEveryPage() {
    var page = browser.page("ada");
    page.navigate("/");
    ConversationScreen.create(page, Map.of("title", "Soil and seeds"));

    for (var path : new String[] {"/", "/rooms/lobby", "/conversations/new"}) {
      page.navigate(path);
      assertThat(page.locator("parley-history .group .label")).hasText("Today");
      assertThat(page.locator("parley-history .entry .name")).hasText("Soil and seeds");
    }
    page.locator("parley-history .entry a").click();
    assertThat(page.locator("h1")).hasText("Soil and seeds");
  }

  @Test
  void aConversationIsRenamedFromTheList() {
    var ada = withConversations(browser.page("ada"), "Soil", "Seeds");

    menu(ada, "Soil", "rename");
    ada.page().locator("#ask-text").fill("Earth");
    ada.page().keyboard().press("Enter");

    assertThat(ada.entry("Earth")).hasCount(1);
    ada.page().reload();
    assertThat(ada.entry("Earth")).hasCount(1);
    assertThat(ada.entry("Soil")).hasCount(0);
  }

  @Test
  void whatIsDeletedComesBackWhileItCanBeUndone() {
    var ada = withConversations(browser.page("ada"), "Soil", "Seeds");
    menu(ada, "Soil", "delete");
    assertThat(ada.entry("Soil")).hasCount(0);

    ada.button("Undo").click();

    assertThat(ada.entry("Soil")).hasCount(1);
    ada.page().reload();
    assertThat(ada.entry("Soil")).hasCount(1);
  }

  @Test
  void whatIsDeletedIsErasedAlsoWhenThePageIsLeft() {
    var ada = withConversations(browser.page("ada"), "Soil", "Seeds");
    menu(ada, "Soil", "delete");
    assertThat(ada.entry("Soil")).hasCount(0);

    ada.page().navigate("/rooms/lobby");

    assertThat(ada.entry("Seeds")).hasCount(1);
    assertThat(ada.entry("Soil")).hasCount(0);
  }

  @Test
  void aConversationThatWasDeletedElsewhereSaysSo() {
    var visitor = Visitor.named("ada");
    var ada = ConversationScreen.begin(browser.page(visitor), MODEL);

    var answer =
        ada.page()
            .request()
            .delete("/api/conversations/" + ada.id(), ConversationScreen.asThePage(ada.page()));

    assertEquals(204, answer.status());
    assertThat(ada.page().locator("[data-bar=connection]"))
        .containsText("This conversation was deleted.");
  }

  @Test
  void theMarksTellWhereAReplyIsComingAndWhatIsUnread() {
    TestBed.models().script(MODEL, Script.tokens(20).stallAfter(10, Duration.ofSeconds(4)));
    var visitor = Visitor.named("ada");
    var ada = withConversations(browser.page(visitor), "Soil", "Seeds");
    var id = ada.entry("Soil").getAttribute("data-entry");
    ada.entry("Seeds").locator("a").click();
    ada.whenJoined();

    ConversationScreen.call(
        ada.page(),
        "/api/conversations/%s/messages".formatted(id),
        Map.of("message", "Count", "model", "test/" + MODEL),
        200);

    assertThat(ada.entry("Soil")).hasClass(Pattern.compile("running"));
    assertThat(ada.entry("Soil")).not().hasClass(Pattern.compile("running"));
    assertThat(ada.entry("Soil")).hasClass(Pattern.compile("unread"));
    ada.entry("Soil").locator("a").click();
    ada.whenJoined();
    assertThat(ada.entry("Soil")).not().hasClass(Pattern.compile("unread"));
  }

  @Test
  void whatWasSaidIsFound() {
    var ada = ConversationScreen.begin(browser.page("ada"), MODEL);
    ada.send("The rhododendron flowers in May");
    ada.replyIs("finished");
    ada.page().navigate("/");

    ada.page().keyboard().press("Control+k");
    ada.page().getByLabel("Search what was said").fill("rhododendron");
    // the conversation itself is found, too, by its title
    var found =
        ada.page()
            .locator("#search-results a")
            .filter(new Locator.FilterOptions().setHasText("Today"))
            .first();
    assertThat(found.locator("mark").first()).containsText("rhododendron");
    assertThat(found.locator("time"))
        .hasAttribute("title", Pattern.compile("\\d{4}, \\d\\d:\\d\\d"));
    ada.page().keyboard().press("ArrowDown");
    assertThat(ada.page().locator("#search-results a").first()).isFocused();
    ada.page().keyboard().press("ArrowUp");
    assertThat(ada.page().getByLabel("Search what was said")).isFocused();
    ada.page().keyboard().press("ArrowDown");
    ada.page().keyboard().press("Enter");

    assertThat(ada.rows().first()).containsText("The rhododendron flowers in May");
  }

  @Test
  void olderResultsComeWhenTheyAreAskedFor() {
    var page = browser.page("ada");
    page.navigate("/");
    var diary = ConversationScreen.create(page, Map.of("title", "Diary"));
    for (int day = 1; day <= 33; day++) {
      var message = Map.of("message", "Day " + day + ": snowdrops", "reply", false);
      ConversationScreen.call(page, "/api/conversations/" + diary + "/messages", message, 200);
    }
    Await.until(
        "all are archived",
        () -> page.request().get("/api/search?q=snowdrops&limit=200").text().contains("Day 33:"));

    page.getByLabel("Search what was said").fill("snowdrops");
    var found = page.locator("#search-results a");
    assertThat(found).hasCount(30);
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Older results")).click();

    assertThat(found).hasCount(33);
    assertThat(page.getByText("Older results")).isHidden();
    assertThat(page.locator("#search-results .none")).isEmpty();
    page.getByLabel("Search what was said").fill("crocuses");
    assertThat(page.locator("#search-results .none")).hasText("No messages match your search.");
    assertThat(found).hasCount(0);

    page.getByLabel("Search what was said").fill("snowdrops");
    assertThat(found).hasCount(30);
    browser.expectComplaint("ERR_FAILED");
    page.route("**/api/search**", Route::abort);
    page.getByLabel("Search what was said").fill("tulips");
    assertThat(page.locator("#search-results .none")).hasText("Search is unavailable.");
    assertThat(found).hasCount(0);
    assertThat(page.getByText("Older results")).isHidden();
  }

  @Test
  void aConversationIsFoundByItsNewNameAndAWrongSearchIsExplained() {
    var page = browser.page("ada");
    page.navigate("/");
    var budget = ConversationScreen.create(page, Map.of("title", "Soil"));
    var renamed =
        page.request()
            .patch(
                "/api/conversations/" + budget,
                ConversationScreen.asThePage(page)
                    .setData(Map.of("title", "Quarterly budget zebra")));
    assertEquals(200, renamed.status(), renamed::text);

    page.getByLabel("Search what was said").fill("zebr");
    var found = page.locator("#search-results a").first();
    assertThat(found.locator("mark")).hasText("zebra");
    assertThat(found).hasAttribute("href", "/conversations/" + budget);

    browser.expectComplaint("status of 400");
    var words = page.locator("#search-results .none");
    page.getByLabel("Search what was said").fill("x".repeat(501));
    assertThat(words).hasText("A search has at most 500 characters.");
    page.getByLabel("Search what was said").fill("zebra -budget");
    assertThat(words).containsText("“budget”");
    page.getByLabel("Search what was said").fill("--no-such-flag-qzx");
    assertThat(words).hasText("No messages match your search.");
  }

  @Test
  void onAPhoneTheListIsBehindAButton() {
    var ada = withConversations(browser.page(Visitor.named("ada").onPhone()), "Soil", "Seeds");
    assertThat(ada.page().locator("#sidebar")).isHidden();

    ada.button("Conversations and rooms").click();

    assertThat(ada.page().locator("#sidebar")).isVisible();
    var name = ada.entry("Seeds").locator(".name").boundingBox();
    var menu = ada.entry("Seeds").locator("button").boundingBox();
    assertTrue(name.x + name.width <= menu.x, "the title ends before the button");
    ada.entry("Seeds").locator("a").click();
    assertThat(ada.page().locator("h1")).hasText("Seeds");
    assertThat(ada.page().locator("#sidebar")).isHidden();
  }

  private static ConversationScreen withConversations(Page page, String... titles) {
    page.navigate("/");
    for (var title : titles) {
      ConversationScreen.create(page, Map.of("title", title));
    }
    page.navigate("/conversations/new");
    var screen = new ConversationScreen(page);
    assertThat(screen.entries()).hasCount(titles.length);
    return screen;
  }

  private static void menu(ConversationScreen screen, String title, String action) {
    screen.entry(title).hover();
    screen.entry(title).locator("button").click();
    screen.page().locator("#conversation-menu [data-do=%s]".formatted(action)).click();
  }
}
