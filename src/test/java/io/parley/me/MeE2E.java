package io.parley.me;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import io.parley.testing.ApiClient;
import io.parley.testing.ParleyNode;
import io.parley.testing.RoomClient;
import io.parley.testing.TestBed;
import io.parley.testing.browser.Accessibility;
import io.parley.testing.browser.Browser;
import io.parley.testing.browser.Visitor;
import java.nio.file.Files;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Who I am, on every page: the card of the first visit, the chip and its dialog, another device.
class MeE2E {
  private static final Pattern GENERATED = Pattern.compile("[A-Z][a-z]+ [A-Z][a-z]+");

  @RegisterExtension final Browser browser = new Browser();

  private final ParleyNode node = TestBed.node();
  private final String room =
      RoomClient.room(ApiClient.guest(node, "Hedy"), "mentions", "test/alpha");

  private static Stream<Visitor> visitors() {
    var ada = Visitor.named("ada");
    return Stream.of(
        ada,
        ada.inTheDark(),
        ada.onPhone(),
        ada.onPhone().inTheDark(),
        ada.withOwnColours(),
        // as at a desk with 200 % zoom
        ada.inWindow(640, 400));
  }

  @ParameterizedTest
  @MethodSource("visitors")
  void everyPageSaysWhoIAmAndLeavesRoomToWrite(Visitor visitor) {
    var page = browser.page(visitor);
    for (var path : new String[] {"/", "/rooms/" + room, "/conversations/new"}) {
      page.navigate(path);
      var card = page.locator(".hello");
      assertThat(card).containsText("You are ");
      assertThat(card.locator(".name")).hasText(GENERATED);
      assertThat(page.locator("[data-region=me]")).containsText("You are ");
      var composer = page.locator("#composer, #ask-first").first();
      assertFalse(
          overlap(card.boundingBox(), composer.boundingBox()), path + ": the composer is free");
      assertFalse(isWiderThanTheWindow(page), path);
      Accessibility.assertNoViolations(page);
    }
    browser.screenshot(page, "hello-" + visitor.width() + "-" + visitor.dark());
    page.getByRole(AriaRole.BUTTON, named("Keep it")).click();
    assertThat(page.locator(".hello")).hasCount(0);
    page.reload();
    assertThat(page.locator(".me-chip .name")).hasText(GENERATED);
    assertThat(page.locator(".hello")).hasCount(0);
  }

