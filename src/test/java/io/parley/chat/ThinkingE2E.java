package io.parley.chat;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import io.parley.testing.EchoAfterwards;
import io.parley.testing.TestBed;
import io.parley.testing.browser.Accessibility;
import io.parley.testing.browser.Browser;
import io.parley.testing.browser.Visitor;
import io.parley.testing.openai.Script;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a model thinks before it answers, how its reply ends, and how one goes on that was cut off.
class ThinkingE2E {
  private static final String MODEL = TestBed.MODELS.get(6);
  private static final String THOUGHTS =
      "The user wants **one** number.\n\n```js\nconst answer = 42;\n```\n\n"
          + "I weigh it against all the others. ".repeat(60);

  @RegisterExtension final Browser browser = new Browser();
  @RegisterExtension final EchoAfterwards echo = new EchoAfterwards(MODEL);

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void thinkingIsOpenWhileItLastsAndClosedWhenTheAnswerBegins(boolean phone) {
    var visitor = Visitor.named("ada");
    var ada =
        ConversationScreen.begin(
            browser.page(phone ? visitor.onPhone().inTheDark() : visitor), MODEL);
    var look = "thinking-" + (phone ? "phone-dark" : "desk-light");
    think(Script.text("It is 42, they say.").stallAfterRole(Duration.ofSeconds(3)));
    ada.send("What is the answer?\n".repeat(40));

    assertThat(thought(ada).locator("strong")).hasText("one");
    assertThat(summary(ada)).hasText(Pattern.compile("^Thinking…\\s*[1-3] s$"));
    assertThat(ada.reply()).hasAttribute("data-thinking", "true");
    assertThat(ada.replyText()).hasText("");
    browser.screenshot(ada.page(), look);
    Accessibility.assertNoViolations(ada.page());

    ada.replyIs("finished");
    assertThat(thought(ada)).isHidden();
    assertThat(ada.replyText()).hasText("It is 42, they say.");
    assertThat(summary(ada)).hasText(Pattern.compile("^Thought for ([2-9]|[1-9]\\d) s$"));
    assertThat(ada.page().locator("[data-region=log]")).not().containsText("weigh");

    var before = summary(ada).boundingBox().y;
    summary(ada).click();
    assertThat(thought(ada)).isVisible();
    assertThat(thought(ada).locator("parley-code")).isVisible();
    assertEquals(before, summary(ada).boundingBox().y, 2, "what was clicked on stays in its place");
    Accessibility.assertNoViolations(ada.page());
    browser.screenshot(ada.page(), look + "-opened");
    summary(ada).press("Enter");
    assertThat(thought(ada)).isHidden();
  }

  @Test
  void thinkingIsNotCopiedAndIsThereAgainAfterAReloadAndWithoutScripts() {
    think(Script.text("It is 42."));
    var page = browser.page("ada");
    var ada = ConversationScreen.begin(page, MODEL);
    page.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
    ada.send("What is the answer?");
    ada.replyIs("finished");

    ada.reply().hover();
    ada.reply().locator("[data-copy-message]").click();
    assertEquals("It is 42.", page.evaluate("navigator.clipboard.readText()"));

    var html = page.reload().text();
    assertTrue(html.contains("The user wants **one** number."), "as the server renders it");
    ada.whenJoined();
    assertThat(summary(ada)).hasText(Pattern.compile("^Thought"));
    assertThat(thought(ada)).isHidden();
    assertThat(ada.replyText()).hasText("It is 42.");
    summary(ada).click();
    assertThat(thought(ada).locator("strong")).hasText("one");
  }

  @Test
  void aReloadAmidTheThinkingShowsItSoFarAndGoesOn() {
    think(Script.text("It is 42.").stallAfterRole(Duration.ofSeconds(8)));
    var ada = ConversationScreen.begin(browser.page("ada"), MODEL);
    ada.send("What is the answer?");
    assertThat(thought(ada)).containsText("I weigh");

    ada.page().reload();

    assertThat(thought(ada)).isVisible();
    assertThat(thought(ada)).containsText("I weigh");
    ada.replyIs("finished");
    assertThat(thought(ada)).isHidden();
    summary(ada).click();
    assertThat(thought(ada).locator("strong")).hasCount(1);
  }

  @Test
  void aReaderWhoLooksAtTheThinkingKeepsItOpenAndInItsPlace() {
    var ada =
        ConversationScreen.begin(browser.page(Visitor.named("ada").inWindow(800, 500)), MODEL);
    think(Script.text("It is 42.").stallAfterRole(Duration.ofSeconds(4)));
    ada.send("What is the answer?");
    assertThat(thought(ada)).containsText("I weigh");

    summary(ada).hover();
    ada.page().mouse().wheel(0, -400);
    assertThat(ada.page().locator("parley-transcript .scroller")).hasJSProperty("scrollTop", 0);
    var before = summary(ada).boundingBox().y;

    ada.replyIs("finished");
    assertThat(thought(ada)).isVisible();
    assertEquals(before, summary(ada).boundingBox().y, 2, "the reader was not moved");
  }

  @Test
  void aReaderWhoScrollsBackInTheThinkingKeepsItOpen() {
    var ada = ConversationScreen.begin(browser.page("ada"), MODEL);
    think(Script.text("It is 42.").stallAfterRole(Duration.ofSeconds(4)));
    ada.send("What is the answer?");
    ada.page().waitForFunction("() => document.querySelector('.thought')?.scrollTop > 0");

    thought(ada).hover();
    ada.page().mouse().wheel(0, -5_000);
    assertThat(thought(ada)).hasJSProperty("scrollTop", 0);

    ada.replyIs("finished");
    assertThat(thought(ada)).isVisible();
  }

