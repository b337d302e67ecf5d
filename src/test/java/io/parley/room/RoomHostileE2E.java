package io.parley.room;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import io.parley.testing.EchoAfterwards;
import io.parley.testing.ParleyNode;
import io.parley.testing.Progress;
import io.parley.testing.TestBed;
import io.parley.testing.browser.Browser;
import io.parley.testing.browser.Hostility;
import io.parley.testing.openai.Script;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What people and models write is text, whatever it pretends to be.
///
/// A breach of the Content-Security-Policy fails these tests by itself: see [Browser].
class RoomHostileE2E {
  private static final String MODEL = TestBed.MODELS.get(1);

  /// From a key to what it changed on the screen; a busy machine may take twice as long as it does
  /// while an ordinary reply streams.
  private static final int ROUNDS = 3;

  private static final double MOST_PER_KEY_MS = 100;

  @RegisterExtension final Browser browser = new Browser();
  @RegisterExtension final EchoAfterwards echo = new EchoAfterwards(MODEL);

  private final ParleyNode node = TestBed.node();
  private final Hostility hostility = new Hostility(node);

  @Test
  void hostileMessagesDoNothing() {
    var room = TestRoom.quiet(node);
    var ada = RoomScreen.enter(hostility.watch(browser.page("ada")), room);

    Hostility.ATTACKS.forEach(attack -> room.post(room.host(), "Attack!\n\n" + attack));
    allAreShownAndHarmless(ada);

    ada.page().reload();
    ada.whenJoined();
    allAreShownAndHarmless(ada);
  }

  @Test
  void hostileRepliesDoNothingAtAnyMoment() {
    var room = TestRoom.answeredBy(node, MODEL);
    TestBed.models().script(MODEL, Hostility.reply());
    var ada = RoomScreen.enter(hostility.watch(browser.page("ada")), room);

    room.ask("Attack!");

    hostility.assertReplyHarmless(ada);
  }

  @Test
  void repliesTooComplexToFormatAreShownAsPlainText() {
    var room = TestRoom.answeredBy(node, MODEL);
    var ada = RoomScreen.enter(hostility.watch(browser.page("ada")), room);

    int replies = 0;
    for (var text : List.of("* ".repeat(1500) + "a", "> ".repeat(4000), "1. ".repeat(2000))) {
      TestBed.models().script(MODEL, Script.text(text));
      room.ask("Attack!");
      assertThat(ada.plainReplies()).hasCount(++replies);
      ada.replyIs("finished");
    }
    ada.page().reload();
    ada.whenJoined();
    assertThat(ada.plainReplies()).hasCount(replies);
  }

  @Test
  void typingIsAnsweredWhileAHostileReplyStreams() {
    var room = TestRoom.answeredBy(node, MODEL);
    var ada = RoomScreen.enter(browser.page("ada"), room);

    // what other tests take of the machine comes and goes, what a reply costs the page stays
    String found = "";
    for (int round = 0; round < ROUNDS; round++) {
      double ordinary = slowKeys(ada, room, "- one **two**\n\nthree `four` five\n\n".repeat(180));
      double hostile = slowKeys(ada, room, "- a **b\n  - c `d\n".repeat(400));
      found =
          "19 of 20 keys took %.0f ms beside an ordinary reply, %.0f ms beside a hostile one"
              .formatted(ordinary, hostile);
      Progress.say(found);
      if (hostile < Math.max(MOST_PER_KEY_MS, 2 * ordinary)) {
        return;
      }
    }
    fail(found);
  }

  /// Milliseconds from a key to what it changed on the screen, at the 95th percentile, while a
  /// reply of this text streams.
  private static double slowKeys(RoomScreen screen, TestRoom room, String text) {
    TestBed.models().script(MODEL, Script.text(text).rate(600));
    screen
        .page()
        .evaluate(
            """
            () => {
              globalThis.keys = [];
              new PerformanceObserver((list) => {
                for (const { name, duration } of list.getEntries()) if (name === "keydown") keys.push(duration);
              }).observe({ type: "event", durationThreshold: 16 });
            }
            """);
    int replies = screen.page().locator("parley-message[data-role=assistant]").count();
    room.ask("Go on");
    assertThat(screen.page().locator("parley-message[data-role=assistant]")).hasCount(replies + 1);
    int typed = 0;
    for (int round = 0; round < 200; round++) {
      screen.composer().pressSequentially("ab");
      typed += 2;
      if ("finished".equals(screen.reply().getAttribute("data-status"))) {
        break;
      }
    }
    screen.replyIs("finished");
    var slowest =
        screen
            .page()
            .evaluate(
                """
                (typed) => new Promise((done) => requestAnimationFrame(() => setTimeout(() => {
                  const all = [...keys, ...Array(Math.max(0, typed - keys.length)).fill(0)].sort((a, b) => a - b);
                  done(all[Math.floor(all.length * 0.95)]);
                })))
                """,
                typed);
    screen.composer().fill("");
    return ((Number) slowest).doubleValue();
  }

  @Test
  void hostileDraftsDoNothing() {
    var room = TestRoom.quiet(node);
    var ada = RoomScreen.enter(hostility.watch(browser.page("ada")), room);
    var mallory = RoomScreen.enter(browser.page("mallory"), room);

    mallory.type(Hostility.ATTACKS.get(1));

    assertThat(ada.drafts()).hasText(Hostility.ATTACKS.get(1));

    for (int length = 100; length <= 2000; length += 100) {
      mallory
          .composer()
          .fill("> ".repeat(length)); // more at once would be a paste, which is not shown
    }
    assertThat(ada.drafts()).hasText(Pattern.compile("(> ?){2000}"));
    room.post(room.host(), "An ordinary **message**");
    assertThat(ada.messages("An ordinary **message**")).hasCount(1);
    hostility.assertHarmless(ada.page());
  }

  private void allAreShownAndHarmless(RoomScreen screen) {
    assertThat(screen.messages("Attack!")).hasCount(Hostility.ATTACKS.size());
    assertThat(screen.messages("<script>alert(1)</script>").first()).hasCount(1);
    assertThat(screen.messages("#{7+7} ${7+7} {{7+7}}")).hasCount(1);
    hostility.assertHarmless(screen.page());
  }
}
