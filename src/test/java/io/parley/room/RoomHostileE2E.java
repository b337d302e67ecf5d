package io.parley.room;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Page;
import io.parley.testing.ParleyNode;
import io.parley.testing.TestBed;
import io.parley.testing.browser.Browser;
import io.parley.testing.openai.Script;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What people and models write is text, whatever it pretends to be.
///
/// A breach of the Content-Security-Policy fails these tests by itself: see [Browser].
class RoomHostileE2E {
  private static final String MODEL = TestBed.MODELS.get(1);

  private static final List<String> ATTACKS =
      List.of(
          "<script>alert(1)</script>",
          "<img src=x onerror=alert(1)>",
          "<img src=\"http://evil.invalid/pixel.png\">",
          "![pixel](http://evil.invalid/pixel.png)",
          "![x](x\"onerror=\"alert(1))",
          "[click](javascript:alert(1))",
          "[click](JaVaScRiPt&colon;alert(1))",
          "[click](data:text/html,<script>alert(1)</script>)",
          "[click](vbscript:msgbox(1))",
          "<javascript:alert(1)>",
          "[ref]\n\n[ref]: javascript:alert(1)",
          "<a href=\"javascript:alert(1)\" onclick=\"alert(1)\">click</a>",
          "<svg onload=alert(1)><animate onbegin=alert(1) attributeName=x dur=1s></svg>",
          "<svg><style><img src=x onerror=alert(1)></style></svg>",
          "<math><mtext><table><mglyph><style><!--</style><img title=\"--><img src=1 onerror=alert(1)>\">",
          "<iframe src=\"http://evil.invalid/\" srcdoc=\"<script>alert(1)</script>\"></iframe>",
          "<object data=\"http://evil.invalid/\"></object><embed src=\"http://evil.invalid/\">",
          "<style>* { display: none; background: url(http://evil.invalid/) }</style>",
          "<link rel=stylesheet href=http://evil.invalid/a.css><base href=http://evil.invalid/>",
          "<meta http-equiv=refresh content=\"0;url=http://evil.invalid/\">",
          "<form action=http://evil.invalid/><input autofocus onfocus=alert(1)><button>Go</button></form>",
          "<b style=\"position:fixed;inset:0\" onmouseover=alert(1) id=composer>bold</b>",
          "<details open ontoggle=alert(1)><video src=http://evil.invalid/ onerror=alert(1)>",
          "</textarea></script><script>alert(1)</script>",
          "<parley-room data-room=\"other\"><template id=\"message-row\"><script>alert(1)</script>",
          "```\"><img/src=x/onerror=alert(1)>\n</code></pre><script>alert(1)</script>",
          "`<script>alert(1)</script>",
          "#{7+7} ${7+7} {{7+7}} <ui:include src=\"/WEB-INF/web.xml\"/>");

  @RegisterExtension final Browser browser = new Browser();

  private final ParleyNode node = TestBed.node();
  private final List<String> incidents = new CopyOnWriteArrayList<>();

  @AfterEach
  void letTheModelEcho() {
    TestBed.models().script(MODEL, Script.echo());
  }

  @Test
  void hostileMessagesDoNothing() {
    var room = TestRoom.quiet(node);
    var ada = RoomScreen.enter(watched(browser.page("ada")), room);

    ATTACKS.forEach(attack -> room.post(room.host(), "Attack!\n\n" + attack));
    allAreShownAndHarmless(ada);

    ada.page().reload();
    ada.whenJoined();
    allAreShownAndHarmless(ada);
  }

  @Test
  void hostileRepliesDoNothingAtAnyMoment() {
    var room = TestRoom.answeredBy(node, MODEL);
    var text = String.join("\n\n", ATTACKS) + "\n\nThe end.";
    TestBed.models().script(MODEL, Script.text(text).rate(40));
    var ada = RoomScreen.enter(watched(browser.page("ada")), room);

    room.ask("Attack!");

    ada.replyIs("streaming");
    ada.replyIs("finished");
    assertThat(ada.replyText()).containsText("onerror=alert(1)");
    assertHarmless(ada);
    ada.page().reload();
    ada.whenJoined();
    assertThat(ada.replyText()).containsText("onerror=alert(1)");
    assertHarmless(ada);
  }

  @Test
  void hostileDraftsDoNothing() {
    var room = TestRoom.quiet(node);
    var ada = RoomScreen.enter(watched(browser.page("ada")), room);
    var mallory = RoomScreen.enter(browser.page("mallory"), room);

    mallory.type(ATTACKS.get(1));

    assertThat(ada.drafts()).hasText(ATTACKS.get(1));
    assertHarmless(ada);
  }

  private void allAreShownAndHarmless(RoomScreen screen) {
    assertThat(screen.messages("Attack!")).hasCount(ATTACKS.size());
    assertThat(screen.messages("<script>alert(1)</script>").first()).hasCount(1);
    assertThat(screen.messages("#{7+7} ${7+7} {{7+7}}")).hasCount(1);
    assertHarmless(screen);
  }

  private void assertHarmless(RoomScreen screen) {
    // Also what only comes to life when it is touched.
    screen
        .page()
        .evaluate(
            """
            () => document.querySelectorAll("parley-transcript .text *")
              .forEach((element) => element.dispatchEvent(new MouseEvent("mouseover", { bubbles: true })))
            """);
    assertEquals(
        "",
        screen
            .page()
            .evaluate(
                """
                () => [...document.querySelectorAll("parley-transcript .text *")]
                  .filter((element) =>
                    element.matches("script, img, svg, math, iframe, object, embed, style, link, base, meta, form, input,"
                      + "textarea, template, video, details, parley-room, [id], [style]")
                    || [...element.attributes].some(({ name }) => name.startsWith("on"))
                    || (element.hasAttribute("href") && !/^(https?:|mailto:|\\/docs\\/)/.test(element.getAttribute("href"))))
                  .map((element) => element.outerHTML)
                  .join("\\n")
                """));
    assertEquals(List.of(), incidents);
  }

  /// Dialogs, and requests that go anywhere but to the server.
  private Page watched(Page page) {
    page.onDialog(dialog -> {
      incidents.add("a dialog: " + dialog.message());
      dialog.dismiss();
    });
    page.onRequest(request -> {
      if (!request.url().startsWith(node.url().toString())) {
        incidents.add("a request: " + request.url());
      }
    });
    page.onFrameNavigated(frame -> {
      if (!frame.url().startsWith(node.url().toString()) && !frame.url().equals("about:blank")) {
        incidents.add("a navigation: " + frame.url());
      }
    });
    return page;
  }
}