  @Test
  void whatAContinuedReplyThinksIsFollowedAndFolded() {
    think(Script.text("One,").finishReason("length").stallAfterRole(Duration.ofSeconds(1)));
    var ada = ConversationScreen.begin(browser.page("ada"), MODEL);
    ada.send("Count");
    ada.page().waitForFunction("() => document.querySelector('.thought')?.scrollTop > 0");
    ada.replyIs("finished");
    assertThat(thought(ada)).isHidden();

    think(Script.text(" two").stallAfterRole(Duration.ofSeconds(4)));
    ada.button("Continue").click();

    assertThat(thought(ada)).isVisible();
    ada.page()
        .waitForFunction(
            "() => { const t = document.querySelector('.thought');"
                + " return t.scrollTop > 0 && t.scrollHeight - t.scrollTop - t.clientHeight < 40; }");
    ada.replyIs("finished");
    assertThat(thought(ada)).isHidden();
  }

  @Test
  void aReplyThatWasCutOffGoesOnInTheSameBubble() {
    TestBed.models().script(MODEL, Script.text("One, two").finishReason("length"));
    var ada = ConversationScreen.begin(browser.page("ada"), MODEL);
    ada.send("Count");
    ada.replyIs("finished");
    assertThat(ada.reply().locator(".after")).containsText("The reply was cut off at the limit.");
    var id = ada.reply().getAttribute("data-id");
    Accessibility.assertNoViolations(ada.page());
    shrinkings(ada.replyText());

    TestBed.models().script(MODEL, Script.text(", three, four, five").rate(4));
    ada.button("Continue").click();

    ada.replyIs("streaming");
    assertThat(ada.replyText()).hasText("One, two, three, four, five");
    ada.replyIs("finished");
    assertThat(ada.rows()).hasCount(2);
    assertEquals(id, ada.reply().getAttribute("data-id"));
    assertEquals(0, ada.page().evaluate("window.shrinkings"), "the text never shrinks");
    assertThat(ada.button("Continue")).hasCount(0);
    assertThat(ada.reply().locator(".after")).not().containsText("cut off");
    ada.page().reload();
    assertThat(ada.replyText()).hasText("One, two, three, four, five");
  }

  @Test
  void aReplyThatWasStoppedGoesOn() {
    TestBed.models().script(MODEL, Script.text("One, two").stallAfter(1, Script.FOREVER));
    var ada = ConversationScreen.begin(browser.page("ada"), MODEL);
    ada.send("Count");
    assertThat(ada.replyText()).hasText("One,");
    ada.composer().press("Escape");
    ada.replyIs("stopped");
    TestBed.models().script(MODEL, Script.text(" two, three"));

    ada.button("Continue").click();

    assertThat(ada.replyText()).hasText("One, two, three");
    ada.replyIs("finished");
  }

  @Test
  void whyAReplyCannotGoOnIsSaidInWords() {
    browser.expectComplaint("status of 409");
    TestBed.models().script(MODEL, Script.text("One, two").finishReason("length"));
    var ada = ConversationScreen.begin(browser.page("ada"), MODEL);
    ada.send("Count");
    ada.replyIs("finished");
    ada.page()
        .route(
            "**/continue",
            route ->
                route.fulfill(
                    new Route.FulfillOptions()
                        .setStatus(409)
                        .setContentType("application/problem+json")
                        .setBody(
                            "{\"code\":\"conflict\",\"detail\":\"This reply is complete.\"}")));

    ada.button("Continue").click();

    assertThat(ada.page().locator("[data-region=alert]")).hasText("This reply is complete.");
    assertThat(ada.button("Continue")).isEnabled();
  }

  @ParameterizedTest
  @CsvSource({
    "content_filter, The provider’s content filter ended the reply.",
    "tool_calls, 'The model asked for a tool, and this conversation has none.'"
  })
  void otherEndsAreToldInWords(String reason, String words) {
    TestBed.models().script(MODEL, Script.text("As far as").finishReason(reason));
    var ada = ConversationScreen.begin(browser.page("ada"), MODEL);

    ada.send("Go");

    assertThat(ada.reply().locator(".after")).containsText(words);
    assertThat(ada.replyText()).hasText("As far as");
    assertThat(ada.button("Continue")).hasCount(0);
    ada.page().reload();
    assertThat(ada.reply().locator(".after")).containsText(words);
  }

  @Test
  void aRefusalIsShownWithTheModelsWords() {
    TestBed.models()
        .script(
            MODEL,
            Script.chunks(
                "{\"choices\":[{\"index\":0,\"delta\":{\"refusal\":\"I would rather not.\"}}]}",
                "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}"));
    var ada = ConversationScreen.begin(browser.page("ada"), MODEL);

    ada.send("Do it.");

    assertThat(ada.reply().locator(".after .failure")).hasText("The model declined to reply.");
    assertThat(ada.reply().locator(".refusal")).hasText("I would rather not.");
    Accessibility.assertNoViolations(ada.page());
  }

  private static void think(Script script) {
    TestBed.models().script(MODEL, script.reasoning(THOUGHTS));
  }

  private static Locator thought(ConversationScreen screen) {
    return screen.reply().locator(".thought");
  }

  private static Locator summary(ConversationScreen screen) {
    return screen.reply().locator(".thinking summary");
  }

  /// Counts how often the text becomes shorter.
  private static void shrinkings(Locator text) {
    assertFalse(text.textContent().isEmpty());
    text.evaluate(
        """
        (text) => {
          window.shrinkings = 0;
          let before = text.textContent.length;
          new MutationObserver(() => {
            const now = text.textContent.length;
            if (now < before) window.shrinkings++;
            before = now;
          }).observe(text, { childList: true, characterData: true, subtree: true });
        }\
        """);
  }
}
