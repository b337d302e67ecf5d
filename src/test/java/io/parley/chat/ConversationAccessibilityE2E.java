package io.parley.chat;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Media;
import io.parley.testing.EchoAfterwards;
import io.parley.testing.TestBed;
import io.parley.testing.browser.Accessibility;
import io.parley.testing.browser.Browser;
import io.parley.testing.browser.Visitor;
import io.parley.testing.openai.Script;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Nothing on a conversation's page is in the way of people who cannot see it, or not well.
class ConversationAccessibilityE2E {
  private static final String MODEL = TestBed.MODELS.get(4);
  private static final String EVERYTHING =
      """
      ## What there is

      A [link](https://example.org/), `code`, **bold**, $x^2$ and a list:

      1. one
      2. two

      > quoted

      | Cup | Tea |
      |-----|-----|
      | 1 | Assam |

      $$\\sum_{i=1}^n i = \\frac{n(n+1)}{2}$$

      ```java
      // Water first.
      @Override public String boil(int degrees) { return "tea" + degrees; }
      ```

      More is\
      """;

  @RegisterExtension final Browser browser = new Browser();
  @RegisterExtension final EchoAfterwards echo = new EchoAfterwards(MODEL);

  @Test
  void anEmptyConversation() {
    var page = browser.page("ada");
    page.navigate("/conversations/new");

    assertThat(page.getByText("What is on your mind?")).isVisible();
    Accessibility.assertNoViolations(page);
  }

  @Test
  void aBusyConversation() {
    aBusyConversationHasNothingInTheWay(Visitor.named("ada"));
  }

  @Test
  void aBusyConversationInTheDark() {
    aBusyConversationHasNothingInTheWay(Visitor.named("ada").inTheDark());
  }

  @Test
  void aBusyConversationOnAPhone() {
    aBusyConversationHasNothingInTheWay(Visitor.named("ada").onPhone());
  }

