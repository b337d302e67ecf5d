package io.parley.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.List;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TypedMarkdownTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<div>\n  <p>hi</p>\n</div>",
        "def f(x):\n    if x:\n\n\n        return 1",
        "2*3*4, __init__, *args, ~~x~~, $5, # no title\n# no title\n## none",
        "1. one\n1. two\n3) three\n- a\n+ b\n* c\n> d\n= e\n---\n===\n***",
        "Title\n---\nText\n===",
        "[a](https://example.com/a_b_c) and ![x](y) and [1]: z",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "a   b    c\td",
        "&lt; &amp; \\* \\\\ `code` ``x`` <https://example.com> <b>",
        "https://example.com/a_b*c*d（说明）, https://example.com/. End",
        "```js\nnever closed",
        "~~~\nwaves\n~~~",
        "مرحبا\nhello",
        "a!b [x] {y} \"z\" 'q'"
      })
  void everyProgramShowsWhatWasTyped(String typed) {
    assertEquals(typed.replace("\t", "    "), shown(TypedMarkdown.of(typed)));
    assertEquals(typed.replace("\t", "    "), shown(HarmlessMarkdown.of(TypedMarkdown.of(typed))));
  }

  @Test
  void codeBetweenLinesOfBackticksStaysABlock() {
    assertEquals(
        "Look:\n\n```js\nlet *a*;\n```\n\nSo\\*",
        TypedMarkdown.of("Look:\n```js\nlet *a*;\n```\nSo*"));
    assertEquals("````\n```\nx\n```\n````", TypedMarkdown.of("````\n```\nx\n```\n````"));
  }

  @Test
  void manyLinesOfBackticksCostLittle() {
    assertTimeout(
        Duration.ofSeconds(5),
        () -> {
          TypedMarkdown.of("```x\n".repeat(40_000));
          TypedMarkdown.of("https://a".repeat(20_000));
        });
  }

  /// The text of a document as CommonMark reads it.
  private static String shown(String markdown) {
    StringBuilder text = new StringBuilder();
    Parser.builder()
        .extensions(List.of(TablesExtension.create()))
        .build()
        .parse(markdown)
        .accept(
            new AbstractVisitor() {
              @Override
              public void visit(Text node) {
                text.append(node.getLiteral());
              }

              @Override
              public void visit(HardLineBreak node) {
                text.append('\n');
              }

              @Override
              public void visit(SoftLineBreak node) {
                text.append("<a line break that is lost>");
              }

              @Override
              public void visit(Code node) {
                text.append("<code>").append(node.getLiteral());
              }

              @Override
              public void visit(IndentedCodeBlock node) {
                text.append("<code>").append(node.getLiteral());
              }

              @Override
              public void visit(FencedCodeBlock node) {
                text.append("<code>").append(node.getLiteral());
              }
            });
    return text.toString().replaceAll("(?m)^\u00a0$", "").replace('\u00a0', ' ');
  }
}
