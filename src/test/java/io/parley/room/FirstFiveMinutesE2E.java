package io.parley.room;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.parley.testing.ParleyNode;
import io.parley.testing.TestBed;
import io.parley.testing.browser.Accessibility;
import io.parley.testing.browser.Browser;
import io.parley.testing.browser.Visitor;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What a person does in the first five minutes who has never seen Parley, at a server as it is
/// after its first start: no provider, only the guide. Everything is found by what stands on the
/// page, and nothing by an address. `io.parley.start` tests the start itself.
class FirstFiveMinutesE2E {
  private static final Pattern A_NAME = Pattern.compile("[A-Z][a-z]+ [A-Z][a-z]+");

  private static ParleyNode node;

  @RegisterExtension final Browser browser = new Browser();

  @BeforeAll
  static void startAsAfterTheFirstStart() {
    node = TestBed.startNode("first-start", Map.of("PARLEY_LLM_PROVIDERS_TEST_BASE_URL", ""));
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void theyLearnTheirOwnName() {
    var page = home("ada");

    var card = page.locator(".hello");
    assertThat(card.locator(".name")).hasText(A_NAME);
    var name = card.locator(".name").textContent();
    assertThat(card).containsText("You are " + name);
    assertThat(page.locator(".me-chip")).containsText(name);

    page.getByText("Change name").click();
    page.getByLabel("What the others in rooms call you").fill("Ada Lovelace");
    page.keyboard().press("Enter");
    assertThat(page.locator(".me-chip")).containsText("Ada Lovelace");
  }

  @Test
  void theyAskWhatItIsAndGetAGoodAnswer() {
    var page = home("ada");

    assertThat(page.getByLabel("Ask in a private conversation")).isFocused();
    page.keyboard().type("What is Parley, and what can it do for a small team?");
    page.keyboard().press("Enter");

    var reply = page.locator("parley-message[data-role=assistant]").last();
    assertThat(reply).hasAttribute("data-status", "finished");
    assertThat(reply).containsText(Pattern.compile("Parley is .*(chat|conversation|talk)"));
    assertThat(reply).containsText("built-in guide");
    assertThat(reply).not().containsText("I found nothing");
    assertThat(reply.locator(".text h1, .text h2, .text h3")).hasCount(0);
    var source = reply.locator(".text a").first();
    assertThat(source).hasText("[1]");
    source.click();
    assertThat(page.getByRole(AriaRole.HEADING).filter(containing("What is Parley")).first())
        .isVisible();
  }

  @Test
  void theyOpenARoomWhoseModelAnswersOnlyWhenAsked() {
    var ada = new RoomScreen(createRoom(home("ada"))).whenJoined();

    ada.send("Good morning, I am looking around");
    assertThat(ada.messages("looking around")).hasAttribute("data-status", "posted");
    ada.send("@Parley What is a room?");
    ada.replyIs("finished");

    assertThat(ada.page().locator("parley-message[data-role=assistant]")).hasCount(1);
    assertThat(ada.replyText()).containsText("room");
    Accessibility.assertNoViolations(ada.page());
  }

  @Test
  void theyInviteSomebodyAndSeeThatTheyWereAnsweredWhileAway() {
    var page = home("ada");
    page.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
    createRoom(page);
    new RoomScreen(page).whenJoined();
    button(page, "Invite").click();
    assertThat(page.locator("parley-toast")).containsText("copied");
    var link = (String) page.evaluate("() => navigator.clipboard.readText()");
    var name = page.locator(".me-chip .name").textContent();
    var room = link.replaceFirst(".*/rooms/", "");
    page.waitForResponse(
        response -> response.url().endsWith("/read"),
        () -> new RoomScreen(page).send("I will be back"));
    page.locator(".sidebar-head a").first().click();
    assertThat(page).hasURL(Pattern.compile("/$"));

    var grace = browser.page(Visitor.named("grace"), node);
    grace.navigate(link);
    new RoomScreen(grace).whenJoined().send("@" + name + " here I am, what is it about?");

    var badge = page.locator(".sidebar a[data-room='" + room + "'] .unread-count");
    page.waitForCondition(() -> {
      page.evaluate("() => window.dispatchEvent(new Event('focus'))");
      return badge.count() == 1;
    });
    assertThat(badge).containsText("1 unread message, 1 mentions you");
    assertThat(page).hasTitle(Pattern.compile("^\\(1\\) "));
    Accessibility.assertNoViolations(page);
    page.locator(".sidebar a[data-room='" + room + "']").click();
    assertThat(new RoomScreen(page).whenJoined().messages("here I am")).isVisible();
    assertThat(badge).hasCount(0);
  }

  @Test
  void theySayHowToConnectARealModel() {
    var page = home(Visitor.named("ada").onPhone());

    page.locator("main .connect-first a").click();
    page.locator("summary").filter(containing("OpenAI")).first().click();
    assertThat(page.locator("details[open] pre").first()).containsText("OPENAI_API_KEY=");
    assertTrue(page.locator("details[open] pre").first().textContent().contains("MODEL_NAME="));
    Accessibility.assertNoViolations(page);
    assertEquals(
        0,
        page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"));

    page.navigate("/");
    page.getByLabel("Ask in a private conversation").fill("How do I connect OpenAI?");
    button(page, "Ask").click();
    var reply = page.locator("parley-message[data-role=assistant]").last();
    assertThat(reply).hasAttribute("data-status", "finished");
    assertThat(reply).containsText("OPENAI_API_KEY");
  }

  private Page home(String who) {
    return home(Visitor.named(who));
  }

  private Page home(Visitor who) {
    var page = browser.page(who, node);
    page.navigate("/");
    return page;
  }

  /// In the dialog, as a newcomer does; ends in the room.
  private static Page createRoom(Page page) {
    var name = "first-" + UUID.randomUUID().toString().substring(0, 13);
    page.locator(".sidebar").getByText("New room").click();
    var dialog = page.getByRole(AriaRole.DIALOG);
    dialog.getByLabel("Name").fill(name);
    dialog.getByLabel("The model replies").selectOption("Only when mentioned");
    dialog.getByText("Create room").click();
    assertThat(page).hasURL(Pattern.compile("/rooms/" + name));
    return page;
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private static Locator.FilterOptions containing(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }
}
