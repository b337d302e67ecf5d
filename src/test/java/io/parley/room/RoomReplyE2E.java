package io.parley.room;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.testing.Await;
import io.parley.testing.EchoAfterwards;
import io.parley.testing.TestBed;
import io.parley.testing.browser.Browser;
import io.parley.testing.openai.OpenAiServer;
import io.parley.testing.openai.Script;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A model's reply on the pages of those who are there: as it grows, whole, stopped and failed.
class RoomReplyE2E {
  private static final String MODEL = TestBed.MODELS.getFirst();

  @RegisterExtension final Browser browser = new Browser();
  @RegisterExtension final EchoAfterwards echo = new EchoAfterwards(MODEL);

  private final OpenAiServer models = TestBed.models();
  private final TestRoom room = TestRoom.answeredBy(TestBed.node(), MODEL);

  @Test
  void whatAModelThinksIsSeenByAllAndACutReplyGoesOnForAll() {
    models.script(
        MODEL,
        Script.text("One, two")
            .reasoning("I **count**.")
            .stallAfterRole(Duration.ofSeconds(3))
            .finishReason("length"));
    var ada = RoomScreen.enter(browser.page("ada"), room);
    var grace = RoomScreen.enter(browser.page("grace"), room);

    ada.send("Count");

    for (var screen : List.of(ada, grace)) {
      assertThat(screen.page().locator(".thought strong")).hasText("count");
    }
    grace.replyIs("finished");
    models.script(MODEL, Script.text(", three"));
    grace.button("Continue").click();
    for (var screen : List.of(ada, grace)) {
      assertThat(screen.replyText()).hasText("One, two, three");
      screen.replyIs("finished");
      assertThat(screen.page().locator(".thought")).isHidden();
      assertThat(screen.button("Continue")).hasCount(0);
    }
  }

  @Test
  void aReplyGrowsOnBothPagesAndIsWholeAtTheEnd() {
    models.script(
        MODEL,
        Script.text(
                """
                Here is **the** way:

                ```java
                var tea = kettle.boil();
                ```

                Then *wait*.\
                """)
            .stallAfter(4, Duration.ofSeconds(3)));
    var ada = RoomScreen.enter(browser.page("ada"), room);
    var grace = RoomScreen.enter(browser.page("grace"), room);

    ada.send("How do I make tea?");

    for (var screen : List.of(ada, grace)) {
      screen.replyIs("streaming");
      assertThat(screen.replyText()).hasText("Here is the way:");
    }
    for (var screen : List.of(ada, grace)) {
      screen.replyIs("finished");
      assertThat(screen.replyText().locator("strong")).hasText("the");
      assertThat(screen.replyText().locator("em")).hasText("wait");
      assertThat(screen.replyText().locator("parley-code code"))
          .hasText("var tea = kettle.boil();");
      assertThat(screen.replyText().locator("parley-code [data-copy]")).hasText("Copy");
      assertThat(screen.rows()).hasCount(2);
    }
  }

  @Test
  void aReloadInTheMiddleShowsTheTextSoFarAndGoesOn() {
    models.script(MODEL, Script.tokens(120).stallAfter(60, Duration.ofSeconds(10)));
    var ada = RoomScreen.enter(browser.page("ada"), room);
    ada.send("Count");
    assertThat(ada.replyText()).hasText(numbers(60));

    var html = ada.page().reload().text();

    assertTrue(html.contains(numbers(60)), "the text so far is in what the server rendered");
    ada.whenJoined();
    assertThat(ada.replyText()).hasText(Pattern.compile("^" + numbers(60)));
    ada.replyIs("streaming");
    ada.replyIs("finished");
    assertThat(ada.replyText()).hasText(numbers(120));
    assertThat(ada.rows()).hasCount(2);
  }

  @Test
  void escapeStopsAReplyBeforeItsFirstWord() {
    models.script(MODEL, Script.text("Never said").stallFirst(Script.FOREVER));
    var ada = RoomScreen.enter(browser.page("ada"), room);
    var grace = RoomScreen.enter(browser.page("grace"), room);
    ada.send("Take your time");
    ada.replyIs("streaming");
    Await.until("the provider is asked", () -> asked() > 0);

    ada.composer().press("Escape");

    ada.replyIs("stopped");
    grace.replyIs("stopped");
    assertThat(ada.reply().locator(".after")).containsText("Stopped.");
    assertThat(ada.replyText()).hasText("");
    theProviderIsLeft();
  }

  @Test
  void theStopButtonKeepsWhatWasSaidUntilThen() {
    models.script(MODEL, Script.tokens(90).stallAfter(30, Script.FOREVER));
    var ada = RoomScreen.enter(browser.page("ada"), room);
    var grace = RoomScreen.enter(browser.page("grace"), room);
    ada.send("Count");
    assertThat(grace.replyText()).hasText(numbers(30));

    grace.page().locator("parley-composer [data-stop]").click();

    for (var screen : List.of(ada, grace)) {
      screen.replyIs("stopped");
      assertThat(screen.replyText()).hasText(numbers(30));
      assertThat(screen.page().locator("parley-composer .replying")).isHidden();
    }
    theProviderIsLeft();
  }

  @Test
  void aProviderThatRefusesIsExplained() {
    models.script(MODEL, Script.error(401, "invalid_api_key", "Incorrect API key: sk-secret"));
    var ada = RoomScreen.enter(browser.page("ada"), room);

    ada.send("Anybody there?");

    ada.replyIs("failed");
    var failure = ada.reply().locator(".failure");
    assertThat(failure).containsText("did not accept this server's key");
    assertThat(ada.page().locator("body")).not().containsText("sk-secret");
    ada.page().reload();
    ada.whenJoined();
    ada.replyIs("failed");
    assertThat(failure).containsText("did not accept this server's key");
  }

  @Test
  void aBrokenReplyKeepsItsTextAndSaysThatItBrokeOff() {
    models.script(MODEL, Script.tokens(30).endAfter(10));
    var ada = RoomScreen.enter(browser.page("ada"), room);

    ada.send("Count");

    ada.replyIs("failed");
    assertThat(ada.replyText()).hasText(numbers(10));
    assertThat(ada.reply().locator(".failure"))
        .containsText("stopped before the reply was complete");
  }

  private static String numbers(int count) {
    return IntStream.range(0, count).mapToObj(Integer::toString).collect(Collectors.joining(" "));
  }

  private long asked() {
    return models.requests().stream().filter(request -> request.model().equals(MODEL)).count();
  }

  private void theProviderIsLeft() {
    var request =
        models.requests().stream()
            .filter(one -> one.model().equals(MODEL))
            .reduce((_, later) -> later)
            .orElseThrow();
    Await.until("the connection to the provider is closed", request.closedByClient()::isDone);
  }
}
