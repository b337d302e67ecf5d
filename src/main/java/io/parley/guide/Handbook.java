package io.parley.guide;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Parley's documentation: README.md and every page of `docs` and `docs/guide` that links lead to
/// from there. Beside it stands what those pages refer to: decisions, the changelog, and what
/// contributors read. That can be opened, but is not in the list of pages, and `demo/guide` does
/// not answer from it.
final class Handbook {
  static final String FIRST = "README.md";

  private static final Pattern MAIN = Pattern.compile("README\\.md|docs/(?:guide/)?[^/]+\\.md");

  private final Map<String, Page> pages;
  private final Function<String, Optional<String>> source;

  private Handbook(Map<String, Page> pages, Function<String, Optional<String>> source) {
    this.pages = pages;
    this.source = source;
  }

  /// As it is packed into the WAR.
  static Handbook packed() {
    return read(Handbook::resource);
  }

  /// @param source a page's Markdown, by its path
  static Handbook read(Function<String, Optional<String>> source) {
    Map<String, Page> pages = new LinkedHashMap<>();
    Queue<String> next = new ArrayDeque<>(List.of(FIRST));
    while (!next.isEmpty()) {
      String path = next.remove();
      if (MAIN.matcher(path).matches() && !pages.containsKey(path)) {
        source
            .apply(path)
            .ifPresent(markdown -> {
              pages.put(path, Page.read(path, markdown));
              next.addAll(Links.in(path, markdown));
            });
      }
    }
    return new Handbook(pages, source);
  }

  Collection<Page> pages() {
    return pages.values();
  }

  Optional<Page> page(String path) {
    return Optional.ofNullable(pages.get(path)).or(() -> reference(path));
  }

  /// Read when it is asked for: there are many, and few of them are.
  private Optional<Page> reference(String path) {
    return Links.isPacked(path)
        ? source.apply(path).map(markdown -> Page.read(path, markdown))
        : Optional.empty();
  }

  List<Section> sections() {
    return pages.values().stream().flatMap(page -> page.sections().stream()).toList();
  }

  private static Optional<String> resource(String path) {
    try (InputStream in = Handbook.class.getResourceAsStream("/handbook/" + path)) {
      return in == null
          ? Optional.empty()
          : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("the handbook cannot be read: " + path, e);
    }
  }
}
