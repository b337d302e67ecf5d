package io.parley.room;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.WebSocketRoute;
import io.parley.platform.Json;
import io.parley.testing.TestBed;
import io.parley.testing.browser.Accessibility;
import io.parley.testing.browser.Browser;
import io.parley.testing.browser.Visitor;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is degraded stands on the page as long as it is, and is said aloud.
class RoomNoticesE2E {
  private static final String AWAY = "The list of people may be incomplete.";
  private static final String BACK = "The list of people is complete again.";

  @RegisterExtension final Browser browser = new Browser();

  private final TestRoom room = TestRoom.quiet(TestBed.node());
  private final AtomicReference<WebSocketRoute> socket = new AtomicReference<>();

  @Test
  void aNoticeComesAndGoes() {
    var ada = enter(Visitor.named("ada"));
    var notices = ada.page().locator("[data-bar=notices] li");
    assertThat(notices).hasCount(0);

    tell("presence_unknown", AWAY, true);
    tell("archive_unavailable", "Older messages are unavailable.", true);
    tell("presence_unknown", AWAY, true);

    assertThat(notices).hasText(new String[] {AWAY, "Older messages are unavailable."});
    assertThat(ada.page().locator("[data-region=status]"))
        .hasText("Older messages are unavailable.");
    ada.send("It goes on");
    assertThat(ada.messages("It goes on")).hasCount(1);
    tell("presence_unknown", BACK, false);
    assertThat(notices).hasText(new String[] {"Older messages are unavailable."});
    assertThat(ada.page().locator("[data-region=status]")).hasText(BACK);
    tell("archive_unavailable", "Older messages are available again.", false);
    assertThat(notices).hasCount(0);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aNoticeIsInNobodysWay(boolean phoneInTheDark) {
    var visitor = Visitor.named("ada");
    var ada = enter(phoneInTheDark ? visitor.onPhone().inTheDark() : visitor);
    tell("presence_unknown", AWAY, true);
    assertThat(ada.page().locator("[data-bar=notices] li")).isVisible();

    Accessibility.assertNoViolations(ada.page());
    browser.screenshot(ada.page(), phoneInTheDark ? "notice-phone-dark" : "notice");
  }

  private RoomScreen enter(Visitor visitor) {
    var page = browser.page(visitor);
    page.routeWebSocket(
        "**/*",
        route -> {
          socket.set(route);
          route.connectToServer();
        });
    return RoomScreen.enter(page, room);
  }

  /// As the server tells it; what breaks on the server is tested there.
  private void tell(String code, String detail, boolean active) {
    var notice = Map.of("type", "notice", "code", code, "detail", detail, "active", active);
    socket.get().send(Json.write(Map.of("type", "events", "events", List.of(notice))));
  }
}
