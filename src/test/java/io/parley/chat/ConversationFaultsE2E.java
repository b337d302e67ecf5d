package io.parley.chat;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import io.parley.testing.EchoAfterwards;
import io.parley.testing.TestBed;
import io.parley.testing.browser.Accessibility;
import io.parley.testing.browser.Browser;
import io.parley.testing.browser.Visitor;
import io.parley.testing.openai.OpenAiServer;
import io.parley.testing.openai.Script;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Browser, network, provider and server go away in the middle of a turn. What is left is true, and
/// goes on.
class ConversationFaultsE2E {
  private static final String MODEL = TestBed.MODELS.getFirst();
  private static final int TOKENS = 90;
  private static final int HALF = 45;

  @RegisterExtension final Browser browser = new Browser();
  @RegisterExtension final EchoAfterwards echo = new EchoAfterwards(MODEL);

  private final OpenAiServer models = TestBed.models();

  @BeforeEach
  void theModelTakesItsTimeInTheMiddle() {
    models.script(MODEL, Script.tokens(TOKENS).stallAfter(HALF, Duration.ofSeconds(4)));
  }

  @Test
  void theBrowserIsClosedAndTheReplyIsThereLater() {
    var ada = ConversationScreen.begin(browser.page(Visitor.named("ada")), MODEL);
    ada.send("Count");
    assertThat(ada.replyText()).hasText(numbers(HALF));
    var state = ada.page().context().cookies();
    var id = ada.id();
    ada.page().close();

    var later = browser.page(Visitor.named("ada-later"));
    later.context().addCookies(state);
    var again = ConversationScreen.open(later, id);

    again.replyIs("finished");
    assertThat(again.replyText()).hasText(numbers(TOKENS));
    assertThat(again.rows()).hasCount(2);
  }

  @Test
  void theNetworkIsCutAndNothingIsMissingAfterwards() {
    browser.expectComplaint("net::ERR_INTERNET_DISCONNECTED|net::ERR_NETWORK_CHANGED");
    var ada = ConversationScreen.begin(browser.page("ada"), MODEL);
    ada.send("Count");
    assertThat(ada.replyText()).hasText(numbers(HALF));

    ada.page().context().setOffline(true);
    assertThat(ada.page().locator("parley-connection")).hasAttribute("data-state", "waiting");
    assertThat(ada.replyText()).hasText(numbers(HALF));
    ada.page().context().setOffline(false);

    ada.whenJoined();
    ada.replyIs("finished");
    assertThat(ada.replyText()).hasText(numbers(TOKENS));
    assertThat(ada.rows()).hasCount(2);
  }

  @Test
  void aFirstMessageWithoutANetworkSaysSoAndGoesLater() {
    browser.expectComplaint("net::ERR_INTERNET_DISCONNECTED|net::ERR_NETWORK_CHANGED");
    models.script(MODEL, Script.echo());
    var page = browser.page("ada");
    page.navigate("/conversations/new");
    var ada = new ConversationScreen(page).whenJoined();
    page.context().setOffline(true);

    ada.send("Anybody there?");

    assertThat(page.locator("[data-bar=connection]")).containsText("You are offline.");
    assertThat(ada.messages().locator(".text")).hasText("Anybody there?");
    assertThat(ada.messages()).hasAttribute("data-status", "pending");
    var waits = page.getByText("Not sent yet. It will be sent when the connection is back.");
    assertThat(waits).isVisible();
    Accessibility.assertNoViolations(page);
    page.context().setOffline(false);
    ada.replyIs("finished");
    assertThat(ada.rows()).hasCount(2);
    assertThat(waits).hasCount(0);
    assertThat(page.locator("[data-bar=connection]")).isHidden();
  }

  @Test
  void theProviderBreaksOffAndTheTextIsKept() {
    models.script(MODEL, Script.tokens(TOKENS).resetAfter(HALF));
    var ada = ConversationScreen.begin(browser.page("ada"), MODEL);
    ada.send("Count");

    ada.replyIs("failed");
    assertThat(ada.replyText()).hasText(numbers(HALF));
    assertThat(ada.reply().locator(".failure")).isVisible();
    ada.page().reload();
    ada.whenJoined();
    ada.replyIs("failed");
    assertThat(ada.replyText()).hasText(numbers(HALF));
  }

  @Test
  void theServerIsKilledAndTheReplyBegunAgain() {
    browser.expectComplaint("net::ERR_|status of 503");
    try (var node = TestBed.startNode("killed", Map.of())) {
      var page = browser.page(Visitor.named("ada"), node);
      var ada = ConversationScreen.begin(page, MODEL);
      ada.send("Count");
      assertThat(ada.replyText()).hasText(numbers(HALF));

      node.kill();
      assertThat(page.locator("parley-connection")).hasAttribute("data-state", "waiting");
      assertThat(page.locator("[data-bar=connection]")).containsText("Reconnecting");
      assertThat(ada.replyText()).hasText(Pattern.compile("^" + numbers(HALF)));
      node.start();

      ada.whenJoined();
      ada.replyIs("finished");
      assertThat(ada.replyText()).hasText(numbers(TOKENS));
      assertThat(ada.rows()).hasCount(2);
    }
  }

  private static String numbers(int count) {
    return IntStream.range(0, count).mapToObj(Integer::toString).collect(Collectors.joining(" "));
  }
}
