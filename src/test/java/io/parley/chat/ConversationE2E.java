package io.parley.chat;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions;
import io.parley.testing.Await;
import io.parley.testing.EchoAfterwards;
import io.parley.testing.TestBed;
import io.parley.testing.browser.Browser;
import io.parley.testing.browser.Visitor;
import io.parley.testing.openai.OpenAiServer;
import io.parley.testing.openai.RecordedRequest;
import io.parley.testing.openai.Script;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// One person and a model: turns on the page of their conversation.
class ConversationE2E {
  private static final String MODEL = TestBed.MODELS.getFirst();

  @RegisterExtension final Browser browser = new Browser();
  @RegisterExtension final EchoAfterwards echo = new EchoAfterwards(MODEL);

  private final OpenAiServer models = TestBed.models();

  @Test
  void aQuestionOnTheHomePageBeginsAConversation() {
    var page = browser.page("ada");
    page.navigate("/");

    page.getByLabel("Ask in a private conversation").fill("What is tea?");
    page.keyboard().press("Enter");

    var ada = new ConversationScreen(page);
    assertThat(ada.messages().locator(".text")).hasText("What is tea?");
    ada.replyIs("finished");
    var id = ada.id();
    page.reload();
    assertThat(ada.rows()).hasCount(2);
    assertThat(page.locator("parley-history [aria-current=page]"))
        .hasAttribute("data-conversation", id);
  }

  @Test
  void aReplyStreamsAndIsWholeAtTheEnd() {
    models.script(
        MODEL,
        Script.text(
                """
                Here is **the** way, with $a^2$:

                ```java
                return kettle.boil();
                ```

                | Cup | Tea |
                |-----|-----|
                | 1 | Assam |\
                """)
            .stallAfter(5, Duration.ofSeconds(2)));
    var ada = ConversationScreen.begin(browser.page("ada"), MODEL);

    ada.send("How do I make tea?");

    ada.replyIs("streaming");
    assertThat(ada.replyText().locator("strong")).hasText("the");
    assertThat(ada.page().locator("parley-composer .replying")).isVisible();
    ada.replyIs("finished");
    assertThat(ada.replyText().locator("parley-code code")).hasText("return kettle.boil();");
    assertThat(ada.replyText().locator("parley-code .hljs-keyword")).hasText("return");
    assertThat(ada.replyText().locator("parley-maths msup")).hasCount(1);
    assertThat(ada.replyText().locator("table")).isVisible();
    assertThat(ada.page().locator("parley-composer .replying")).isHidden();
  }

  @Test
  void aReloadInTheMiddleShowsTheTextSoFarAndGoesOn() {
    models.script(MODEL, Script.tokens(120).stallAfter(60, Duration.ofSeconds(10)));
    var ada = ConversationScreen.begin(browser.page("ada"), MODEL);
    ada.send("Count");
    assertThat(ada.replyText()).hasText(numbers(60));

    var html = ada.page().reload().text();

    assertTrue(html.contains(numbers(60)), "the text so far is in what the server rendered");
    assertThat(ada.replyText()).hasText(Pattern.compile("^" + numbers(60)));
    ada.replyIs("finished");
    assertThat(ada.replyText()).hasText(numbers(120));
    assertThat(ada.rows()).hasCount(2);
  }

  @Test
  void escapeStopsAReplyBeforeItsFirstWord() {
    models.script(MODEL, Script.text("Never said").stallFirst(Script.FOREVER));
    var ada = ConversationScreen.begin(browser.page("ada"), MODEL);
    ada.send("Take your time");
    ada.replyIs("streaming");

    ada.composer().press("Escape");

    ada.replyIs("stopped");
    assertThat(ada.replyText()).hasText("");
    Await.until(
        "the connection to the provider is closed",
        () ->
            models.requests().stream()
                .filter(request -> request.model().equals(MODEL))
                .allMatch(
                    request -> request.closedByClient().isDone() || request.answered().isDone()));
  }

  @Test
  void whatIsWrittenWhileAReplyComesWaitsForItsEnd() {
    models.script(MODEL, Script.tokens(30).stallAfter(10, Duration.ofSeconds(3)));
    var ada = ConversationScreen.begin(browser.page("ada"), MODEL);
    ada.send("First");
    ada.replyIs("streaming");

    ada.send("Second");

    assertThat(ada.page().locator("parley-next .text")).hasText("Second");
    assertThat(ada.messages()).hasCount(1);
    assertThat(ada.messages()).hasCount(2);
    assertThat(ada.page().locator("parley-next")).isHidden();
    assertThat(ada.rows()).hasCount(4);
    assertThat(ada.rows().nth(2).locator(".text")).hasText("Second");
  }

