package io.parley.chat;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.parley.testing.ApiClient;
import io.parley.testing.EchoAfterwards;
import io.parley.testing.TestBed;
import io.parley.testing.browser.Accessibility;
import io.parley.testing.browser.Browser;
import io.parley.testing.browser.Visitor;
import io.parley.testing.openai.Script;
import io.parley.transfer.ForeignFileTest;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Conversations that leave the page: as a link, as a file, and back.
class ConversationShareE2E {
  private static final String MODEL = TestBed.MODELS.get(5);

  @RegisterExtension final Browser browser = new Browser();
  @RegisterExtension final EchoAfterwards echo = new EchoAfterwards(MODEL);

  @Test
  void aSharedLinkIsReadByAnybodyUntilItIsTakenBack() {
    browser.expectComplaint("status of 404");
    var ada = begin();
    ada.button("Share").click();
    ada.button("Create link").click();
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
    ada.button("Revoke").click();
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
    ada.button("Create link").click();
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
  void anExportOfAnotherProductIsImportedAndWhatIsMissingIsSaid() {
    var page = browser.page("ada");
    page.navigate("/");
    var zip =
        ForeignFileTest.zip(
            Map.of("conversations.json", ForeignFileTest.resource("chatgpt.json"), "a.png", "x"));

    page.locator("parley-import input")
        .setInputFiles(
            new com.microsoft.playwright.options.FilePayload("export.zip", "application/zip", zip));

    var report = page.locator("#import-report");
    assertThat(report).containsText("Imported from ChatGPT: 2 conversations with 8 messages.");
    assertThat(report).containsText("1 picture, 2 tool calls");
    assertThat(report).containsText("“Empty”");
    report.locator("button").click();
    assertThat(page.locator("parley-message")).hasCount(2);
    assertThat(page.locator("parley-message").last()).containsText("Many.");
  }

  @Test
  void anInvalidExportIsRejectedWithAReason() {
    browser.expectComplaint("status of 400");
    var page = browser.page("ada");
    page.navigate("/");

    page.locator("parley-import input")
        .setInputFiles(
            new com.microsoft.playwright.options.FilePayload(
                "notes.json", "application/json", "{\"no\": \"export\"}".getBytes(UTF_8)));

    assertThat(page.locator("parley-toast .words"))
        .containsText("ChatGPT, Open WebUI or LibreChat");
  }

  @Test
  void aMomentOfARoomGoesOnInPrivate() {
    var page = browser.page("ada");
    page.navigate("/");
    var name = "e2e-" + UUID.randomUUID().toString().substring(0, 13);
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

  @ParameterizedTest
  @ValueSource(strings = {"ja-JP", "de-DE", "ar-EG"})
  void whatWasSaidInAnotherYearHasItsAuthorAndItsTimeInEnglish(String language) {
    var page = browser.page(Visitor.named("ada").speaking(language));
    var home = page.navigate("/");
    assertEquals("en", home.headerValue("content-language"));
    var me = ConversationScreen.read(page, "/api/guests/me").path("id").asText();
    var imported =
        ConversationScreen.call(
            page,
            "/api/conversations/import",
            exported(
                said("bob", "Bob", "2019-07-04T12:00:00Z"),
                said(me, "Ada", "2024-12-31T12:00:00Z")),
            201);

    ConversationScreen.open(page, imported.path("id").asText());

    var rows = page.locator("parley-message");
    assertThat(rows).hasCount(2);
    assertThat(rows.first()).hasAttribute("data-day", "Thursday, 4 July 2019");
    assertThat(rows.last()).hasAttribute("data-day", "Tuesday, 31 December 2024");
    for (var author : List.of("Bob", "Ada")) {
      var row = rows.filter(new Locator.FilterOptions().setHasText(author));
      assertThat(row).hasAttribute("data-own", "false");
      assertThat(row.locator(".author")).isVisible();
      assertThat(row.locator(".author")).hasText(author);
      assertThat(row.locator("time")).isVisible();
      assertThat(row.locator("time")).hasText(Pattern.compile("^\\d\\d:\\d\\d$"));
    }
    assertThat(rows.first().locator("time"))
        .hasAttribute("title", Pattern.compile("^\\d July 2019, \\d\\d:\\d\\d$"));
    page.locator("#composer").fill("Said now");
    page.locator("#composer").press("Enter");
    var own = page.locator("parley-message[data-own=true] .text");
    assertThat(own).hasCount(1);
    assertNotEquals(
        background(own), background(rows.first().locator(".text")), "not in one's own colour");
  }

  @Test
  void whatOthersSaidInARoomKeepsItsAuthorInPrivate() {
    var page = browser.page("ada");
    page.navigate("/");
    var room =
        ConversationScreen.call(
            page,
            "/api/rooms",
            Map.of(
                "name",
                "e2e-" + UUID.randomUUID().toString().substring(0, 13),
                "answers",
                "mentions"),
            201);
    var path = "/api/conversations/%s".formatted(room.path("id").asText());
    var grace = ApiClient.guest(TestBed.node(), "Grace");
    var posted = grace.post(path + "/messages", Map.of("message", "Said by Grace", "reply", false));
    var mine =
        ConversationScreen.call(
            page, path + "/messages", Map.of("message", "Said by me", "reply", false), 200);
    assertEquals(200, posted.status(), posted::toString);
    var forked =
        ConversationScreen.call(
            page, path + "/fork", Map.of("message_id", mine.path("message_id").asText()), 201);

    ConversationScreen.open(page, forked.path("id").asText());

    var rows = page.locator("parley-message");
    assertThat(rows).hasCount(2);
    assertThat(rows.first().locator(".author")).isVisible();
    assertThat(rows.first().locator(".author")).hasText("Grace");
    assertThat(rows.first().locator("time")).isVisible();
    assertThat(rows.last()).hasAttribute("data-own", "true");
    assertNotEquals(
        background(rows.last().locator(".text")), background(rows.first().locator(".text")));
    Accessibility.assertNoViolations(page);
  }

  private static String background(Locator element) {
    return (String) element.evaluate("element => getComputedStyle(element).backgroundColor");
  }

  private static Map<String, Object> said(String authorId, String name, String at) {
    return Map.of(
        "id",
        UUID.randomUUID().toString(),
        "role",
        "user",
        "author",
        Map.of("id", authorId, "name", name),
        "status",
        "posted",
        "created_at",
        at,
        "content",
        "This was said by " + name);
  }

  private static Map<String, Object> exported(Object... messages) {
    return Map.of(
        "format",
        "parley.conversation",
        "version",
        1,
        "conversation",
        Map.of(
            "id", UUID.randomUUID().toString(),
            "kind", "private",
            "created_at", "2019-07-04T12:00:00Z"),
        "messages",
        List.of(messages));
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