  @Test
  void aBusyConversationOnAPhoneInTheDark() {
    aBusyConversationHasNothingInTheWay(Visitor.named("ada").onPhone().inTheDark());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatOpensOverThePage(boolean dark) {
    var visitor = Visitor.named("ada");
    var page = browser.page(dark ? visitor.inTheDark() : visitor);
    var ada = ConversationScreen.begin(page, MODEL);
    ada.send("Hello");
    ada.replyIs("finished");

    page.locator(".scroller").focus();
    page.keyboard().press("?");
    assertThat(page.locator("parley-keys dialog")).isVisible();
    Accessibility.assertNoViolations(page);
    page.keyboard().press("Escape");

    ada.button("Instructions and sampling").click();
    page.getByLabel("Temperature").fill("7");
    ada.button("Save").click();
    Accessibility.assertNoViolations(page);
    page.keyboard().press("Escape");

    page.locator("[data-model-button]").click();
    assertThat(page.locator("#model-list [role=option]").first()).isVisible();
    Accessibility.assertNoViolations(page);
    page.keyboard().press("Escape");

    ada.button("More").click();
    Accessibility.assertNoViolations(page);
    page.keyboard().press("Escape");

    ada.button("Share").click();
    assertThat(page.locator("parley-share dialog")).isVisible();
    Accessibility.assertNoViolations(page);
    page.keyboard().press("Escape");

    ada.act(ada.reply(), "details");
    ada.act(ada.messages().first(), "edit");
    Accessibility.assertNoViolations(page);
  }

  @Test
  void aTableWithALongHeadingFitsAndAWideFormulaIsScrolledWithTheKeyboard() {
    var ada = ConversationScreen.begin(browser.page("ada"), MODEL);
    TestBed.models()
        .script(
            MODEL,
            Script.text(
                "| Setting | Type | What it means for an installation with several nodes, and why |\n"
                    + "|---|---|---|\n| `parley.one` | text | one |\n\n$$"
                    + "a + b + c + d + ".repeat(20)
                    + "e$$"));

    ada.send("Show both");

    ada.replyIs("finished");
    var table = ada.replyText().locator(".table");
    assertEquals(table.evaluate("t => t.clientWidth"), table.evaluate("t => t.scrollWidth"));
    assertThat(ada.replyText().locator("parley-maths")).hasAttribute("tabindex", "0");
    Accessibility.assertNoViolations(ada.page());
    ada.page().emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
    assertThat(table).hasCSS("overflow-x", "visible");
  }

  @Test
  void onNarrowPaperShortCellsStayWholeAndLinksSayWhereTheyLead() {
    var ada = ConversationScreen.begin(browser.page(Visitor.named("ada").onPhone()), MODEL);
    TestBed.models()
        .script(
            MODEL,
            Script.text(
                """
                | Setting | Required | Default | Maximum |
                |---|---|---|---|
                | `parley.room.join-within` | optional | 10 seconds | 5 minutes |

                [The manual](https://example.org/manual) and https://example.org/self\
                """));

    ada.send("Show both");
    ada.replyIs("finished");
    ada.page().emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
    ada.page().evaluate("() => dispatchEvent(new Event('beforeprint'))");

    assertEquals(
        List.of(),
        ada.replyText()
            .evaluate(
                """
                text => [...text.querySelectorAll("th, td:not(:first-child)")].flatMap(cell => {
                  const words = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
                  const broken = [];
                  for (let node = words.nextNode(); node; node = words.nextNode()) {
                    for (const { index, 0: word } of node.data.matchAll(/\\S+/g)) {
                      const range = document.createRange();
                      range.setStart(node, index);
                      range.setEnd(node, index + word.length);
                      if (range.getClientRects().length > 1) broken.push(word);
                    }
                  }
                  return broken;
                })
                """));
    var link = ada.replyText().locator("a").first();
    assertThat(link).hasAttribute("data-printed", "");
    assertEquals(true, link.evaluate("a => getComputedStyle(a, '::after').content !== 'none'"));
    assertThat(ada.replyText().locator("a[data-printed]")).hasCount(1);
  }

  @Test
  void anIconSaysItsWordsUnderTheKeyboardToo() {
    var ada = ConversationScreen.begin(browser.page("ada"), MODEL);
    var page = ada.page();
    ada.button("Instructions and sampling").focus();
    page.keyboard().press("Tab");
    page.keyboard().press("Shift+Tab");
    var tip = page.locator(".tip");
    assertThat(tip).isVisible();
    assertThat(tip).hasText("Instructions and sampling");
    Accessibility.assertNoViolations(page);
    page.keyboard().press("Escape");
    assertThat(tip).isHidden();
  }

  @Test
  void aReplyIsSaidOnceAndWhole() {
    TestBed.models().script(MODEL, Script.tokens(40).stallAfter(20, Duration.ofSeconds(1)));
    var ada = ConversationScreen.begin(browser.page("ada"), MODEL);
    var status = ada.page().locator("[data-region=status]");
    var log = ada.page().locator("[data-region=log]");

    ada.send("Count");

    assertThat(status).hasText("A reply is being written.");
    assertThat(log).hasText("");
    ada.replyIs("finished");
    assertThat(status).hasText("The reply is complete.");
    assertThat(log.locator("p")).hasCount(1);
    assertEquals("false", ada.page().locator(".scroller").getAttribute("aria-busy"));
  }

  /// Whole, failed and other replies, one that is being written, and a message that waits.
  private void aBusyConversationHasNothingInTheWay(Visitor visitor) {
    var ada = ConversationScreen.begin(browser.page(visitor), MODEL);
    TestBed.models().script(MODEL, Script.error(500, "server_error", "broken"));
    ada.send("Will this fail?");
    ada.replyIs("failed");
    TestBed.models().script(MODEL, Script.text(EVERYTHING));
    ada.act(ada.reply(), "regenerate");
    ada.replyIs("finished");
    assertThat(ada.replyText().locator("parley-code .hljs-comment")).hasCount(1);
    assertThat(ada.replyText().locator("parley-maths math")).hasCount(2);
    TestBed.models().script(MODEL, Script.text(EVERYTHING).stallAfter(45, Duration.ofMinutes(1)));
    ada.send("Once more");
    assertThat(ada.rows()).hasCount(4);
    ada.replyIs("streaming");
    assertThat(ada.replyText().locator("parley-code")).isVisible();
    ada.send("And then?");
    assertThat(ada.page().locator("parley-next li")).hasCount(1);

    Accessibility.assertNoViolations(ada.page());

    ada.composer().press("Escape");
    ada.replyIs("stopped");
    Accessibility.assertNoViolations(ada.page());
  }
}
