package io.parley.room;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import io.parley.testing.ApiClient;
import io.parley.testing.Await;
import io.parley.testing.RoomClient;
import io.parley.testing.TestBed;
import io.parley.testing.browser.Accessibility;
import io.parley.testing.browser.Browser;
import io.parley.testing.browser.Visitor;
import io.parley.testing.openai.Script;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The first page anybody sees.
class HomeE2E {
  private static final String FIRST =
      """
      {"rooms":[{"name":"first-room","topic":"The first","participants":1}],"next":"page-2"}
      """;
  private static final String SECOND =
      """
      {"rooms":[{"name":"second-room","topic":"The second","participants":2}]}
      """;

  @RegisterExtension final Browser browser = new Browser();

  @Test
  void aNewcomerReadsWhatThisIs() {
    var page = browser.page("ada");

    page.navigate("/");

    assertThat(page).hasTitle("Parley");
    Accessibility.assertNoViolations(page);
  }

  @Test
  void moreRoomsAreShownOnDemand() {
    var page = browser.page("ada");
    page.route(
        "**/api/rooms?**",
        route ->
            route.fulfill(
                new Route.FulfillOptions()
                    .setContentType("application/json")
                    .setBody(route.request().url().contains("before=page-2") ? SECOND : FIRST)));

    page.navigate("/");

    var list = page.locator("main parley-rooms");
    list.locator("summary").click();
    assertThat(list.locator("a[data-room=first-room] .topic")).hasText("The first");
    assertThat(list.locator("a[data-room=second-room]")).hasCount(0);
    list.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("More rooms")).click();
    assertThat(list.locator("a[data-room=second-room] .topic")).hasText("The second");
    assertThat(list.locator("a[data-room=second-room] .here")).hasText("2 here");
    assertThat(list.locator("[data-more-rooms]")).isHidden();
    Accessibility.assertNoViolations(page);
  }

  @Test
  void aQuestionWithoutANetworkStaysAndIsAskedLater() {
    browser.expectComplaint("net::ERR_INTERNET_DISCONNECTED|net::ERR_NETWORK_CHANGED");
    var page = browser.page("ada");
    page.navigate("/");
    var field = page.getByLabel("Ask in a private conversation");
    var bar = page.locator("parley-ask-first .bar");
    page.context().setOffline(true);

    field.fill("What is tea?");
    field.press("Enter");

    assertThat(bar).containsText("You are offline. Your question is sent when");
    assertThat(field).hasValue("What is tea?");
    bar.getByText("Cancel").click();
    assertThat(bar).isHidden();
    field.press("Enter");
    assertThat(bar).isVisible();
    Accessibility.assertNoViolations(page);
    page.context().setOffline(false);
    assertThat(page).hasURL(Pattern.compile("/conversations/[0-9a-f-]{36}$"));
    assertThat(page.locator("parley-message[data-role=user] .text")).hasText("What is tea?");
  }

  @Test
  void whatIsBeingWrittenSurvivesAReload() {
    var page = browser.page("ada");
    page.navigate("/");
    page.getByLabel("Ask in a private conversation").fill("half a question");

    page.navigate("/rooms/lobby");
    page.navigate("/");

    assertThat(page.getByLabel("Ask in a private conversation")).hasValue("half a question");
    assertThat(page.getByLabel("Ask", new Page.GetByLabelOptions().setExact(true))).isEnabled();
  }

  @Test
  void aRoomWithoutANetworkIsCreatedLater() {
    browser.expectComplaint("net::ERR_INTERNET_DISCONNECTED|net::ERR_NETWORK_CHANGED");
    var page = browser.page("ada");
    page.navigate("/");
    var name = "e2e-" + UUID.randomUUID().toString().substring(0, 13);
    page.context().setOffline(true);

    page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill(name);
    page.getByLabel("Topic").fill("Tea");
    page.getByText("Create room").click();

    assertThat(page.locator("parley-create-room .bar")).containsText("You are offline.");
    page.context().setOffline(false);
    assertThat(page).hasURL(Pattern.compile("/rooms/" + name));
    assertThat(page.locator(".topic")).hasText("Tea");
  }

  @Test
  void aSuggestionIsSentAtOnceAndTheDraftStays() {
    var page = browser.page("ada");
    page.navigate("/");
    page.getByLabel("Ask in a private conversation").fill("half a question");

    page.getByText("What can Parley do?").click();

    assertThat(page).hasURL(Pattern.compile("/conversations/[0-9a-f-]{36}$"));
    assertThat(page.locator("parley-message[data-role=user] .text")).hasText("What can Parley do?");
    page.navigate("/");
    assertThat(page.getByLabel("Ask in a private conversation")).hasValue("half a question");
  }

  @Test
  void theModelChosenHereAnswers() {
    TestBed.models().script("alpha", Script.text("From alpha"));
    var page = browser.page("ada");
    page.navigate("/");
    page.locator("[data-model-button]").click();
    page.getByLabel("Search models").fill("test/alpha");
    page.locator("#model-list [data-model='test/alpha']").click();
    Accessibility.assertNoViolations(page);

    page.getByLabel("Ask in a private conversation").fill("Who are you?");
    page.keyboard().press("Enter");

    assertThat(page.locator("parley-message[data-role=assistant] .text")).hasText("From alpha");
  }

  @Test
  void aRoomWithPeopleIsLiveWithItsLatestLine() {
    var ada = ApiClient.guest(TestBed.node(), "ada");
    var room = RoomClient.room(ada, "mentions", "test/alpha");
    try (var _ = RoomClient.join(ada, room)) {
      var id = ada.get("/api/rooms/" + room).body().path("id").asText();
      ada.post(
          "/api/conversations/" + id + "/messages",
          Map.of("message", "**Tea** at [five](https://tea.example)"));
      var page = browser.page("grace");
      var row =
          page.locator("main ul.live li").filter(new Locator.FilterOptions().setHasText(room));

      Await.until(
          "the archive has the line",
          () -> {
            page.navigate("/");
            return row.locator(".snippet").count() > 0;
          });

      assertThat(row.locator(".snippet")).hasText("Tea at five");
      assertThat(row.locator(".author")).hasText("ada");
      assertThat(row.locator(".people-here")).containsText("ada");
      assertThat(page.locator("main ul.live li").first()).containsText("lobby");
      Accessibility.assertNoViolations(page);
    }
  }

  @Test
  void whoIsThereAndWhatIsSaidChangeWithoutAReload() {
    var ada = ApiClient.guest(TestBed.node(), "ada");
    var room = RoomClient.room(ada, "off", "test/alpha");
    var page = browser.page("grace");
    page.navigate("/");
    page.evaluate("() => { window.sameDocument = true; }");
    var live = page.locator("main ul.live li").filter(new Locator.FilterOptions().setHasText(room));
    assertThat(live).hasCount(0);

    try (var there = RoomClient.join(ada, room)) {
      refreshUntil(page, () -> live.locator(".avatar").count() == 1);
      assertThat(live.locator(".here")).hasText("1 here");
      there.post("The kettle is on");
      refreshUntil(
          page,
          () -> live.locator(".snippet").allTextContents().equals(List.of("The kettle is on")));
      var more =
          IntStream.rangeClosed(1, 6)
              .mapToObj(it -> RoomClient.join(ApiClient.guest(TestBed.node(), "guest " + it), room))
              .toList();
      refreshUntil(page, () -> live.locator(".others").allTextContents().equals(List.of("+2")));
      assertThat(live.locator(".avatar")).hasCount(5);
      assertThat(live.locator(".here")).hasText("7 here");
      Accessibility.assertNoViolations(page);
      more.forEach(RoomClient::close);
    }

    refreshUntil(page, () -> live.count() == 0);
    assertThat(page.locator("main ul.quiet-rooms a[data-room='" + room + "'] .here"))
        .hasText("0 here");
    assertThat(page.locator("main summary")).containsText("quiet room");
    assertEquals(true, page.evaluate("() => window.sameDocument"));
  }

  @Test
  void nothingMovesUnderThePointerOrTheKeyboard() {
    var page = browser.page("grace");
    page.navigate("/");
    var lobby = page.locator("main ul.live a[data-room=lobby]");
    lobby.focus();
    lobby.evaluate("it => { it.dataset.kept = 'yes'; }");

    page.evaluate("() => document.querySelector('parley-live').refresh()");
    assertThat(lobby).hasAttribute("data-kept", "yes");

    page.getByLabel("Ask in a private conversation").focus();
    assertThat(page.locator("main ul.live a[data-kept]")).hasCount(0);
  }

  @Test
  void connectingAModelIsNotOfferedWhereThereIsOne() {
    var page = browser.page("ada");
    page.navigate("/");
    assertThat(page.locator("main .connect-first")).hasCount(0);

    page.locator("[data-model-button]").click();

    assertThat(page.locator("#model-list [role=option]").first()).isVisible();
    assertThat(page.locator("#models a[href='/connect']")).hasCount(0);
  }

  /// As the page does by itself every 15 seconds.
  private static void refreshUntil(Page page, BooleanSupplier condition) {
    page.waitForCondition(() -> {
      page.evaluate("() => document.querySelector('parley-live').refresh()");
      return condition.getAsBoolean();
    });
  }

  @Test
  void onADesktopOneWritesAtOnce() {
    var page = browser.page("ada");

    page.navigate("/");

    assertThat(page.getByLabel("Ask in a private conversation")).isFocused();
  }

  @Test
  void itFitsAPhoneInTheDark() {
    var page = browser.page(Visitor.named("grace").onPhone().inTheDark());

    page.navigate("/");

    assertThat(page).hasTitle("Parley");
    assertThat(page.getByLabel("Ask", new Page.GetByLabelOptions().setExact(true))).isInViewport();
    assertThat(page.getByLabel("Ask in a private conversation")).not().isFocused();
    Accessibility.assertNoViolations(page);
  }
}
