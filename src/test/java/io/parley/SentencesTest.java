package io.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Image;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.junit.jupiter.api.Test;

/// A sentence of the documentation says one thing: it is short, and has one colon or semicolon at
/// most. Tables and blocks of code are no sentences.
class SentencesTest {
  private static final int WORDS = 25;

  private static final Parser PARSER =
      Parser.builder().extensions(List.of(TablesExtension.create())).build();

  /// Not before a lower-case letter, which follows an abbreviation.
  private static final Pattern END = Pattern.compile("(?<=[.!?][)\"”]?)\\s+(?!\\p{Ll})");

  private static final Pattern WORD = Pattern.compile("\\S*[\\p{L}\\p{N}]\\S*");
  private static final Pattern COLON = Pattern.compile("[:;](?=\\s|$)");

  @Test
  void sentencesOfTheDocumentationAreShort() throws IOException {
    List<String> found = new ArrayList<>();
    int all = 0;
    for (Path page : WordsTest.documentation()) {
      List<String> sentences = sentences(Files.readString(page));
      all += sentences.size();
      sentences.stream()
          .filter(sentence -> words(sentence) > WORDS)
          .forEach(
              sentence -> found.add("%s, %d words: %s".formatted(page, words(sentence), sentence)));
    }
    assertTrue(all > 1_500, "only " + all + " sentences were read");
    assertEquals(List.of(), found, "split what has more than " + WORDS + " words");
  }

  @Test
  void aSentenceHasOneColonOrSemicolonAtMost() throws IOException {
    List<String> found = new ArrayList<>();
    for (Path page : WordsTest.documentation()) {
      sentences(Files.readString(page)).stream()
          .filter(sentence -> COLON.matcher(sentence).results().count() > 1)
          .forEach(sentence -> found.add(page + ": " + sentence));
    }
    assertEquals(List.of(), found);
  }

  @Test
  void onlyProseIsRead() {
    String markdown =
        """
        # A heading

        One sentence, with `a b c` and [a link](to/a/page.md "title"): is it
        read? (It is.) Version 7, i.e. the
        newest. ![no words](picture.png)

        * an item
          * in an item

        | a | table |
        |---|---|
        | a | row |

        ```sh
        some code
        ```

        <!-- a comment -->
        """;

    assertEquals(
        List.of(
            "One sentence, with Code and a link: is it read?",
            "(It is.)",
            "Version 7, i.e. the newest.",
            "an item",
            "in an item"),
        sentences(markdown));
    assertEquals(4, words("Code – and 7 (more)"));
  }

  private static int words(String sentence) {
    return (int) WORD.matcher(sentence).results().count();
  }

  private static List<String> sentences(String markdown) {
    List<String> found = new ArrayList<>();
    PARSER
        .parse(markdown)
        .accept(
            new AbstractVisitor() {
              @Override
              public void visit(Paragraph paragraph) {
                Arrays.stream(END.split(text(paragraph)))
                    .map(String::strip)
                    .filter(sentence -> !sentence.isEmpty())
                    .forEach(found::add);
              }
            });
    return found;
  }

  /// A span of code is one word, a picture none.
  private static String text(Paragraph paragraph) {
    StringBuilder text = new StringBuilder();
    paragraph.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Paragraph read) {
            visitChildren(read);
          }

          @Override
          public void visit(Text read) {
            text.append(read.getLiteral());
          }

          @Override
          public void visit(Code code) {
            text.append("Code");
          }

          @Override
          public void visit(SoftLineBreak end) {
            text.append(' ');
          }

          @Override
          public void visit(HardLineBreak end) {
            text.append(' ');
          }

          @Override
          public void visit(Image picture) {
            // its words are not part of a sentence
          }
        });
    return text.toString();
  }
}
