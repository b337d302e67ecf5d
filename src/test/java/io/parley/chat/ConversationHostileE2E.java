package io.parley.chat;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Page;
import io.parley.platform.Json;
import io.parley.testing.EchoAfterwards;
import io.parley.testing.ParleyNode;
import io.parley.testing.TestBed;
import io.parley.testing.browser.Browser;
import io.parley.testing.browser.Hostility;
import io.parley.testing.openai.Script;
import io.parley.transfer.ExportImportIT;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What a model writes is text, whatever it pretends to be; so are titles and system prompts.
class ConversationHostileE2E {
  private static final String MODEL = TestBed.MODELS.get(3);

  @RegisterExtension final Browser browser = new Browser();
  @RegisterExtension final EchoAfterwards echo = new EchoAfterwards(MODEL);

  private final ParleyNode node = TestBed.node();
  private final Hostility hostility = new Hostility(node);

  @Test
  void hostileRepliesDoNothingAtAnyMoment() {
    TestBed.models().script(MODEL, Hostility.reply());
    var ada = ConversationScreen.begin(hostility.watch(browser.page("ada")), MODEL);

    ada.send("Attack!");

    hostility.assertReplyHarmless(ada);
  }

  @Test
  void expensiveRepliesOfASharedConversationStopNobody() {
    var texts = new ArrayList<>(Hostility.expensive());
    texts.add("Some **words**, $a^2$ and\n\n```js\nlet a = 1;\n```");
    var page = hostility.watch(browser.page("ada"));
    page.navigate("/");
    var id =
        ConversationScreen.call(page, "/api/conversations/import", replying(texts), 201)
            .path("id")
            .asText();

    ConversationScreen.open(page, id);

    allAreShown(page, texts.size());
    var share =
        ConversationScreen.call(page, "/api/conversations/%s/shares".formatted(id), Map.of(), 201);
    var reader = hostility.watch(browser.page("reader"));
    reader.navigate(share.path("url").asText());
    allAreShown(reader, texts.size());
  }

  private void allAreShown(Page page, int replies) {
    var rows = page.locator("parley-message[data-role=assistant]");
    assertThat(rows).hasCount(replies);
    var last = rows.last();
    assertThat(last.locator("strong")).hasText("words");
    last.scrollIntoViewIfNeeded();
    assertThat(last.locator(".hljs-keyword")).hasText("let");
    assertThat(last.locator("parley-maths math")).hasCount(1);
    assertThat(page.locator("parley-message .rest")).hasCount(0);
    assertThat(page.locator("math math, mtable mtable mtable mtable")).hasCount(0);
    hostility.assertHarmless(page);
  }

  /// A conversation in which these are the replies.
  private static ObjectNode replying(List<String> texts) {
    var document = ExportImportIT.document(2 * texts.size());
    var parent = document.at("/conversation/id").asText();
    int reply = 0;
    for (var node : document.withArray("messages")) {
      var message = (ObjectNode) node;
      message.put("parent_id", parent);
      parent = message.path("id").asText();
      if ("assistant".equals(message.path("role").asText())) {
        message.put("content", texts.get(reply++));
      }
    }
    return document;
  }

  @Test
  void textsBecomeWhatTheTableSays() throws IOException {
    var table = Json.MAPPER.readTree(Files.readString(Path.of("src/test/js/markdown-table.json")));
    var rows = Json.MAPPER.convertValue(table.path("rows"), List.class);
    var page = browser.page("ada");
    page.navigate("/conversations/new");

    var reading = Files.readString(Path.of("src/test/js/markdown-table.browser.js"));

    assertTrue(rows.size() >= 150);
    assertEquals(List.of(), page.evaluate(reading.strip().replaceAll(";$", ""), rows));
  }

  @Test
  void codeIsLeftToRightAndEachBlockHasItsOwnDirection() {
    var text =
        """
        شغّل `./mvnw verify` الآن.

        ```js
        foo(x);
        ```

        Then this.

        - واحد
        - two

        * loose

        * ثلاثة

        > اقتباس
        """;
    TestBed.models().script(MODEL, Script.text(text));
    var ada = ConversationScreen.begin(browser.page("ada"), MODEL);

    ada.send("How?");

    ada.replyIs("finished");
    assertThat(ada.replyText().locator("blockquote")).hasCount(1);
    assertEquals(
        List.of("rtl", "ltr", "rtl", "ltr", "ltr", "rtl", "rtl"),
        ada.replyText()
            .evaluate(
                """
                (text) => [...text.querySelectorAll(".block > p, li, blockquote")].map((block) => getComputedStyle(block).direction)
                """));
    assertEquals(
        List.of(true, true, true, true, true),
        ada.replyText()
            .evaluate(
                """
                (text) => {
                  const place = (node, at) => {
                    const range = document.createRange();
                    range.setStart(node, at);
                    range.setEnd(node, at + 1);
                    return range.getBoundingClientRect().left;
                  };
                  const first = (selector) => document.createTreeWalker(text.querySelector(selector), NodeFilter.SHOW_TEXT).nextNode();
                  const inline = first(".block > p > code");
                  const block = text.querySelector("parley-code pre");
                  const code = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
                  code.nextNode();
                  const box = text.getBoundingClientRect();
                  const marks = [...text.querySelectorAll("li")].map((item) => item.getBoundingClientRect());
                  return [
                    place(inline, 0) < place(inline, inline.data.length - 1),
                    place(code.currentNode, 0) - block.getBoundingClientRect().left < 40,
                    block.innerText.trim() === "foo(x);" && getComputedStyle(block).direction === "ltr",
                    box.right - marks[0].right > 10 && marks[0].left - box.left < 5,
                    marks[1].left - box.left > 10 && box.right - marks[1].right < 5,
                  ];
                }
                """));
  }

  @Test
  void aSelectionInAParagraphThatIsStreamedStays() {
    var words =
        "Here is **the way** to do it, slowly and with care, and then comes **Another thing";
    TestBed.models()
        .script(
            MODEL,
            Script.text(words + "** and the end.").rate(20).stallAfter(9, Duration.ofSeconds(5)));
    var ada = ConversationScreen.begin(browser.page("ada"), MODEL);
    ada.send("How?");
    assertThat(ada.replyText()).containsText("Here is the way to do it");

    ada.replyText()
        .evaluate(
            """
            (text) => {
              const paragraph = text.querySelector("p");
              getSelection().setBaseAndExtent(paragraph.querySelector("strong").firstChild, 4, paragraph.childNodes[2], 6);
              globalThis.selected = [];
              document.addEventListener("selectionchange", () => selected.push(String(getSelection())));
            }
            """);

    ada.replyIs("finished");
    assertThat(ada.replyText()).containsText("Another thing and the end.");
    assertEquals("way to do", ada.page().evaluate("() => String(getSelection())"));
    assertEquals(
        List.of(),
        ada.page().evaluate("() => selected.filter((text) => text !== 'way to do')"),
        "at no moment");
  }

  @Test
  void hostileTitlesDoNothing() {
    var page = hostility.watch(browser.page("ada"));
    page.navigate("/");
    var title = "<img src=x onerror=alert(1)> #{7+7}";
    var id =
        ConversationScreen.create(
            page, Map.of("title", title, "system_prompt", "\"><script>alert(1)</script>"));

    var ada = ConversationScreen.open(page, id);

    assertThat(page.locator("h1")).hasText(title);
    assertThat(ada.entry(title)).hasCount(1);
    hostility.assertHarmless(page);
  }
}
