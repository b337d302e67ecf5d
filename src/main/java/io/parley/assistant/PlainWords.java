package io.parley.assistant;

import io.parley.participant.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;

/// The lines of a text in Markdown as plain words: without fences, tags and other marks, and
/// without what a model thought.
final class PlainWords {
  /// Of the beginning of a text, in UTF-16 units.
  private static final int MAX_READ = 8_000;

  private static final int MAX_LINE = 1_000;

  private static final Parser PARSER = Parser.builder().build();

  private static final Pattern THOUGHT =
      Pattern.compile(
          "(?i)<(/?)(?:think|thinking|thought|thoughts|reasoning|reflection)(?:\\s[^<>]{0,200})?>");

  private static final Pattern HIDDEN =
      Pattern.compile(
          "(?is)<(script|style|head|template)\\b.*?(?:</\\1\\s*>|\\z)|<!--.*?(?:-->|\\z)");
  private static final Pattern TAG = Pattern.compile("</?[a-zA-Z!?][^<>]*>?");
  private static final Pattern PAIRS =
      Pattern.compile("(\\*\\*|__|~~|==|\\|\\|)(?=\\S)(.+?)(?<=\\S)\\1");
  private static final Pattern DRESS =
      Pattern.compile("^(?:\\[[ xX]?] |[|>#*+=_~`\\s-])+|[|`\\s]+$");
  private static final Pattern BLANKS =
      Pattern.compile("[\\s\\p{Cntrl}\\u00a0\\u2028\\u2029\\u3000]+");

  private PlainWords() {}

  /// A text without what a model thought before it wrote it. What is not closed goes on to the end;
  /// what is closed only began with the text, because some models are made to think by a first tag
  /// in what they are asked.
  static String withoutThinking(String text) {
    StringBuilder words = new StringBuilder();
    boolean thinking = false;
    int from = 0;
    Matcher tags = THOUGHT.matcher(text);
    while (tags.find()) {
      boolean closes = !tags.group(1).isEmpty();
      if (closes && !thinking) {
        words.setLength(0);
      } else if (!thinking) {
        words.append(text, from, tags.start()).append(' ');
      }
      thinking = !closes;
      from = tags.end();
    }
    return thinking ? words.toString() : words.append(text, from, text.length()).toString();
  }

  /// The lines that say something, those of code only if there are no others.
  static List<String> lines(String text) {
    String beginning = text.length() <= MAX_READ ? text : text.substring(0, MAX_READ);
    Lines lines = new Lines();
    PARSER.parse(PlainText.clean(beginning)).accept(lines);
    return Lines.telling(lines.prose).isEmpty()
        ? Lines.telling(lines.code)
        : Lines.telling(lines.prose);
  }

  static String oneLine(String text) {
    return BLANKS.matcher(text).replaceAll(" ").strip();
  }

  private static final class Lines extends AbstractVisitor {
    private final List<String> prose = new ArrayList<>();
    private final List<String> code = new ArrayList<>();
    private StringBuilder open = new StringBuilder();

    static List<String> telling(List<String> lines) {
      return lines.stream().map(Lines::undressed).filter(Lines::tells).toList();
    }

    private static String undressed(String line) {
      String begin = line.length() <= MAX_LINE ? line : line.substring(0, MAX_LINE);
      String plain =
          PAIRS.matcher(oneLine(begin)).replaceAll(pair -> Matcher.quoteReplacement(pair.group(2)));
      return DRESS.matcher(plain).replaceAll("");
    }

    private static boolean tells(String line) {
      return line.codePoints()
          .anyMatch(
              c -> Character.isLetterOrDigit(c) || Character.getType(c) == Character.OTHER_SYMBOL);
    }

    private void close() {
      open.toString().lines().forEach(prose::add);
      open = new StringBuilder();
    }

    @Override
    public void visit(Paragraph paragraph) {
      visitChildren(paragraph);
      close();
    }

    @Override
    public void visit(Heading heading) {
      visitChildren(heading);
      close();
    }

    @Override
    public void visit(Text text) {
      open.append(text.getLiteral());
    }

    @Override
    public void visit(Code span) {
      open.append(span.getLiteral());
    }

    @Override
    public void visit(SoftLineBreak line) {
      open.append('\n');
    }

    @Override
    public void visit(HardLineBreak line) {
      open.append('\n');
    }

    @Override
    public void visit(HtmlInline tag) {
      if (tag.getLiteral().regionMatches(true, 0, "<br", 0, 3)) {
        open.append('\n');
      }
    }

    /// What stands between its tags is read as text of its own.
    @Override
    public void visit(HtmlBlock block) {
      String shown =
          TAG.matcher(HIDDEN.matcher(block.getLiteral()).replaceAll(" ")).replaceAll(" ");
      shown.lines().map(String::strip).forEach(line -> PARSER.parse(line).accept(this));
    }

    @Override
    public void visit(FencedCodeBlock block) {
      block.getLiteral().lines().forEach(code::add);
    }

    @Override
    public void visit(IndentedCodeBlock block) {
      block.getLiteral().lines().forEach(prose::add);
    }
  }
}