  @ParameterizedTest
  @MethodSource("visitors")
  void theSettingsHaveNothingInTheWay(Visitor visitor) {
    var page = browser.page(visitor);
    page.navigate("/rooms/" + room);
    open(page);
    assertThat(page.locator(".holds")).containsText("belongs to this browser");
    Accessibility.assertNoViolations(page);
    page.getByText("Take this to another device").click();
    assertThat(page.locator("#me-link")).hasValue(Pattern.compile("http.*/take#.{32}"));
    assertThat(page.locator("#me-link")).isFocused();
    assertFalse(isWiderThanTheWindow(page));
    if (visitor.touch()) {
      assertEquals("", tooSmall(page), "each target is 44 pixels high");
    }
    Accessibility.assertNoViolations(page);
    browser.screenshot(
        page, "settings-" + visitor.width() + "-" + visitor.dark() + visitor.ownColours());
    page.locator("[data-delete-me]").click();
    assertThat(page.getByRole(AriaRole.ALERTDIALOG)).isVisible();
    Accessibility.assertNoViolations(page);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/rooms/lobby", "/conversations/new"})
  void theSettingsAreThereOnEveryPageAndByKeyboard(String path) {
    var page = browser.page("ada");
    page.navigate(path);
    var chip = page.locator(".me-chip");
    chip.focus();
    page.keyboard().press("Enter");
    assertThat(page.locator("#me-settings")).isVisible();
    page.getByRole(AriaRole.RADIO, new Page.GetByRoleOptions().setName("Dark")).check();
    assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
    page.keyboard().press("Escape");
    assertThat(page.locator("#me-settings")).isHidden();
    assertThat(chip).isFocused();
    page.reload();
    assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
  }

  @Test
  void aChangedNameIsSeenAtOnceAndAnImitationIsRefused() {
    var grace = browser.page("grace");
    grace.navigate("/rooms/" + room);
    rename(grace, "Grace");
    var ada = browser.page("ada");
    ada.navigate("/rooms/" + room);
    assertThat(ada.locator("parley-connection")).hasAttribute("data-state", "joined");
    ada.getByRole(AriaRole.BUTTON, named("Change name")).click();
    assertThat(ada.locator("#me-name")).isFocused();
    ada.locator("#me-name").fill("Gr4ce");
    ada.keyboard().press("Enter");
    browser.expectComplaint("409");
    assertThat(ada.locator("#me-name-error"))
        .containsText("Someone here is already called “Grace”");
    assertThat(ada.locator("#me-name")).hasAttribute("aria-invalid", "true");
    Accessibility.assertNoViolations(ada);
    ada.locator("#me-name").fill("Ada");
    ada.keyboard().press("Enter");
    assertThat(ada.getByText("Saved.")).isVisible();
    assertThat(ada.locator(".me-chip .name")).hasText("Ada");
    grace.locator(".people-button").click();
    assertThat(grace.locator("#people .name").getByText("Ada")).hasCount(1);
  }

  @Test
  void oneGuestOnTwoDevices() throws Exception {
    var desk = browser.page("desk");
    desk.navigate("/conversations/new");
    desk.locator("#composer").fill("Remember the slugs");
    desk.keyboard().press("Enter");
    assertThat(desk).hasURL(Pattern.compile("/conversations/[0-9a-f-]{36}"));
    open(desk);
    desk.locator("#me-name").fill("Ada at her desk");
    desk.keyboard().press("Enter");
    assertThat(desk.locator(".holds")).containsText("Your 1 private conversation belongs");
    desk.getByText("Take this to another device").click();
    assertThat(desk.locator("#me-link")).hasValue(Pattern.compile("/take#"));
    var link = desk.locator("#me-link").inputValue();

    var phone = browser.page(Visitor.named("phone").onPhone());
    phone.navigate("/");
    // a preview of the link uses nothing up, and neither does looking at it
    assertEquals(200, phone.request().get(link).status());
    phone.navigate(link);
    assertThat(phone.locator(".who .name")).hasText("Ada at her desk");
    assertFalse(phone.url().contains("#"), phone.url());
    Accessibility.assertNoViolations(phone);
    phone.navigate("/");
    phone.navigate(link);
    phone.getByRole(AriaRole.BUTTON, named("Continue as Ada at her desk")).click();
    assertThat(phone).hasURL(Pattern.compile("/$"));
    phone.locator("main [popovertarget=sidebar]").click();
    assertThat(phone.locator(".me-chip .name")).hasText("Ada at her desk");
    assertThat(phone.locator("parley-history .entry")).hasCount(1);

    // it worked once, and both go on
    browser.expectComplaint("404");
    var third = browser.page("third");
    third.navigate(link);
    assertThat(third.getByText("This link no longer works.")).isVisible();
    Accessibility.assertNoViolations(third);
    desk.reload();
    assertThat(desk.locator(".me-chip .name")).hasText("Ada at her desk");

    var token = link.substring(link.indexOf('#') + 1);
    try (var files = Files.walk(node.log().getParent())) {
      for (var file : files.filter(it -> it.toString().endsWith(".log")).toList()) {
        assertFalse(Files.readString(file).contains(token), () -> "the token is in " + file);
      }
    }
  }

  @Test
  void aDeviceIsToldWhatItLoses() {
    var desk = browser.page("desk");
    desk.navigate("/");
    open(desk);
    desk.getByText("Take this to another device").click();
    assertThat(desk.locator("#me-link")).hasValue(Pattern.compile("/take#"));
    var link = desk.locator("#me-link").inputValue();
    desk.navigate(link);
    assertThat(desk.locator("parley-take .words")).containsText("on this device already");

    var other = browser.page("other");
    other.navigate("/conversations/new");
    other.locator("#composer").fill("Mine");
    other.keyboard().press("Enter");
    assertThat(other).hasURL(Pattern.compile("/conversations/[0-9a-f-]{36}"));
    other.navigate(link);
    assertThat(other.locator(".loses")).containsText("You lose access to 1 private conversation");
    Accessibility.assertNoViolations(other);
  }

  @Test
  void everythingIsDeletedAfterAQuestion() {
    var page = browser.page("ada");
    page.navigate("/conversations/new");
    page.locator("#composer").fill("Forget this");
    page.keyboard().press("Enter");
    assertThat(page).hasURL(Pattern.compile("/conversations/[0-9a-f-]{36}"));
    var conversation = page.url();
    var name = page.locator(".me-chip .name").textContent();
    open(page);
    page.locator("[data-delete-me]").click();
    assertThat(page.locator(".goes")).containsText("1 private conversation");
    assertThat(page.getByRole(AriaRole.BUTTON, named("Cancel"))).isFocused();
    page.locator("[data-delete-all]").click();
    browser.expectComplaint("40[14]");
    assertThat(page).hasURL(Pattern.compile("/$"));
    assertThat(page.locator(".hello")).isVisible();
    assertNotEquals(name, page.locator(".me-chip .name").textContent());
    assertEquals(404, page.request().get(conversation).status());
    assertEquals(
        0,
        page.evaluate(
            "() => Object.keys(localStorage).filter((key) => key.startsWith('parley.draft')).length"));
  }

  @Test
  void nameAndSettingsAreReadWithoutScripts() {
    var page = browser.page(Visitor.named("ada").withoutScripts());
    page.navigate("/");
    assertThat(page.locator(".me-chip .name")).hasText(GENERATED);
    page.locator(".me-chip").click();
    assertThat(page.locator("#me-settings")).isVisible();
    assertThat(page.locator("#me-settings .no-scripts")).isVisible();
    assertThat(page.locator("a[href='/api/me/export']")).isVisible();
    assertThat(page.locator("[data-delete-me]")).isHidden();
    page.locator("#me-settings [data-close]").click();
    assertThat(page.locator("#me-settings")).isHidden();
    page.navigate("/take");
    assertThat(page.locator(".taking noscript p")).isVisible();
  }

  private static void rename(Page page, String name) {
    open(page);
    page.locator("#me-name").fill(name);
    page.keyboard().press("Enter");
    assertThat(page.getByText("Saved.")).isVisible();
    page.keyboard().press("Escape");
  }

  private static void open(Page page) {
    assertThat(page.locator(".hello")).isVisible();
    var list = page.locator("main [popovertarget=sidebar]");
    if (list.isVisible()) {
      list.click();
    }
    page.locator(".me-chip").click();
    assertThat(page.locator("#me-settings")).isVisible();
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name).setExact(true);
  }

  private static boolean overlap(BoundingBox one, BoundingBox other) {
    return one.x < other.x + other.width
        && other.x < one.x + one.width
        && one.y < other.y + other.height
        && other.y < one.y + one.height;
  }

  private static boolean isWiderThanTheWindow(Page page) {
    return (Boolean) page.evaluate("() => document.documentElement.scrollWidth > innerWidth");
  }

  private static Object tooSmall(Page page) {
    Locator targets = page.locator("#me-settings button:visible, #me-settings a:visible");
    assertTrue(targets.count() > 3);
    return targets.evaluateAll(
        """
        (all) => all.filter((one) => one.getBoundingClientRect().height < 43.9)
          .map((one) => `${one.textContent.trim()} ${one.getBoundingClientRect().height}`).join("\\n")
        """);
  }
}
