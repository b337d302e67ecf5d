package io.parley.guide;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.renderer.html.AttributeProvider;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.text.TextContentRenderer;

/// A page of the handbook as HTML, in the markup that the transcript's stylesheet knows: headings
/// with their anchors, links as they are in the product, frames that scroll around what is wide.
final class PageHtml {
  private static final TextContentRenderer TEXT = TextContentRenderer.builder().build();

  private PageHtml() {}

  static String of(Page page) {
    Anchors anchors = new Anchors();
    return HtmlRenderer.builder()
        .extensions(List.of(TablesExtension.create()))
        .escapeHtml(true)
        .sanitizeUrls(true)
        .attributeProviderFactory(context -> attributes(page, anchors))
        .build()
        .render(readable(page))
        .replace("<table>", "<div class=\"table\" tabindex=\"0\"><table>")
        .replace("</table>", "</table></div>")
        .replace("<pre>", "<div class=\"code\"><pre tabindex=\"0\">")
        .replace("</pre>", "</pre></div>");
  }

  /// The heading of a cell's column, which stands beside the cell on a narrow page.
  private static Optional<String> label(TableCell cell) {
    int column = 0;
    for (Node before = cell.getPrevious(); before != null; before = before.getPrevious()) {
      column++;
    }
    Node row = cell.getParent();
    Node table = row == null || row.getParent() == null ? null : row.getParent().getParent();
    if (cell.isHeader() || table == null) {
      return Optional.empty();
    }
    Node heading = table.getFirstChild().getFirstChild().getFirstChild();
    for (int at = 0; heading != null && at < column; at++) {
      heading = heading.getNext();
    }
    return Optional.ofNullable(heading).map(PageHtml::words).filter(text -> !text.isEmpty());
  }

  private static String words(Node node) {
    StringBuilder words = new StringBuilder();
    for (Node child = node.getFirstChild(); child != null; child = child.getNext()) {
      words.append(TEXT.render(child));
    }
    return words.toString().strip();
  }

  /// What a link says stays, where it leads out of the handbook. Comments go.
  private static Node readable(Page page) {
    Node document = Page.PARSER.parse(page.markdown());
    document.accept(
        new AbstractVisitor() {
          @Override
          public void visit(HtmlBlock block) {
            if (Page.isComment(block)) {
              block.unlink();
            }
          }

          @Override
          public void visit(Link link) {
            if (Links.inProduct(page.path(), link.getDestination()).isEmpty()) {
              Node child = link.getFirstChild();
              while (child != null) {
                Node next = child.getNext();
                link.insertBefore(child);
                child = next;
              }
              link.unlink();
            }
          }
        });
    return document;
  }

  private static AttributeProvider attributes(Page page, Anchors anchors) {
    return (Node node, String tag, Map<String, String> attributes) -> {
      if (node instanceof Heading) {
        attributes.put("id", anchors.next(TEXT.render(node)));
      } else if (node instanceof Link) {
        attributes.computeIfPresent(
            "href", (name, link) -> Links.inProduct(page.path(), link).orElse(link));
      } else if (node instanceof TableCell cell) {
        label(cell).ifPresent(heading -> attributes.put("data-label", heading));
      } else if (node instanceof Image) {
        attributes.computeIfPresent("src", (name, link) -> Links.toImage(link));
      }
    };
  }
}
