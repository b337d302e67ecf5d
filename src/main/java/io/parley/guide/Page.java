package io.parley.guide;

import io.parley.guide.Passage.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableBody;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.ListBlock;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.SourceSpan;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.text.TextContentRenderer;

/// A page of the handbook, taken apart at its headings.
///
/// @param path such as `docs/models.md`
record Page(String path, String title, String markdown, List<Section> sections) {
  static final Parser PARSER =
      Parser.builder()
          .extensions(List.of(TablesExtension.create()))
          .includeSourceSpans(IncludeSourceSpans.BLOCKS)
          .build();
  private static final TextContentRenderer TEXT =
      TextContentRenderer.builder().extensions(List.of(TablesExtension.create())).build();

  /// What begins the comment beneath a heading that has, line by line, the questions that people
  /// ask for what stands there. Nobody reads it on the page; the index does.
  private static final String ASKED = "<!-- asked";

  private static final String COMMENT = "<!--";

  /// Whether it is a page of the user's guide.
  boolean isForUsers() {
    return isForUsers(path);
  }

  static boolean isForUsers(String path) {
    return path.startsWith("docs/guide/");
  }

  static Page read(String path, String markdown) {
    return new Reader(path, markdown).read();
  }

  /// Whether a block of HTML is there for authors only.
  static boolean isComment(HtmlBlock block) {
    return block.getLiteral().startsWith(COMMENT);
  }

  private static List<String> asked(HtmlBlock comment) {
    String text = comment.getLiteral();
    return text.startsWith(ASKED)
        ? text.lines().skip(1).map(String::strip).filter(line -> !line.equals("-->")).toList()
        : List.of();
  }

  private static final class Reader {
    private final String path;
    private final String markdown;
    private final List<String> lines;
    private final List<Section> sections = new ArrayList<>();
    private final Anchors anchors = new Anchors();
    private List<Passage> passages = new ArrayList<>();
    private List<String> asked = new ArrayList<>();
    private String title = "";
    private String heading = "";
    private String anchor = "";

    Reader(String path, String markdown) {
      this.path = path;
      this.markdown = markdown;
      this.lines = markdown.lines().toList();
    }

    Page read() {
      for (Node node : children(PARSER.parse(markdown))) {
        if (node instanceof Heading opening) {
          close();
          open(opening);
        } else {
          take(node);
        }
      }
      close();
      return new Page(path, title, markdown, List.copyOf(sections));
    }

    private void open(Heading opening) {
      heading = text(opening);
      if (title.isEmpty()) {
        title = heading;
      }
      anchor = anchors.next(heading);
    }

    private void close() {
      if (!passages.isEmpty()) {
        sections.add(new Section(path, title, heading, anchor, passages, asked));
        passages = new ArrayList<>();
      }
      asked = new ArrayList<>();
    }

    private void take(Node node) {
      switch (node) {
        case ListBlock list -> children(list).forEach(item -> add(Kind.ITEM, item, ""));
        case TableBlock table -> {
          String head = String.join("\n", source(table).subList(0, 2));
          for (Node part : children(table)) {
            if (part instanceof TableBody body) {
              children(body).forEach(row -> add(Kind.ROW, row, head));
            }
          }
        }
        case HtmlBlock html when isComment(html) -> asked.addAll(asked(html));
        case FencedCodeBlock code -> add(Kind.CODE, code, "");
        case IndentedCodeBlock code -> add(Kind.CODE, code, "");
        default -> add(Kind.PARAGRAPH, node, "");
      }
    }

    private void add(Kind kind, Node node, String head) {
      String text = text(node);
      if (!text.isBlank()) {
        passages.add(new Passage(kind, String.join("\n", source(node)), text, head));
      }
    }

    private List<String> source(Node node) {
      List<SourceSpan> spans = node.getSourceSpans();
      return spans.isEmpty()
          ? List.of()
          : lines.subList(spans.getFirst().getLineIndex(), spans.getLast().getLineIndex() + 1);
    }

    /// An item by itself has no text for the renderer; what is in it does.
    private static String text(Node node) {
      return node instanceof ListItem
          ? children(node).stream().map(TEXT::render).collect(Collectors.joining("\n"))
          : TEXT.render(node);
    }

    private static List<Node> children(Node node) {
      List<Node> children = new ArrayList<>();
      for (Node child = node.getFirstChild(); child != null; child = child.getNext()) {
        children.add(child);
      }
      return children;
    }
  }
}
