package io.parley.room;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.parley.testing.TestBed;
import io.parley.testing.browser.Accessibility;
import io.parley.testing.browser.Browser;
import io.parley.testing.browser.Visitor;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A room is created in a dialog, changed by whoever created it, and others are invited.
class RoomSettingsE2E {
  @RegisterExtension final Browser browser = new Browser();

  @Test
  void aRoomIsCreatedInADialogAndChangedByItsCreator() {
    var page = browser.page("ada");
    var name = "e2e-" + UUID.randomUUID().toString().substring(0, 13);
    create(page, name, "mentions");
    var ada = new RoomScreen(page).whenJoined();
    var grace = browser.page("grace");
    grace.navigate("/rooms/" + name);
    var guest = new RoomScreen(grace).whenJoined();

    guest.button("Settings").click();
    assertThat(grace.locator("#settings .answers-words"))
        .hasText("A model replies only when it is mentioned.");
    assertThat(grace.locator("#settings form")).hasCount(0);
    Accessibility.assertNoViolations(grace);

    ada.button("Settings").click();
    assertThat(page.getByLabel("The model replies")).hasValue("mentions");
    assertThat(page.locator("#settings-model option[value='test/echo']")).hasCount(1);
    page.getByLabel("Topic").fill("Seeds");
    page.locator("#settings-answers").selectOption("off");
    page.locator("#settings-model").selectOption("test/echo");
    Accessibility.assertNoViolations(page);
    page.locator("#settings").getByText("Save").click();

    assertThat(page.locator("parley-toast")).containsText("The room's settings are saved.");
    assertThat(grace.locator(".talk-title .topic")).hasText("Seeds");
    assertThat(grace.locator("#settings .answers-words")).hasText("Models don't reply here.");
    page.reload();
    ada.whenJoined();
    assertThat(page.locator("#settings-answers")).hasValue("off");
    assertThat(page.locator("#settings-model")).hasValue("test/echo");
  }

  @Test
  void aDialogThatIsNotFilledInRightSaysWhy() {
    var page = browser.page("ada");
    page.navigate("/rooms/lobby");
    new RoomScreen(page).whenJoined();
    page.getByText("New room").click();
    var dialog = page.locator("parley-new-room dialog");
    var name = dialog.getByLabel("Name");
    assertThat(name).isFocused();
    name.press("Enter");
    assertThat(dialog.locator(".field-error")).hasText(Pattern.compile("Enter a name.*"));
    Accessibility.assertNoViolations(page);
    browser.expectComplaint("409");
    name.fill("LOBBY");
    assertThat(dialog.locator(".address")).hasText(Pattern.compile(".*/rooms/lobby$"));
    name.press("Enter");
    assertThat(dialog.locator(".field-error")).hasText(Pattern.compile(".*already exists.*"));
    name.press("Escape");
    assertThat(dialog).isHidden();
  }

  @Test
  void theDialogFitsAPhone() {
    var page = browser.page(Visitor.named("ada").onPhone().inTheDark());
    page.navigate("/rooms/lobby");
    new RoomScreen(page).whenJoined();
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Conversations and rooms"))
        .click();
    page.getByText("New room").click();
    var dialog = page.locator("parley-new-room dialog");
    assertThat(dialog).isVisible();
    for (var control : dialog.locator("input, select, button:visible").all()) {
      assertTrue(
          control.boundingBox().height >= 44, () -> control.evaluate("it => it.outerHTML") + "");
    }
    Accessibility.assertNoViolations(page);
  }

  @Test
  void anInvitationCopiesTheRoomsAddress() {
    var room = TestRoom.quiet(TestBed.node());
    var page = browser.page("ada");
    page.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
    RoomScreen.enter(page, room);

    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Invite")).click();

    assertThat(page.locator("parley-toast")).containsText("copied");
    assertEquals(
        page.url(), page.evaluate("() => navigator.clipboard.readText()"), "the room's address");
    Accessibility.assertNoViolations(page);
  }

  @Test
  void aLongTopicIsShownWhole() {
    var room = TestRoom.quiet(TestBed.node());
    var topic = "All that can be said about tea, water and cups. ".repeat(10).strip();
    assertEquals(
        200, room.host().patch("/api/rooms/" + room.name(), Map.of("topic", topic)).status());
    for (var visitor : List.of(Visitor.named("ada"), Visitor.named("grace").onPhone())) {
      var page = browser.page(visitor);
      RoomScreen.enter(page, room);
      var line = page.locator(".talk-title .topic");
      var more = page.locator("parley-topic button");
      assertThat(more).hasAttribute("aria-expanded", "false");
      more.focus();
      more.press("Enter");
      assertThat(more).hasAttribute("aria-expanded", "true");
      assertEquals(
          true, line.evaluate("it => it.scrollWidth <= it.clientWidth"), "nothing is cut off");
      assertTrue(line.boundingBox().width > 250, "it is as wide as the page permits");
      Accessibility.assertNoViolations(page);
      more.click();
      assertThat(more).hasText("More of the topic");
    }
  }

  @Test
  void messagesThatWaitForALimitSayForHowLong() {
    var room = TestRoom.quiet(TestBed.node());
    var ada = RoomScreen.enter(browser.page("ada"), room);
    // faster than anybody types, so that also a slow machine exceeds the limit of 60 a minute
    ada.page()
        .evaluate(
            """
            () => {
              const { session } = document.querySelector("parley-room");
              for (let number = 1; number <= 90; number++) session.post(`Message ${number}.`);
            }
            """);
    var waiting = ada.page().locator("parley-waiting");
    assertThat(waiting.locator(".words"))
        .hasText(
            Pattern.compile(
                "(This message|\\d+ messages are waiting\\. The next one) is sent in \\d+ seconds?\\."));
    assertThat(waiting).isVisible();
    Accessibility.assertNoViolations(ada.page());
  }

  private static void create(Page page, String name, String answers) {
    page.navigate("/");
    page.locator(".sidebar [data-new-room]").click();
    var dialog = page.locator("parley-new-room dialog");
    dialog.getByLabel("Name").fill(name);
    dialog.getByLabel("Topic").fill("Soil");
    dialog.getByLabel("The model replies").selectOption(answers);
    Accessibility.assertNoViolations(page);
    dialog.getByText("Create room").click();
    assertThat(page).hasURL(Pattern.compile("/rooms/" + name));
  }
}
