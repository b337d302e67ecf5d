package io.parley.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.parley.testing.ApiClient;
import io.parley.testing.Await;
import io.parley.testing.TestBed;
import io.parley.testing.browser.Accessibility;
import io.parley.testing.browser.Browser;
import io.parley.testing.browser.Visitor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is the same on every page: the link past the sidebar, the list of keys, the choice of an
/// appearance. Pages that do not exist are no exception.
class ShellE2E {
  private static final String WIDER_THAN_THE_WINDOW =
      "document.documentElement.scrollWidth - document.documentElement.clientWidth";

  /// Of pages that do not exist, and what leads on from each.
  private static final Map<String, Set<String>> MISSING =
      Map.of(
          "/no/such/page",
          Set.of("/", "/docs/"),
          "/rooms/nobody-has-created-this",
          Set.of("/"),
          "/rooms/Book%20Club",
          Set.of("/", "/rooms/book-club"),
          "/conversations/" + UUID.randomUUID(),
          Set.of("/", "/conversations/new"),
          "/shared/AAAAAAAAAAAAAAAAAAAAAA",
          Set.of("/", "/conversations/new"),
          "/docs/no-such-page.md",
          Set.of("/", "/docs/", "/conversations/new"));

  /// Keys, and what a page must have for each.
  private static final Map<String, String> NEEDS =
      Map.of(
          "Send", "#composer, #ask-first",
          "Search", "parley-search",
          "New conversation", "[data-new]",
          "Jump to latest", "parley-transcript",
          "Who is here", "#people",
          "This list", "body");

  private static final Locator.GetByTextOptions EXACTLY =
      new Locator.GetByTextOptions().setExact(true);

  @RegisterExtension final Browser browser = new Browser();

  static List<String> missing() {
    return MISSING.keySet().stream().sorted().toList();
  }

  static List<String> pages() {
    return Stream.concat(
            Stream.of(
                "/",
                "/connect",
                "/take",
                "/docs/",
                "/docs/guide/rooms.md",
                "/rooms/lobby",
                "/conversations/new",
                "shared"),
            missing().stream())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyPageHasTheSameWaysAround(String path) {
    var page = open(Visitor.named("ada"), path);

    page.locator("body").evaluate("it => { it.tabIndex = -1; it.focus(); }");
    page.keyboard().press("Tab");
    assertThat(page.locator(".skip")).isFocused();
    assertThat(page.locator(".skip")).isInViewport();
    page.keyboard().press("Enter");
    var target = page.locator(Objects.requireNonNull(page.locator(".skip").getAttribute("href")));
    assertThat(target).isFocused();
    target.evaluate("it => it.blur()");

    page.keyboard().press("?");
    var keys = page.locator("parley-keys dialog");
    assertThat(keys).isVisible();
    for (var key : NEEDS.entrySet()) {
      var row = keys.getByText(key.getKey(), EXACTLY);
      assertThat(row).isVisible(onlyIf(page.locator(key.getValue()).count() > 0));
    }
    Accessibility.assertNoViolations(page);
    page.keyboard().press("Escape");
    assertThat(keys).isHidden();

    page.locator(path.equals("shared") ? ".shared-head [popovertarget=settings]" : ".me-chip")
        .click();
    var dark = page.getByRole(AriaRole.RADIO, new Page.GetByRoleOptions().setName("Dark"));
    dark.check();
    assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
    Accessibility.assertNoViolations(page);
    page.reload();
    assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
    Accessibility.assertNoViolations(page);
  }

  @ParameterizedTest
  @MethodSource("missing")
  void aPageThatDoesNotExistSaysWhatToDoAlsoWithoutScripts(String path) {
    browser.expectComplaint("status of 404");
    var page = browser.page(Visitor.named("grace").withoutScripts());

    var answer = Objects.requireNonNull(page.navigate(path));

    assertEquals(404, answer.status());
    assertThat(page.locator("main h1")).hasCount(1);
    assertThat(page.locator("main p").first()).not().isEmpty();
    for (var link : MISSING.getOrDefault(path, Set.of())) {
      assertThat(page.locator("main a.button[href='" + link + "']")).isVisible();
    }
    assertThat(page.locator("nav.sidebar .room-links a").first()).isVisible();
    page.keyboard().press("Tab");
    assertThat(page.locator(".skip")).isFocused();
  }

  @Test
  void aRoomThatDoesNotExistIsCreatedWithoutScripts() {
    browser.expectComplaint("status of 404");
    var page = browser.page(Visitor.named("grace").withoutScripts());
    var name = "e2e-" + UUID.randomUUID().toString().substring(0, 13);
    page.navigate("/rooms/" + name);

    page.getByText("Create " + name).click();

    assertThat(page).hasURL(Pattern.compile("/rooms/" + name + "$"));
    assertThat(page.locator("h1")).hasText(name);
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyPageFitsAPhoneAndAWindowAtTwiceTheSize(String path) {
    var phone = open(Visitor.named("ada").onPhone(), path);
    assertEquals(0, phone.evaluate(WIDER_THAN_THE_WINDOW), "on a phone");
    // 1280 × 800 at 200 %, then at 400 %
    var zoomed = open(Visitor.named("joan").inWindow(640, 400), path);
    assertEquals(0, zoomed.evaluate(WIDER_THAN_THE_WINDOW), "at 200 %");
    zoomed.setViewportSize(320, 200);
    assertEquals(0, zoomed.evaluate(WIDER_THAN_THE_WINDOW), "at 400 %");
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyPageIsUsableInOnesOwnColours(String path) {
    var page = open(Visitor.named("ada").withOwnColours(), path);

    Accessibility.assertNoViolations(page);
    page.locator(".skip").focus();
    assertThat(page.locator(".skip")).isInViewport();
  }

  private static LocatorAssertions.IsVisibleOptions onlyIf(boolean visible) {
    return new LocatorAssertions.IsVisibleOptions().setVisible(visible);
  }

  private Page open(Visitor who, String path) {
    browser.expectComplaint("status of 404");
    var page = browser.page(who);
    page.navigate(path.equals("shared") ? sharedConversation() : path);
    return page;
  }

  private static String sharedConversation() {
    var ada = ApiClient.guest(TestBed.node(), "ada");
    JsonNode made = ada.post("/api/conversations", Map.of("title", "Soil and seeds")).body();
    var conversation = "/api/conversations/" + made.path("id").asText();
    ada.post(conversation + "/messages", Map.of("message", "Peas like the cold.", "reply", false));
    var share =
        Await.within(Duration.ofSeconds(20))
            .value(
                "the message can be shared",
                () ->
                    Optional.of(ada.post(conversation + "/shares", Map.of()))
                        .filter(it -> it.status() == 201));
    return "/shared/" + share.body().path("token").asText();
  }
}
