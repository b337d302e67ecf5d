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

/// Parley's documentation: README.md and every page that links lead to from there.
final class Handbook {
  static final String FIRST = "README.md";

  private final Map<String, Page> pages;

  private Handbook(Map<String, Page> pages) {
    this.pages = pages;
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
      if (!pages.containsKey(path)) {
        source
            .apply(path)
            .ifPresent(markdown -> {
              pages.put(path, Page.read(path, markdown));
              next.addAll(Links.in(path, markdown));
            });
      }
    }
    return new Handbook(pages);
  }

  Collection<Page> pages() {
    return pages.values();
  }

  Optional<Page> page(String path) {
    return Optional.ofNullable(pages.get(path));
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
