package io.parley.room;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import io.parley.testing.ParleyNode;
import io.parley.testing.TestBed;
import io.parley.testing.browser.Browser;
import io.parley.testing.browser.Hostility;
import io.parley.testing.openai.Script;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What people and models write is text, whatever it pretends to be.
///
/// A breach of the Content-Security-Policy fails these tests by itself: see [Browser].
class RoomHostileE2E {
  private static final String MODEL = TestBed.MODELS.get(1);

  @RegisterExtension final Browser browser = new Browser();

  private final ParleyNode node = TestBed.node();
  private final Hostility hostility = new Hostility(node);

  @AfterEach
  void letTheModelEcho() {
    TestBed.models().script(MODEL, Script.echo());
  }

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
    var text = String.join("\n\n", Hostility.ATTACKS) + "\n\nThe end.";
    TestBed.models().script(MODEL, Script.text(text).rate(40));
    var ada = RoomScreen.enter(hostility.watch(browser.page("ada")), room);

    room.ask("Attack!");

    ada.replyIs("streaming");
    ada.replyIs("finished");
    assertThat(ada.replyText()).containsText("onerror=alert(1)");
    hostility.assertHarmless(ada.page());
    ada.page().reload();
    ada.whenJoined();
    assertThat(ada.replyText()).containsText("onerror=alert(1)");
    hostility.assertHarmless(ada.page());
  }

  @Test
  void messagesTooComplexToFormatAreShownAsPlainText() {
    var room = TestRoom.quiet(node);
    var ada = RoomScreen.enter(hostility.watch(browser.page("ada")), room);

    room.post(room.host(), "* ".repeat(1500) + "a");
    room.post(room.host(), "> ".repeat(4000));
    room.post(room.host(), "1. ".repeat(2000));
    room.post(room.host(), "An ordinary **message**");

    assertThat(ada.messages("An ordinary message")).hasCount(1);
    assertThat(ada.messages("Shown as plain text")).hasCount(3);
    ada.page().reload();
    ada.whenJoined();
    assertThat(ada.messages("An ordinary message")).hasCount(1);
    assertThat(ada.messages("Shown as plain text")).hasCount(3);
  }

  @Test
  void hostileDraftsDoNothing() {
    var room = TestRoom.quiet(node);
    var ada = RoomScreen.enter(hostility.watch(browser.page("ada")), room);
    var mallory = RoomScreen.enter(browser.page("mallory"), room);

    mallory.type(Hostility.ATTACKS.get(1));

    assertThat(ada.drafts()).hasText(Hostility.ATTACKS.get(1));
    hostility.assertHarmless(ada.page());
  }

  private void allAreShownAndHarmless(RoomScreen screen) {
    assertThat(screen.messages("Attack!")).hasCount(Hostility.ATTACKS.size());
    assertThat(screen.messages("<script>alert(1)</script>").first()).hasCount(1);
    assertThat(screen.messages("#{7+7} ${7+7} {{7+7}}")).hasCount(1);
    hostility.assertHarmless(screen.page());
  }
}
