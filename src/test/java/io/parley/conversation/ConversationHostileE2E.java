package io.parley.conversation;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.parley.testing.ApiClient;
import io.parley.testing.ParleyNode;
import io.parley.testing.TestBed;
import io.parley.testing.browser.Browser;
import io.parley.testing.browser.Hostility;
import io.parley.testing.openai.Script;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What a model writes is text, whatever it pretends to be; so are titles and system prompts.
class ConversationHostileE2E {
  private static final String MODEL = TestBed.MODELS.get(3);

  @RegisterExtension final Browser browser = new Browser();

  private final ParleyNode node = TestBed.node();
  private final Hostility hostility = new Hostility(node);

  @AfterEach
  void letTheModelEcho() {
    TestBed.models().script(MODEL, Script.echo());
  }

  @Test
  void hostileRepliesDoNothingAtAnyMoment() {
    var text = String.join("\n\n", Hostility.ATTACKS) + "\n\nThe end.";
    TestBed.models().script(MODEL, Script.text(text).rate(40));
    var ada = ConversationScreen.begin(hostility.watch(browser.page("ada")), MODEL);

    ada.send("Attack!");

    ada.replyIs("streaming");
    ada.replyIs("finished");
    assertThat(ada.replyText()).containsText("onerror=alert(1)");
    hostility.assertHarmless(ada.page());
    ada.page().reload();
    ada.whenJoined();
    assertThat(ada.replyText()).containsText("onerror=alert(1)");
    hostility.assertHarmless(ada.page());
  }

  @Test
  void expensiveMessagesOfASharedConversationStopNobody() {
    var ada = ApiClient.guest(node, "Ada");
    var id = ada.post("/api/conversations", Map.of()).body().path("id").asText();
    var texts = new ArrayList<>(Hostility.expensive());
    texts.add("Some **words** and\n\n```js\nlet a = 1;\n```");
    for (var text : texts) {
      var message = Map.of("message", text, "reply", false);
      assertEquals(200, ada.post("/api/conversations/%s/messages".formatted(id), message).status());
    }
    var share = ada.post("/api/conversations/%s/shares".formatted(id), Map.of());
    assertEquals(201, share.status(), share::toString);
    var reader = hostility.watch(browser.page("reader"));

    reader.navigate(share.body().path("url").asText());

    var last = reader.locator("parley-message").last();
    assertThat(last.locator("strong")).hasText("words");
    last.scrollIntoViewIfNeeded();
    assertThat(last.locator(".hljs-keyword")).hasText("let");
    assertThat(reader.locator("parley-message .rest")).hasCount(0);
    assertThat(reader.locator("parley-message")).hasCount(texts.size());
    hostility.assertHarmless(reader);
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
