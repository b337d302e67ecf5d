package io.parley.chat;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import io.parley.testing.EchoAfterwards;
import io.parley.testing.TestBed;
import io.parley.testing.browser.Browser;
import io.parley.testing.browser.Visitor;
import io.parley.testing.openai.Script;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Other replies, edited messages, and the way between them.
class ConversationBranchesE2E {
  private static final String MODEL = TestBed.MODELS.get(1);

  @RegisterExtension final Browser browser = new Browser();
  @RegisterExtension final EchoAfterwards echo = new EchoAfterwards(MODEL);

  @Test
  void anotherReplyStandsBesideTheFirst() {
    var ada = beginWith("One", "First answer.");
    answer("Second answer.");

    ada.act(ada.reply(), "regenerate");

    assertThat(ada.replyText()).hasText("Second answer.");
    assertThat(ada.reply().locator(".versions .count")).hasText("2 / 2");
    ada.reply().locator("[data-act=previous]").click();
    assertThat(ada.replyText()).hasText("First answer.");
    assertThat(ada.rows()).hasCount(2);
    ada.reply().locator("[data-act=next]").click();
    assertThat(ada.replyText()).hasText("Second answer.");
  }

  @Test
  void anEditedMessageIsAskedAgainAndTheOldOneKept() {
    var ada = beginWith("One", "First answer.");
    answer("Second answer.");

    ada.act(ada.messages().first(), "edit");
    ada.page().getByLabel("Edit your message").fill("One, but better");
    ada.page().keyboard().press("Enter");

    assertThat(ada.messages().locator(".text")).hasText("One, but better");
    assertThat(ada.replyText()).hasText("Second answer.");
    assertThat(ada.messages().locator(".versions .count")).hasText("2 / 2");
    ada.messages().locator("[data-act=previous]").click();
    assertThat(ada.messages().locator(".text")).hasText("One");
    assertThat(ada.replyText()).hasText("First answer.");

    answer("Third answer.");
    ada.send("Two");
    assertThat(ada.replyText()).hasText("Third answer.");
    assertThat(ada.rows()).hasCount(4);
    ada.page().reload();
    ada.whenJoined();
    assertThat(ada.rows()).hasCount(4);
    assertThat(ada.messages().first().locator(".versions .count")).hasText("1 / 2");
  }

  @Test
  void theBranchThatIsShownIsShownAfterAReloadAndExported() throws IOException {
    var ada = beginWith("One", "First answer.");
    answer("Second answer.");
    ada.act(ada.messages().first(), "edit");
    ada.page().getByLabel("Edit your message").fill("One, but better");
    ada.page().keyboard().press("Enter");
    assertThat(ada.replyText()).hasText("Second answer.");
    ada.replyIs("finished");
    assertTrue(exported(ada).contains("One, but better"));

    ada.messages().locator("[data-act=previous]").click();
    assertThat(ada.replyText()).hasText("First answer.");
    ada.page().reload();
    ada.whenJoined();

    assertThat(ada.messages().locator(".versions .count")).hasText("1 / 2");
    assertThat(ada.replyText()).hasText("First answer.");
    var file = exported(ada);
    assertTrue(file.contains("First answer."), file);
    assertFalse(file.contains("One, but better") || file.contains("Second answer."), file);
    ada.messages().locator("[data-act=next]").click();
    ada.page().reload();
    ada.whenJoined();
    assertThat(ada.messages().locator(".versions .count")).hasText("2 / 2");
  }

  private static String exported(ConversationScreen screen) throws IOException {
    screen.button("More").click();
    var file =
        screen
            .page()
            .waitForDownload(() -> screen.page().locator("#more [data-format=markdown]").click())
            .path();
    return Files.readString(file);
  }

  @Test
  void anotherModelCanBeAsked() {
    var ada = beginWith("One", "First answer.");
    TestBed.models().script("gamma", Script.text("Gamma's answer."));

    ada.act(ada.reply(), "another-model");
    ada.page().getByLabel("Search models").fill("gamma");
    assertThat(ada.page().locator("#model-list [role=option]").first()).containsText("gamma");
    ada.page().keyboard().press("Enter");

    assertThat(ada.replyText()).hasText("Gamma's answer.");
    assertThat(ada.reply().locator(".model")).hasText("test/gamma");
    TestBed.models().script("gamma", Script.echo());
  }

  @Test
  void twoTabsStayInStep() {
    var visitor = Visitor.named("ada");
    var ada = beginWith(browser.page(visitor), "One", "First answer.");
    var other = ConversationScreen.open(browser.page(visitor), ada.id());
    assertThat(other.rows()).hasCount(2);
    answer("Second answer.");

    ada.send("Two");
    assertThat(other.messages().last().locator(".text")).hasText("Two");
    assertThat(other.replyText()).hasText("Second answer.");
    answer("Third answer.");
    ada.act(ada.reply(), "regenerate");
    assertThat(other.replyText()).hasText("Third answer.");

    other.button("More").click();
    other.page().locator("#more [data-whole=rename]").click();
    other.page().locator("#ask-text").fill("A name for it");
    other.button("Save").click();
    assertThat(ada.page().locator("h1")).hasText("A name for it");
    assertThat(ada.entry("A name for it")).hasCount(1);
  }

  @Test
  void aMomentIsForkedIntoAConversationOfItsOwn() {
    var ada = beginWith("One", "First answer.");
    answer("Second answer.");
    ada.send("Two");
    assertThat(ada.replyText()).hasText("Second answer.");
    var id = ada.id();

    ada.act(ada.rows().nth(1), "fork");

    assertThat(ada.page()).not().hasURL(java.util.regex.Pattern.compile(id));
    ada.whenJoined();
    assertThat(ada.rows()).hasCount(2);
    assertThat(ada.replyText()).hasText("First answer.");
  }

  @Test
  void aThumbIsKept() {
    var ada = beginWith("One", "First answer.");

    ada.act(ada.reply(), "up");

    assertThat(ada.reply().locator("[data-act=up]")).hasAttribute("aria-pressed", "true");
    ada.page().reload();
    ada.whenJoined();
    assertThat(ada.reply().locator("[data-act=up]")).hasAttribute("aria-pressed", "true");
  }

  private ConversationScreen beginWith(String question, String answer) {
    return beginWith(browser.page("ada"), question, answer);
  }

  private static ConversationScreen beginWith(Page page, String question, String answer) {
    answer(answer);
    var screen = ConversationScreen.begin(page, MODEL);
    screen.send(question);
    assertThat(screen.replyText()).hasText(answer);
    screen.replyIs("finished");
    return screen;
  }

  private static void answer(String text) {
    TestBed.models().script(MODEL, Script.text(text));
  }
}
