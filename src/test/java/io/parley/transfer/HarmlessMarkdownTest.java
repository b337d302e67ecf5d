package io.parley.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HarmlessMarkdownTest {
  /// What a renderer writes of itself.
  private static final Pattern OWN_TAGS =
      Pattern.compile(
          "</?(?:p|a|em|strong|code|pre|h[1-6]|ul|ol|li|blockquote|hr|br|img|table|thead|tbody|tr|th|td)\\b"
              + "(?: (?:href|src|alt|title|class|start)=\"[^\"]*\")* ?/?>");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain text, 1 < 2 and a <- b",
        "# Heading\n\n* list\n* [link](https://example.org/a_(b) \"title\")",
        "![picture](https://example.org/p.png)",
        "<https://example.org/?a=1&b=2> and <mailto:ada@example.org>",
        "[relative](/docs/x.md) [anchor](#a) [angle](<https://example.org/a>)",
        "[ref] and [text][ref]\n\n[ref]: https://example.org 'Title'",
        "`<script>` and ``<b> ` </b>``",
        "```html\n<script>alert(1)</script>\n[x](javascript:alert(1))\n```",
        "text\n\n    <div onclick=x>\n",
        "> quoted `<i>`\n> more",
        "an escaped \\<b> stays",
        "| a | b |\n|---|---|\n| `<b>` | [x](https://example.org) |",
        "$x < y$ and **bold** _it_ ~~gone~~ &lt;b&gt; &amp;"
      })
  void ordinaryMarkdownStaysAsItIs(String markdown) {
    assertEquals(markdown, HarmlessMarkdown.of(markdown));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "text <b onmouseover=alert(1)>bold</b>",
        "<!-- comment",
        "<?php echo 1 ?>",
        "<![CDATA[x]]>",
        "<div>\n\n[x](javascript:alert(1))\n\n</div>",
        "<div>\n[x](javascript:alert(1))\n<p>more",
        "> <iframe src='https://evil.example'>",
        "* <svg/onload=alert(1)>",
        "| `a | <img src=x onerror=alert(1)>` |\n|---|---|\n| b | c |",
        "| a | b |\n|---|---|\n| `c | <script>x</script>` |",
        "\\\\<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x]( javascript:alert(1) )",
        "[x](java&#115;cript:alert(1))",
        "[x](javascript&colon;alert(1))",
        "[x](java&Tab;script:alert(1))",
        "[x](&#1;javascript:alert(1))",
        "[x](<java\tscript:alert(1)>)",
        "[x](javascript\\:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:msgbox)",
        "[x](file:///etc/passwd)",
        "![x](javascript:alert(1))",
        "![x](data:image/svg+xml,x)",
        "<javascript:alert(1)>",
        "<JAVASCRIPT:alert(1)>",
        "[x][y]\n\n[y]: javascript:alert(1)",
        "[y]\n\n[y]:\n   <javascript:alert(1)>\n   'title'",
        "> [y]\n\n> [y]: data:text/html,x",
        "[![x](javascript:alert(1))](https://example.org)",
        "[![x](https://example.org/p.png)](javascript:alert(1))",
        "[a [b](javascript:x) c](javascript:y)",
        "**[x](javascript:alert(1))** _[y](vbscript:x)_",
        "[x](\njavascript:alert(1)\n)",
        "[`<b>`](javascript:alert(1))",
        "1. a\n\n   [x](javascript:alert(1))\n2. <u>b</u>"
      })
  void whatIsDangerousIsShownAsText(String markdown) {
    String harmless = HarmlessMarkdown.of(markdown);
    for (Parser parser :
        List.of(
            Parser.builder().build(),
            Parser.builder().extensions(List.of(TablesExtension.create())).build())) {
      String html =
          HtmlRenderer.builder()
              .extensions(List.of(TablesExtension.create()))
              .escapeHtml(false)
              .sanitizeUrls(false)
              .build()
              .render(parser.parse(harmless));
      String left = OWN_TAGS.matcher(html).replaceAll("");
      assertFalse(left.contains("<"), harmless + "\n" + html);
      Pattern.compile("(?:href|src)=\"([^\"]*)\"")
          .matcher(html)
          .results()
          .forEach(address ->
              assertTrue(address.group(1).startsWith("https://"), harmless + "\n" + html));
    }
    assertEquals(harmless, HarmlessMarkdown.of(harmless));
  }

  @ParameterizedTest
  @ValueSource(strings = {"> ", "* ", "[", "![", "<a ", "*", "`", "[x](javascript:a) ", "1. "})
  void deepNestingEndsSoon(String piece) {
    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> assertFalse(HarmlessMarkdown.of(piece.repeat(4_000) + "a").isEmpty()));
  }
}