  @Test
  void aProviderThatRefusesIsExplainedAndAnotherReplyCanBeAsked() {
    models.script(MODEL, Script.error(401, "invalid_api_key", "Incorrect API key: sk-secret"));
    var ada = ConversationScreen.begin(browser.page("ada"), MODEL);
    ada.send("Anybody there?");
    ada.replyIs("failed");
    assertThat(ada.reply().locator(".failure")).containsText("did not accept this server's key");
    assertThat(ada.page().locator("body")).not().containsText("sk-secret");
    models.script(MODEL, Script.text("Here I am."));

    ada.button("Try again").click();

    assertThat(ada.replyText()).hasText("Here I am.");
    assertThat(ada.reply().locator(".versions .count")).hasText("2 / 2");
  }

  @Test
  void whatTheModelIsToldIsCheckedAndKept() {
    var ada = ConversationScreen.begin(browser.page("ada"), MODEL);
    ada.button("Instructions and sampling").click();
    ada.page().getByLabel("System prompt").fill("Answer in French.");
    ada.page().getByLabel("Temperature").fill("7");
    ada.button("Save").click();
    assertThat(ada.page().locator("#p-temperature-error")).hasText("A number from 0 to 2.");

    ada.page().getByLabel("Temperature").fill("0.5");
    ada.button("Save").click();
    assertThat(ada.page().locator("#parameters")).isHidden();
    ada.send("Bonjour");
    ada.replyIs("finished");

    assertTrue(
        models.requests().stream()
            .map(RecordedRequest::body)
            .filter(request -> request.path("temperature").asDouble() == 0.5)
            .anyMatch(request ->
                request.at("/messages/0/content").asText().contains("Answer in French.")));
    ada.page().reload();
    ada.button("Instructions and sampling").click();
    assertThat(ada.page().getByLabel("System prompt")).hasValue("Answer in French.");
  }

  @Test
  void theModelIsFoundBySearchAndChanged() {
    var ada = ConversationScreen.begin(browser.page("ada"), MODEL);
    ada.page().locator("[data-model-button]").click();

    ada.page().getByLabel("Search models").fill("beta");
    assertThat(ada.page().locator("#model-list [role=option]").first()).containsText("beta");
    ada.page().keyboard().press("Enter");

    assertThat(ada.page().locator("[data-model-button] .name")).hasText("Beta");
    ada.send("Hello");
    assertThat(ada.reply()).hasAttribute("data-status", "finished");
    assertThat(ada.reply().locator(".model")).hasText("test/beta");
  }

  @Test
  void itReadsWithoutJavaScript() {
    var visitor = Visitor.named("ada");
    var ada = ConversationScreen.begin(browser.page(visitor), MODEL);
    ada.send("Written down");
    ada.replyIs("finished");
    var cookies = ada.page().context().cookies();

    var reader = browser.page(Visitor.named("reader").withoutScripts());
    reader.context().addCookies(cookies);
    reader.navigate("/conversations/" + ada.id());

    assertThat(reader.locator("parley-message .text").first()).hasText("Written down");
    assertThat(reader.locator("parley-message .text")).hasCount(2);
    assertThat(reader.locator("parley-history .entry")).hasCount(1);
    assertThat(reader.locator("main noscript p")).isVisible();
  }

  @Test
  void somebodyElsesConversationIsNotThere() {
    browser.expectComplaint("status of 404");
    var ada = ConversationScreen.begin(browser.page("ada"), MODEL);
    var mallory = browser.page("mallory");

    mallory.navigate("/conversations/" + ada.id());

    assertThat(mallory.locator("h1")).hasText("There is no such conversation.");
  }

  @Test
  void theDetailsTellModelTokensAndTimeAlsoBelowALongReply() {
    models.script(MODEL, Script.tokens(800).usageAtTheEnd());
    var ada = ConversationScreen.begin(browser.page("ada"), MODEL);
    ada.send("Hello");
    ada.replyIs("finished");

    ada.act(ada.reply(), "details");

    var details = ada.reply().locator(".details");
    assertThat(details).isInViewport(new LocatorAssertions.IsInViewportOptions().setRatio(1));
    for (var word : new String[] {"test/" + MODEL, "Tokens", "Time to first token"}) {
      assertThat(details.filter(new Locator.FilterOptions().setHasText(word))).hasCount(1);
    }
  }

  private static String numbers(int count) {
    return IntStream.range(0, count).mapToObj(Integer::toString).collect(Collectors.joining(" "));
  }
}
