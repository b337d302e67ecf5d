package io.parley.room;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.microsoft.playwright.Locator;
import io.parley.testing.Await;
import io.parley.testing.TestBed;
import io.parley.testing.browser.Browser;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// People in a room see each other: who is here, what they type, what they send.
class RoomE2E {
  @RegisterExtension final Browser browser = new Browser();

  private final TestRoom room = TestRoom.quiet(TestBed.node());

  @Test
  void twoPeopleSeeEachOtherTypeLetterByLetter() {
    var ada = RoomScreen.enter(browser.page("ada"), room);
    var grace = RoomScreen.enter(browser.page("grace"), room);

    writesAndIsSeen(ada, grace, "Tea? 🫖");
    writesAndIsSeen(grace, ada, "Yes!");

    assertThat(ada.rows()).hasCount(2);
    assertThat(grace.rows()).hasCount(2);
  }

  @Test
  void whatIsSentTooFastArrivesInItsOrder() {
    var ada = RoomScreen.enter(browser.page("ada"), room);
    var grace = RoomScreen.enter(browser.page("grace"), room);
    var sent = IntStream.rangeClosed(1, 64).mapToObj("Message %d."::formatted).toList();

    sent.forEach(ada::send);

    assertThat(grace.messages("Message")).hasCount(sent.size());
    assertEquals(sent, grace.page().locator("parley-message .text").allTextContents());
    assertThat(ada.page().locator("parley-message[data-status=pending]")).hasCount(0);
    assertEquals(sent, ada.page().locator("parley-message .text").allTextContents());
  }

  @Test
  void thePagesCountWhoIsHere() {
    var ada = RoomScreen.enter(browser.page("ada"), room);
    assertThat(ada.peopleButton().locator(".count")).hasText("1");

    var grace = RoomScreen.enter(browser.page("grace"), room);

    for (var screen : new RoomScreen[] {ada, grace}) {
      assertThat(screen.peopleButton().locator(".count")).hasText("2");
      assertThat(screen.page().locator("#people li[data-id]")).hasCount(2);
    }
    grace.page().close();
    assertThat(ada.peopleButton().locator(".count")).hasText("1");
  }

  @Test
  void aNewNameIsSeenByTheOthers() {
    var ada = RoomScreen.enter(browser.page("ada"), room);
    var grace = RoomScreen.enter(browser.page("grace"), room);
    ada.send("Before");
    var before = grace.messages("Before").locator(".author");
    assertThat(before).not().hasText("Ada Lovelace");

    ada.button("Settings").click();
    ada.page().locator("#settings [data-rename]").click();
    ada.page().getByLabel("What should the others call you?").fill("Ada Lovelace");
    ada.button("Save").click();

    assertThat(
            grace
                .page()
                .locator("#people li[data-id]")
                .filter(new Locator.FilterOptions().setHasText("Ada Lovelace")))
        .hasCount(1);
    assertThat(grace.peopleButton().locator(".count")).hasText("2");
    ada.whenJoined();
    ada.send("After");
    assertThat(grace.messages("After").locator(".author")).hasText("Ada Lovelace");
  }

  @Test
  void whoDoesNotShareTheirTypingIsReadOnlyWhenTheySend() {
    var ada = RoomScreen.enter(browser.page("ada"), room);
    var grace = RoomScreen.enter(browser.page("grace"), room);
    ada.type("A secret");
    assertThat(grace.drafts()).hasText("A secret");

    ada.page().locator("[data-share-typing]").click();
    assertThat(grace.drafts()).hasCount(0);
    grace.watchDrafts();
    ada.composer().focus();
    ada.type(" that is out");
    ada.composer().press("Enter");
    assertThat(grace.messages("A secret that is out")).hasCount(1);
    assertEquals("", grace.draftsSeen());

    ada.page().locator("[data-share-typing]").click();
    ada.type("Open again");
    assertThat(grace.drafts()).hasText("Open again");
    assertNotEquals("", grace.draftsSeen());
  }

  @Test
  void whatAPersonTypesIsShownAsTypedBeforeAndAfterItIsSent() {
    var ada = RoomScreen.enter(browser.page("ada"), room);
    var grace = RoomScreen.enter(browser.page("grace"), room);
    var text =
        """
        <div>
          <p>*hi* __init__ 2*3*4 $5</p>
        </div>
        def f(x):
            if x:   return 1
        مرحبا (٣).
        1. one
        1. https://example.com/docs（说明）\
        """
            .stripTrailing();

    ada.typeLines(text);
    assertThat(grace.drafts()).hasCount(1);
    Await.until("the draft is whole", () -> shown(grace.drafts()).equals(text));
    assertEquals(List.of("left", "right", "left"), sides(grace.drafts()));
    ada.composer().press("Enter");

    for (var screen : List.of(ada, grace)) {
      var message = screen.messages("def f(x):").locator(".text");
      assertThat(message).hasCount(1);
      assertEquals(text, shown(message));
      assertEquals(List.of("left", "right", "left"), sides(message));
      assertThat(message.locator("a")).hasText("https://example.com/docs");
    }
    ada.page().reload();
    ada.whenJoined();
    assertEquals(text, shown(ada.messages("def f(x):").locator(".text")));
  }

  @Test
  void codeBetweenLinesOfBackticksIsABlockBeforeAndAfterItIsSent() {
    var ada = RoomScreen.enter(browser.page("ada"), room);
    var grace = RoomScreen.enter(browser.page("grace"), room);

    ada.typeLines("Look:\n```js\nlet a = *b*;\n```\nGood?");

    assertThat(grace.drafts().locator("parley-code code")).hasText("let a = *b*;");
    ada.composer().press("Enter");
    for (var screen : List.of(ada, grace)) {
      assertThat(screen.messages("Good?").locator("parley-code code")).hasText("let a = *b*;");
      assertThat(screen.messages("Good?").locator(".typed").first()).hasText("Look:");
    }
  }

  /// The text as a reader sees and copies it.
  private static String shown(Locator text) {
    return text.innerText();
  }

  /// On which side the lines begin that are Latin, Arabic and Latin.
  private static Object sides(Locator text) {
    return text.evaluate(
        """
        (text) => {
          const line = text.querySelector(".typed").firstChild;
          const box = text.querySelector(".typed").getBoundingClientRect();
          return ["def f", "مرحبا", "1. one"].map((words) => {
            const range = document.createRange();
            const at = line.data.indexOf(words);
            range.setStart(line, at);
            range.setEnd(line, line.data.indexOf("\\n", at));
            const { left, right } = range.getBoundingClientRect();
            return left - box.left < box.right - right ? "left" : "right";
          });
        }
        """);
  }

  private static void writesAndIsSeen(RoomScreen writer, RoomScreen reader, String text) {
    var soFar = new StringBuilder();
    text.codePoints()
        .forEach(point -> {
          soFar.appendCodePoint(point);
          writer.type(Character.toString(point));
          assertThat(reader.drafts()).hasText(soFar.toString());
        });

    writer.button("Send").click();

    assertThat(reader.messages(text)).hasAttribute("data-status", "posted");
    assertThat(reader.messages(text)).hasAttribute("data-own", "false");
    assertThat(writer.messages(text)).hasAttribute("data-status", "posted");
    assertThat(writer.messages(text)).hasAttribute("data-own", "true");
    assertThat(reader.drafts()).hasCount(0);
    assertThat(writer.composer()).hasValue("");
  }
}
