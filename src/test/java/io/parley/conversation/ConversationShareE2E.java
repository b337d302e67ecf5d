package io.parley.conversation;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import io.parley.testing.TestBed;
import io.parley.testing.browser.Accessibility;
import io.parley.testing.browser.Browser;
import io.parley.testing.browser.Visitor;
import io.parley.testing.openai.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Conversations that leave the page: as a link, as a file, and back.
class ConversationShareE2E {
  private static final String MODEL = TestBed.MODELS.get(5);

  @RegisterExtension final Browser browser = new Browser();

  @AfterEach
  void letTheModelEcho() {
    TestBed.models().script(MODEL, Script.echo());
  }

  @Test
  void aSharedLinkIsReadByAnybodyUntilItIsTakenBack() {
    browser.expectComplaint("status of 404");
    var ada = begin();
    ada.button("Share").click();
    ada.button("Make a link").click();
    var link = ada.page().locator("parley-share .links a");
    assertThat(link).hasCount(1);
    var url = link.getAttribute("href");
    ada.page().keyboard().press("Escape");
    ada.send("Said later");
    assertThat(ada.rows()).hasCount(4);

    var grace = browser.page("grace");
    grace.navigate(url);
    assertThat(grace.locator("parley-message")).hasCount(2);
    assertThat(grace.locator("parley-message .text").last().locator("strong")).hasText("tea");
    assertThat(grace.locator("textarea")).hasCount(0);
    Accessibility.assertNoViolations(grace);
    var phone = browser.page(Visitor.named("joan").onPhone().inTheDark().withoutScripts());
    phone.navigate(url);
    assertThat(phone.locator("parley-message .text").first()).hasText("What is it?");

    ada.button("Share").click();
    ada.button("Take back").click();
    assertThat(link).hasCount(0);
    grace.reload();
    assertThat(grace.locator("h1")).hasText("This link no longer works.");
  }

  @Test
  void everythingIsCopiedAlsoWhereTheContextIsNotSecure() {
    browser.expectComplaint("Cross-Origin-Opener-Policy header has been ignored");
    var page = browser.page("ada");
    page.navigate(browser.urlFromElsewhere("/conversations/new"));
    assertEquals(false, page.evaluate("isSecureContext"));
    var ada = new ConversationScreen(page);
    var code = "two\n  lines";
    ada.send("```\n" + code + "\n```");
    ada.replyIs("finished");
    var message = ada.messages().first();
    message.hover();

    var copy = message.locator("[data-copy-message]");
    copy.click();
    assertThat(copy).hasText("Copied");
    assertPasted(ada, "```\n" + code + "\n```");
    assertThat(copy.locator("svg")).hasCount(1);
    assertThat(copy).hasAttribute("aria-label", "Copy");

    var block = message.locator("[data-copy]");
    block.click();
    block.click();
    assertThat(block).hasText("Copied");
    assertPasted(ada, code);
    assertThat(block).hasText("Copy");

    ada.button("Share").click();
    ada.button("Make a link").click();
    var url = page.locator("parley-share .links a").getAttribute("href");
    page.locator("[data-copy-link]").click();
    assertThat(page.locator("[data-copy-link]")).hasText("Copied");
    assertThat(page.locator("parley-share dialog")).isVisible();
    page.keyboard().press("Escape");
    assertPasted(ada, url);

    page.navigate(url);
    page.locator("[data-copy-message]").first().click();
    assertThat(page.locator("[data-copy-message]").first()).hasText("Copied");
    page.navigate(browser.urlFromElsewhere("/conversations/new"));
    assertPasted(ada, "```\n" + code + "\n```");
  }

  private static void assertPasted(ConversationScreen screen, String text) {
    screen.composer().fill("");
    screen.composer().press("Control+v");
    assertThat(screen.composer()).hasValue(text);
    screen.composer().fill("");
  }

  @Test
  void anExportIsReadableAndCanBeImportedAgain() throws IOException {
    var ada = begin();

    assertTrue(Files.readString(export(ada, "markdown")).contains("It is **tea**."));
    var json = export(ada, "json");
    ada.page().locator("parley-import input").setInputFiles(json);

    assertThat(ada.page()).not().hasURL(Pattern.compile(ada.id()));
    ada.whenJoined();
    assertThat(ada.rows()).hasCount(2);
    assertThat(ada.replyText()).hasText("It is tea.");
    assertThat(ada.entries()).hasCount(2);
  }

  @Test
  void whatIsNoExportIsRefusedInWords() {
    browser.expectComplaint("status of 400");
    var page = browser.page("ada");
    page.navigate("/");

    page.locator("parley-import input")
        .setInputFiles(
            new com.microsoft.playwright.options.FilePayload(
                "notes.json", "application/json", "{\"no\": \"export\"}".getBytes(UTF_8)));

    assertThat(page.locator("parley-toast .words")).not().hasText("");
  }

  @Test
  void aMomentOfARoomGoesOnInPrivate() {
    var page = browser.page("ada");
    page.navigate("/");
    var name = "e2e-" + java.util.UUID.randomUUID().toString().substring(0, 13);
    var room =
        ConversationScreen.call(
            page, "/api/rooms", Map.of("name", name, "answers", "mentions"), 201);
    ConversationScreen.call(
        page,
        "/api/conversations/%s/messages".formatted(room.path("id").asText()),
        Map.of("message", "Said to all", "reply", false),
        200);
    page.navigate("/rooms/" + name);
    var row = page.locator("parley-message");
    assertThat(row).hasCount(1);

    row.hover();
    row.locator("[data-act=fork]").click();

    assertThat(page).hasURL(Pattern.compile("/conversations/"));
    assertThat(page.locator("parley-message .text").first()).containsText("Said to all");
    assertEquals(1, page.locator("parley-history .entry").count());
  }

  private ConversationScreen begin() {
    TestBed.models().script(MODEL, Script.text("It is **tea**."));
    var screen = ConversationScreen.begin(browser.page("ada"), MODEL);
    screen.send("What is it?");
    assertThat(screen.replyText()).hasText("It is tea.");
    screen.replyIs("finished");
    return screen;
  }

  private static java.nio.file.Path export(ConversationScreen screen, String format) {
    screen.button("More").click();
    Page page = screen.page();
    return page.waitForDownload(
            () -> page.locator("#more [data-format=%s]".formatted(format)).click())
        .path();
  }
}
