package io.parley.guide;

import java.util.List;
import java.util.Map;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Heading;
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
        .render(Page.PARSER.parse(page.markdown()))
        .replace("<table>", "<div class=\"table\" tabindex=\"0\"><table>")
        .replace("</table>", "</table></div>")
        .replace("<pre>", "<div class=\"code\"><pre tabindex=\"0\">")
        .replace("</pre>", "</pre></div>");
  }

  private static AttributeProvider attributes(Page page, Anchors anchors) {
    return (Node node, String tag, Map<String, String> attributes) -> {
      if (node instanceof Heading) {
        attributes.put("id", anchors.next(TEXT.render(node)));
      } else if (node instanceof Link) {
        attributes.computeIfPresent("href", (name, link) -> Links.inProduct(page.path(), link));
      } else if (node instanceof Image) {
        attributes.computeIfPresent("src", (name, link) -> Links.toImage(link));
      }
    };
  }
}
