package io.parley.guide;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where the handbook's pages are in the product: `docs/models.md` is at `/docs/models.md`, and
/// `README.md` at `/docs/README.md`.
final class Links {
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern ABSOLUTE = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*:.*|/.*");

  private static final String IMAGES = "images/";

  private Links() {}

  static URI toPage(String page, String anchor) {
    String name = page.substring(page.lastIndexOf('/') + 1);
    return URI.create("/docs/" + name + (anchor.isEmpty() ? "" : "#" + anchor));
  }

  /// Pictures beside the pages, such as `docs/images/room.png`; those from elsewhere stay.
  static String toImage(String link) {
    int at = link.indexOf(IMAGES);
    return at < 0 || ABSOLUTE.matcher(link).matches()
        ? link
        : "/img/docs/" + link.substring(at + IMAGES.length());
  }

  /// The page that a link on another page leads to, if it is one of the handbook.
  static Optional<String> target(String page, String link) {
    if (ABSOLUTE.matcher(link).matches() || link.startsWith("#")) {
      return Optional.empty();
    }
    String path = URI.create(page).resolve(link).getPath();
    return path != null && path.endsWith(".md") ? Optional.of(path) : Optional.empty();
  }

  /// Where a link on a page leads in the product; links that lead out of the handbook stay.
  static String inProduct(String page, String link) {
    if (link.startsWith("#")) {
      return toPage(page, link.substring(1)).toString();
    }
    int hash = link.indexOf('#');
    String anchor = hash < 0 ? "" : link.substring(hash + 1);
    return target(page, link).map(path -> toPage(path, anchor).toString()).orElse(link);
  }

  /// A page's Markdown with its links as they are in the product.
  static String inProductAll(String page, String markdown) {
    Matcher links = LINK.matcher(markdown);
    return links.replaceAll(
        link -> Matcher.quoteReplacement("](" + inProduct(page, link.group(1)) + ")"));
  }

  static List<String> in(String page, String markdown) {
    List<String> targets = new ArrayList<>();
    Matcher links = LINK.matcher(markdown);
    while (links.find()) {
      target(page, links.group(1)).ifPresent(targets::add);
    }
    return targets;
  }
}
