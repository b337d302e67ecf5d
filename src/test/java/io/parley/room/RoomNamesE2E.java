package io.parley.room;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.parley.testing.ApiClient;
import io.parley.testing.ParleyNode;
import io.parley.testing.TestBed;
import io.parley.testing.browser.Browser;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Nobody is taken for somebody else, and no name spoils what stands beside it.
class RoomNamesE2E {
  private static final Locator.GetByTextOptions EXACTLY =
      new Locator.GetByTextOptions().setExact(true);

  @RegisterExtension final Browser browser = new Browser();

  private final ParleyNode node = TestBed.node();

  @Test
  void twoOfOneNameAreToldApart() {
    var room = TestRoom.quiet(node);
    var ada = ApiClient.guest(node, "Ada");
    room.post(ada, "I am the first");
    var screen = RoomScreen.enter(browser.page("reader"), room);
    assertThat(screen.messages("I am the first").locator(".tag")).hasText("");

    room.post(ApiClient.guest(node, "\u0410\u0501\u0430"), "Me too");
    var other = RoomScreen.enter(browser.page("mallory"), room);
    rename(other, "ada");
    other.whenJoined();
    other.type("And me");
    assertThat(other.composer()).hasValue("And me");

    assertThat(screen.messages("I am the first").locator(".tag")).hasText(tagOf(ada));
    assertThat(screen.messages("Me too").locator(".tag"))
        .hasText(Pattern.compile(", tag #[0-9a-f]{3,}"));
    assertThat(screen.page().locator("parley-drafts .tag"))
        .hasText(Pattern.compile(", tag #[0-9a-f]{3,}"));
    screen.peopleButton().click();
    assertThat(screen.page().locator("#people .tag:not(:empty)")).hasCount(1);
    assertTrue(
        screen
            .page()
            .request()
            .get("/rooms/" + room.name())
            .text()
            .contains(tagOf(ada).substring(6)),
        "the server writes the tag");
    screen.page().reload();
    screen.whenJoined();
    assertThat(screen.messages("I am the first").locator(".tag")).hasText(tagOf(ada));
  }

  @Test
  void whatStrangersWroteStaysInItsPlace() {
    var room = TestRoom.quiet(node);
    var host = ApiClient.guest(node, "\u05d0\u05d3\u05d4");
    room.post(host, "Z" + "\u0351".repeat(400) + "algo");
    var screen = RoomScreen.enter(browser.page("ada"), room);
    assertThat(screen.messages("algo")).hasCount(1);
    screen.peopleButton().click();

    assertEquals("", loose(screen.page()));
  }

  /// What is neither isolated from the direction of what is beside it, nor clipped.
  private static Object loose(Page page) {
    return page.evaluate(
        """
        () => [...document.querySelectorAll(
            ".author, .tag:not(:empty), .topic, .text, .people .name, .sidebar .name, .talk-title h1")]
          .filter((element) => element.checkVisibility())
          .filter((element) => {
            const { unicodeBidi, overflowX, overflowY } = getComputedStyle(element);
            return !unicodeBidi.includes("isolate") && unicodeBidi !== "plaintext"
              || overflowX === "visible" || overflowY === "visible";
          })
          .map((element) => `${element.localName}.${element.className}`)
          .join(" ")
        """);
  }

  private static void rename(RoomScreen screen, String name) {
    screen.button("Settings").click();
    screen.page().locator("#settings [data-rename]").click();
    screen.page().getByLabel("What should the others call you?").fill(name);
    screen.button("Save").click();
    assertThat(screen.page().locator("#people .name").getByText(name, EXACTLY)).hasCount(1);
  }

  private static String tagOf(ApiClient guest) {
    return ", tag #" + guest.id().substring(guest.id().length() - 3);
  }
}
