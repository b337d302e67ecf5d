package io.parley.web;

import jakarta.servlet.ServletContext;
import java.io.ByteArrayInputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The files of an application, for tests: as a container lists and opens them.
final class Site {
  final TreeMap<String, String> files = new TreeMap<>();

  static Assets withoutFiles() {
    return new Site().assets();
  }

  static Site of(Map<String, String> files) {
    Site site = new Site();
    site.files.putAll(files);
    return site;
  }

  Assets assets() {
    return new Assets(context(), false);
  }

  Assets live() {
    return new Assets(context(), true);
  }

  private ServletContext context() {
    return (ServletContext)
        Proxy.newProxyInstance(
            Site.class.getClassLoader(),
            new Class<?>[] {ServletContext.class},
            (_, method, arguments) -> {
              String path = (String) arguments[0];
              return switch (method.getName()) {
                case "getResourcePaths" -> children(path);
                case "getResourceAsStream" ->
                    files.containsKey(path) ? new ByteArrayInputStream(bytes(path)) : null;
                default -> throw new UnsupportedOperationException(method.getName());
              };
            });
  }

  byte[] bytes(String path) {
    return files.getOrDefault(path, "").getBytes(StandardCharsets.UTF_8);
  }

  /// Directories have a slash at their end.
  private Set<String> children(String directory) {
    return files.keySet().stream()
        .filter(path -> path.startsWith(directory))
        .map(path -> path.replaceFirst("^(" + directory + "[^/]*/?).*", "$1"))
        .collect(Collectors.toSet());
  }
}
