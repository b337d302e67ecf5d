package io.parley.chat;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.parley.testing.TestBed;
import io.parley.testing.browser.Browser;
import io.parley.testing.browser.Visitor;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What is being written, until it is sent: it stays where it was written, and only what is meant
/// to sends it or gives it up.
class ConversationDraftsE2E {
  private static final String MODEL = TestBed.MODELS.getFirst();

  @RegisterExtension final Browser browser = new Browser();

  @Test
  void aDraftStaysInTheConversationInWhichItWasWritten() {
    var page = browser.page("ada");
    page.navigate("/");
    page.getByLabel("Ask in a private conversation").fill("What is tea?");
    page.keyboard().press("Enter");
    var ada = new ConversationScreen(page);
    var id = ada.id();
    ada.composer().fill("half a thought");
    paste(ada, "a line\n".repeat(40));
    assertThat(page.locator("parley-pasted li")).hasCount(1);

    page.getByText("New conversation", new Page.GetByTextOptions().setExact(true)).first().click();

    assertThat(page).hasURL(Pattern.compile("/conversations/new$"));
    ada.whenJoined();
    assertThat(ada.composer()).hasValue("");
    assertThat(page.locator("parley-pasted")).isHidden();
    ada.composer().fill("another thought");
    ConversationScreen.open(page, id);
    assertThat(ada.composer()).hasValue("half a thought");
    assertThat(page.locator("parley-pasted li")).hasCount(1);
    page.navigate("/conversations/new");
    assertThat(ada.composer()).hasValue("another thought");
  }

  @Test
  void theDraftAndALargePasteSurviveAReload() {
    var ada = ConversationScreen.begin(browser.page("ada"), MODEL);
    ada.composer().fill("Look at this");
    paste(ada, "a line\n".repeat(40));
    assertThat(ada.page().locator("parley-pasted li")).hasCount(1);

    ada.page().reload();
    ada.whenJoined();

    assertThat(ada.composer()).hasValue("Look at this");
    assertThat(ada.page().locator("parley-pasted li")).containsText("41 lines");
    ada.composer().press("Enter");
    assertThat(ada.messages().locator(".text > .block > p")).hasText("Look at this");
    assertThat(ada.messages().locator("parley-code code")).containsText("a line");
    assertThat(ada.page().locator("parley-pasted")).isHidden();
  }

  @Test
  void aPasteOfMegabytesIsExplainedAndCanBeRemoved() {
    var ada = ConversationScreen.begin(browser.page("ada"), MODEL);
    ada.composer().fill("Look at this");
    paste(ada, "a line\n".repeat(40));

    pasteRepeated(ada.composer(), 6_500_000);

    var pieces = ada.page().locator("parley-pasted li");
    assertThat(pieces).hasCount(2);
    assertThat(pieces.last()).containsText("6,483,616 characters too long");
    assertThat(pieces.last().locator("[data-as-text]")).isHidden();
    assertThat(ada.page().locator(".left")).containsText("characters too long");
    assertThat(ada.button("Send")).isDisabled();
    pieces.last().locator("[data-drop]").click();
    assertThat(pieces).hasCount(1);
    ada.composer().press("Enter");
    assertThat(ada.messages().locator(".text > .block > p")).hasText("Look at this");
    ada.replyIs("finished");

    ada.button("Instructions and sampling").click();
    pasteRepeated(ada.page().getByLabel("System prompt"), 6_500_000);
    assertThat(ada.page().locator("parley-toast .words"))
        .containsText("At most 100,000 characters");
  }

  @Test
  void aChangeOfAMessageSurvivesAReloadAndAComposition() {
    var ada = ConversationScreen.begin(browser.page("ada"), MODEL);
    ada.send("One");
    ada.replyIs("finished");
    ada.act(ada.messages().first(), "edit");
    var field = ada.page().getByLabel("Edit your message");
    field.fill("One, but better");

    for (var how : new String[] {"isComposing: true", "keyCode: 229"}) {
      for (var key : new String[] {"Escape", "Enter"}) {
        field.evaluate(
            "(field) => field.dispatchEvent(new KeyboardEvent('keydown', { key: '%s', %s, bubbles: true, cancelable: true }))"
                .formatted(key, how));
        assertThat(field).hasValue("One, but better");
      }
    }
    assertThat(ada.messages()).hasCount(1);

    ada.page().reload();
    ada.whenJoined();
    assertThat(field).hasValue("One, but better");
    field.press("Escape");
    assertThat(field).hasCount(0);
    ada.page().reload();
    ada.whenJoined();
    assertThat(field).hasCount(0);
    assertThat(ada.messages().locator(".text")).hasText("One");
  }

  @Test
  void aCompositionInADialogEndsAloneNotTheDialog() {
    var ada = ConversationScreen.begin(browser.page("ada"), MODEL);
    ada.button("More").click();
    ada.page().locator("#more [data-whole=rename]").click();
    var title = ada.page().locator("#ask-text");
    title.fill("");
    var composing = new JsonObject();
    composing.addProperty("text", "にほん");
    composing.addProperty("selectionStart", 3);
    composing.addProperty("selectionEnd", 3);
    var cdp = ada.page().context().newCDPSession(ada.page());
    cdp.send("Input.imeSetComposition", composing);
    assertThat(title).hasValue("にほん");

    ada.page().keyboard().press("Escape");
    ada.page().keyboard().press("Enter");

    assertThat(title).isVisible();
    var whole = new JsonObject();
    whole.addProperty("text", "日本");
    cdp.send("Input.insertText", whole);
    assertThat(title).hasValue("日本");
    ada.page().keyboard().press("Enter");
    assertThat(ada.page().locator("h1")).hasText("日本");
  }

  @Test
  void onAPhoneEnterIsANewLineAndTheButtonSends() {
    var page = browser.page(Visitor.named("ada").onPhone());
    page.navigate("/");
    var first = page.getByLabel("Ask in a private conversation");
    assertThat(first).hasAttribute("enterkeyhint", "enter");
    first.tap();
    page.keyboard().type("What is");
    page.keyboard().press("Enter");
    page.keyboard().type("tea?");
    assertThat(first).hasValue("What is\ntea?");
    page.getByLabel("Ask", new Page.GetByLabelOptions().setExact(true)).tap();

    var ada = new ConversationScreen(page);
    ada.replyIs("finished");
    assertThat(ada.composer()).hasAttribute("enterkeyhint", "enter");
    ada.composer().fill("One");
    ada.composer().press("Enter");
    assertThat(ada.composer()).hasValue("One\n");
    assertThat(ada.messages()).hasCount(1);
    ada.button("Send").tap();
    assertThat(ada.messages()).hasCount(2);
    ada.replyIs("finished");

    ada.composer().fill("From a keyboard");
    ada.composer().press("Control+Enter");
    assertThat(ada.messages()).hasCount(3);
    assertThat(ada.composer()).hasAttribute("enterkeyhint", "send");
  }

  private static void paste(ConversationScreen screen, String text) {
    screen
        .composer()
        .evaluate(
            """
            (field, text) => {
              const clipboardData = new DataTransfer();
              clipboardData.setData("text/plain", text);
              field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
            }
            """,
            text);
  }

  /// Made within the page: this much takes long through a debugger's connection.
  private static void pasteRepeated(Locator field, int characters) {
    field.evaluate(
        """
        (field, characters) => {
          const clipboardData = new DataTransfer();
          clipboardData.setData("text/plain", "x".repeat(characters));
          field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
        }
        """,
        characters);
  }
}
