package io.parley.web;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a module imports, and what these modules import in turn.
final class Imports {
  private static final Pattern FROM =
      Pattern.compile("^(?:import|export)\\b[^;]*? from \"(\\.[^\"]+)\"", Pattern.MULTILINE);

  private Imports() {}

  /// @param entry the path of a module
  /// @param read gives the text of a module by its path
  /// @return the paths of all modules that it needs, without its own
  static Collection<String> of(String entry, UnaryOperator<String> read) {
    Set<String> found = new LinkedHashSet<>();
    Queue<String> unread = new ArrayDeque<>();
    unread.add(entry);
    while (!unread.isEmpty()) {
      String path = unread.remove();
      Matcher imports = FROM.matcher(read.apply(path));
      while (imports.find()) {
        String module = URI.create(path).resolve(imports.group(1)).toString();
        if (!module.equals(entry) && found.add(module)) {
          unread.add(module);
        }
      }
    }
    return found;
  }
}
