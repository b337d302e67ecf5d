package io.parley.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.junit.jupiter.api.Test;

/// The documentation as it is packed.
class HandbookTest {
  private static final Pattern HREF = Pattern.compile("<a href=\"([^\"]*)\"");

  private final Handbook handbook = Handbook.packed();

  @Test
  void everyPageCanBeFoundFromTheReadme() throws IOException {
    Set<String> written = new TreeSet<>(Set.of("README.md"));
    for (String folder : List.of("docs", "docs/guide")) {
      try (Stream<Path> files = Files.list(Path.of(folder))) {
        files.map(Path::toString).filter(file -> file.endsWith(".md")).forEach(written::add);
      }
    }
    Set<String> linked =
        handbook.pages().stream().map(Page::path).collect(Collectors.toCollection(TreeSet::new));

    assertEquals(
        written, linked, "a page that no other links to is found by nobody: add it to README.md");
  }

  @Test
  void noLinkInTheRepositoryIsDead() throws IOException {
    List<String> dead = new ArrayList<>();
    for (String file : markdownFiles()) {
      String markdown = Files.readString(Path.of(file));
      for (String link : links(Page.PARSER.parse(markdown))) {
        if (!link.matches("[a-z]+:.*|/.*") && !exists(file, link)) {
          dead.add(file + " → " + link);
        }
      }
    }
    assertEquals(List.of(), dead);
  }

  /// As the reader of `/docs` finds them: in the HTML.
  @Test
  void noLinkInTheProductIsDead() {
    List<String> dead = new ArrayList<>();
    List<Page> pages = all();
    assertTrue(pages.size() > handbook.pages().size());
    for (Page page : pages) {
      Matcher links = HREF.matcher(PageHtml.of(page));
      while (links.find()) {
        String link = links.group(1);
        if (!link.matches("https?:.*|mailto:.*") && !isServed(link, pages)) {
          dead.add(page.path() + " → " + link);
        }
      }
    }
    assertEquals(List.of(), dead);
  }

  @Test
  void whatPagesReferToCanBeOpenedButIsNotListed() {
    for (String path :
        List.of(
            "CHANGELOG.md",
            "CONTRIBUTING.md",
            "docs/decisions/0060-the-newest-hits-are-ranked.md")) {
      assertTrue(handbook.page(path).isPresent(), path);
      assertTrue(handbook.pages().stream().noneMatch(page -> page.path().equals(path)), path);
    }
    assertEquals(
        "", PageHtml.of(Page.read("a.md", "see [x](deploy)")).replaceAll("<p>see x</p>\\s*", ""));
  }

  @Test
  void everyDecisionIsInTheirList() throws IOException {
    String index = Files.readString(Path.of("docs/decisions/README.md"));
    List<String> missing = new ArrayList<>();
    for (String file : markdownFiles()) {
      String name = Path.of(file).getFileName().toString();
      if (name.matches("\\d{4}-.*") && !index.contains("(" + name + ")")) {
        String title = Files.readString(Path.of(file)).lines().findFirst().orElse("");
        missing.add(
            "| [%s](%s) | %s | <date> | Accepted |"
                .formatted(name.substring(0, 4), name, title.replaceFirst("^# \\d{4}: ", "")));
      }
    }
    assertEquals(List.of(), missing, "add these lines to docs/decisions/README.md");
  }

  private List<Page> all() {
    try {
      return markdownFiles().stream().flatMap(file -> handbook.page(file).stream()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Pages with their headings; other pages of the product by their beginning.
  private static boolean isServed(String link, List<Page> pages) {
    if (!link.startsWith("/docs/")) {
      return link.matches(
          "/|/(openapi|health|metrics)(/.*)?|/rooms/lobby|/conversations/new|/img/.*");
    }
    int hash = link.indexOf('#');
    String path = hash < 0 ? link : link.substring(0, hash);
    return pages.stream()
        .filter(page -> Links.toPage(page.path(), "").toString().equals(path))
        .anyMatch(page ->
            hash < 0 || PageHtml.of(page).contains("id=\"" + link.substring(hash + 1) + "\""));
  }

  private static boolean exists(String file, String link) {
    int hash = link.indexOf('#');
    String name = hash < 0 ? link : link.substring(0, hash);
    Path target = name.isEmpty() ? Path.of(file) : Path.of(file).resolveSibling(name).normalize();
    if (!Files.exists(target)) {
      return false;
    }
    try {
      return hash < 0
          || PageHtml.of(Page.read(target.toString(), Files.readString(target)))
              .contains("id=\"" + link.substring(hash + 1) + "\"");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> links(Node node) {
    List<String> links = new ArrayList<>();
    node.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Link link) {
            links.add(link.getDestination());
          }

          @Override
          public void visit(Image image) {
            links.add(image.getDestination());
          }
        });
    return links;
  }

  private static List<String> markdownFiles() throws IOException {
    List<String> found = new ArrayList<>();
    for (String folder : List.of("", "docs", "docs/guide", "docs/decisions", "bench")) {
      try (Stream<Path> files = Files.list(Path.of(folder))) {
        files.map(Path::toString).filter(file -> file.endsWith(".md")).sorted().forEach(found::add);
      }
    }
    return found;
  }

  @Test
  void everyPageHasATitleAndSections() {
    for (Page page : handbook.pages()) {
      assertTrue(!page.title().isBlank() && !page.sections().isEmpty(), page.path());
    }
  }
}
