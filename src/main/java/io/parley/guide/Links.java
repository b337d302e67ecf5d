package io.parley.guide;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where the handbook's pages are in the product: `docs/models.md` is at `/docs/models.md`,
/// `docs/guide/rooms.md` at `/docs/guide/rooms.md`, `docs/decisions/README.md` at
/// `/docs/decisions/README.md`, and `README.md` at `/docs/README.md`. Links to anything else of the
/// repository lead nowhere in the product, and become plain words.
final class Links {
  private static final Pattern LINK = Pattern.compile("\\[([^\\[\\]]*)\\]\\(([^)\\s]+)\\)");
  private static final Pattern ABSOLUTE = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*:.*|/.*");

  private static final String IMAGES = "images/";
  private static final String DOCS = "docs/";
  private static final String INDEX = "README.md";

  /// In step with the resources in pom.xml.
  private static final Pattern PACKED =
      Pattern.compile("[A-Z]+\\.md|docs/(?:decisions/|guide/)?[^/]+\\.md");

  private Links() {}

  static URI toPage(String page, String anchor) {
    String name = page.startsWith(DOCS) ? page.substring(DOCS.length()) : page;
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
    return path(page, link).filter(Links::isPacked);
  }

  /// Whether a file of the repository is in the product, if there is such a file.
  static boolean isPacked(String path) {
    return PACKED.matcher(path).matches();
  }

  /// The file that a relative link leads to, from the repository's root; of a directory, its index.
  static Optional<String> path(String page, String link) {
    return Optional.ofNullable(URI.create(page).resolve(link).getPath())
        .map(path -> path.endsWith("/") ? path + INDEX : path)
        .map(path -> path.equals("docs/decisions") ? path + "/" + INDEX : path);
  }

  /// Where a link on a page leads in the product; empty if it leads to what is not there.
  static Optional<String> inProduct(String page, String link) {
    if (link.startsWith("#")) {
      return Optional.of(toPage(page, link.substring(1)).toString());
    }
    if (ABSOLUTE.matcher(link).matches()) {
      return Optional.of(link);
    }
    int hash = link.indexOf('#');
    String anchor = hash < 0 ? "" : link.substring(hash + 1);
    return target(page, link).map(path -> toPage(path, anchor).toString());
  }

  /// A page's Markdown with its links as they are in the product.
  static String inProductAll(String page, String markdown) {
    Matcher links = LINK.matcher(markdown);
    return links.replaceAll(link -> {
      boolean image = link.start() > 0 && markdown.charAt(link.start() - 1) == '!';
      return Matcher.quoteReplacement(
          image
              ? link.group()
              : inProduct(page, link.group(2))
                  .map(target -> "[" + link.group(1) + "](" + target + ")")
                  .orElse(link.group(1)));
    });
  }

  static List<String> in(String page, String markdown) {
    List<String> targets = new ArrayList<>();
    Matcher links = LINK.matcher(markdown);
    while (links.find()) {
      target(page, links.group(2)).ifPresent(targets::add);
    }
    return targets;
  }
}
