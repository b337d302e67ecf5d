package io.parley.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The documentation as it is packed.
class HandbookTest {
  private final Handbook handbook = Handbook.packed();

  @Test
  void everyPageCanBeFoundFromTheReadme() throws IOException {
    Set<String> written = new TreeSet<>(Set.of("README.md"));
    try (Stream<Path> files = Files.list(Path.of("docs"))) {
      files
          .filter(file -> file.toString().endsWith(".md"))
          .forEach(file -> written.add("docs/" + file.getFileName()));
    }
    Set<String> linked =
        handbook.pages().stream().map(Page::path).collect(Collectors.toCollection(TreeSet::new));

    assertEquals(
        written, linked, "a page that no other links to is found by nobody: add it to README.md");
  }

  @Test
  void noLinkBetweenPagesIsDead() {
    List<String> dead = new ArrayList<>();
    for (Page page : handbook.pages()) {
      for (String target : Links.in(page.path(), page.markdown())) {
        if (handbook.page(target).isEmpty() && !Files.exists(Path.of(target))) {
          dead.add(page.path() + " → " + target);
        }
      }
    }
    assertEquals(List.of(), dead);
  }

  @Test
  void everyPageHasATitleAndSections() {
    for (Page page : handbook.pages()) {
      assertTrue(!page.title().isBlank() && !page.sections().isEmpty(), page.path());
    }
  }
}
