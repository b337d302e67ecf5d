package io.parley.testing.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Page;
import io.parley.testing.ParleyNode;
import io.parley.testing.openai.Script;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// What people and models write to do harm, and how to see that it did none.
///
/// A breach of the Content-Security-Policy fails a test by itself: see [Browser].
public final class Hostility {
  public static final List<String> ATTACKS =
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
          "$\\href{javascript:alert(1)}{x}$ $$\\htmlId{composer}{x}$$ \\(\\url{javascript:alert(1)}\\)",
          "$\\includegraphics{http://evil.invalid/pixel.png}$ $\\text{<img src=x onerror=alert(1)>}$",
          "$\\def\\x{\\x\\x}\\x$ $\\style{background:url(http://evil.invalid/)}{x}$",
          "#{7+7} ${7+7} {{7+7}} <ui:include src=\"/WEB-INF/web.xml\"/>");

  /// Messages that are short to write and long to format, colour, typeset or lay out.
  public static List<String> expensive() {
    return List.of(
        "```java\n" + "$a".repeat(8000) + "\n```",
        "```java\n" + ("$a".repeat(900) + "\n").repeat(8) + "```",
        "```ini\n" + ("a".repeat(1800) + "\n").repeat(8) + "```",
        "$" + "\\smash{".repeat(600) + "x" + "}".repeat(600) + "$",
        "$$" + "\\boxed{".repeat(600) + "x" + "}".repeat(600) + "$$",
        "$$" + "\\mathllap{".repeat(16) + "x" + "}".repeat(16) + "$$",
        "$$" + "\\frac{1}{".repeat(490) + "x" + "}".repeat(490) + "$$",
        "$$\\begin{matrix}" + "&".repeat(4900) + "\\end{matrix}$$",
        "$\\def\\a{\\a\\a}\\a$ $\\rule{10000em}{10000em}$",
        "<b>".repeat(5000) + "x",
        "|" + "a|".repeat(500) + "\n|" + "-|".repeat(500) + "\n" + "|b\n".repeat(4000),
        "*a **b ".repeat(2300),
        "[".repeat(16_000),
        "` `` ".repeat(3000),
        "[a](b) ".repeat(2300),
        "[^1]: a\n\n".repeat(1800),
        "- a\n  - b\n".repeat(1600));
  }

  private final ParleyNode node;
  private final List<String> incidents = new CopyOnWriteArrayList<>();

  public Hostility(ParleyNode node) {
    this.node = node;
  }

  /// A reply that is made of the attacks.
  public static Script reply() {
    return Script.text(String.join("\n\n", ATTACKS) + "\n\nThe end.").rate(40);
  }

  /// Such a reply does nothing while it comes, when it is complete, and when the page is loaded
  /// again.
  public void assertReplyHarmless(ChatScreen screen) {
    screen.replyIs("streaming");
    screen.replyIs("finished");
    assertThat(screen.replyText()).containsText("onerror=alert(1)");
    assertHarmless(screen.page());
    screen.page().reload();
    screen.shows("joined");
    assertThat(screen.replyText()).containsText("onerror=alert(1)");
    assertHarmless(screen.page());
  }

  /// From now on notices dialogs, and requests that go anywhere but to the server.
  public Page watch(Page page) {
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

  /// Nothing in the texts of the transcript is more than text, also when it is touched.
  public void assertHarmless(Page page) {
    page.evaluate(
        """
        () => document.querySelectorAll("parley-message .text *")
          .forEach((element) => element.dispatchEvent(new MouseEvent("mouseover", { bubbles: true })))
        """);
    assertEquals(
        "",
        page.evaluate(
            """
            () => [...document.querySelectorAll("parley-message .text *")]
              .filter((element) =>
                element.matches("script, img, svg, iframe, object, embed, style, link, base, meta, form, input,"
                  + "textarea, template, video, details, parley-room, parley-conversation, [id], [style], annotation-xml")
                || (element.localName === "math" && !element.closest("parley-maths"))
                || [...element.attributes].some(({ name }) => name.startsWith("on"))
                || (element.hasAttribute("href") && !/^(https?:|mailto:|\\/docs\\/)/.test(element.getAttribute("href"))))
              .map((element) => element.outerHTML)
              .join("\\n")
            """));
    assertEquals(List.of(), incidents);
  }
}
