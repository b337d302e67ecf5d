package io.parley.web;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Scripts, styles, fonts and images. A page names them below `/assets/<version>/`, where the
/// version changes with their contents and with nothing else. Browsers may therefore keep them, and
/// all nodes of one release agree.
///
/// Where the build has made a bundle of these sources, the bundled file is served in place of the
/// source of the same name. A bundle of other sources is ignored.
public final class Assets {
  /// The version while files are read at each request.
  static final String LIVE = "live";

  static final String VERSIONED = "/assets/";

  private static final Pattern ADDRESS = Pattern.compile("/assets/[0-9a-z]+(/.+)");
  private static final Pattern OWN = Pattern.compile("(href|src)=\"(/(?:css|img|js)/)");
  private static final String BUNDLED_SOURCES = RequestKind.BUNDLE + "sources";
  private static final int DIGITS = 10;

  private final ServletContext files;
  private final boolean live;
  private final String version;
  private final byte[] notFound;
  private final byte[] failed;
  private final SortedSet<String> paths = new TreeSet<>();
  private final SortedSet<String> bundled = new TreeSet<>();
  private final Map<String, List<String>> modules = new ConcurrentHashMap<>();

  /// @param files of the application
  /// @param live whether the files can change, and are to be read at each request
  Assets(ServletContext files, boolean live) {
    this.files = files;
    this.live = live;
    Fingerprint all = new Fingerprint();
    Fingerprint sources = new Fingerprint();
    RequestKind.FILES.forEach(root -> find(root, paths));
    for (String path : paths) {
      byte[] content = content(path);
      all.add(path, content);
      if (Fingerprint.isSource(path)) {
        sources.add(path, content);
      }
    }
    if (!live) {
      addBundle(sources.end(), all);
    }
    version = live ? LIVE : all.end().substring(0, DIGITS);
    notFound = errorPage("/error/404.html");
    failed = errorPage("/error/500.html");
  }

  private void addBundle(String sources, Fingerprint all) {
    if (sources.equals(new String(content(BUNDLED_SOURCES), StandardCharsets.UTF_8))) {
      find(RequestKind.BUNDLE, bundled);
      bundled.forEach(path -> all.add(path, content(path)));
    }
  }

  String version() {
    return version;
  }

  /// Where the addresses of all files begin, such as `/assets/0123456789`.
  public String getBase() {
    return VERSIONED + version;
  }

  /// The addresses of all modules that a script imports, so that the browser asks for all of them
  /// at once. None if the script is bundled.
  ///
  /// @param script such as `room`
  public List<String> modules(String script) {
    String path = "/js/" + script + ".js";
    if (bundled.contains(inBundle(path))) {
      return List.of();
    }
    return modules.computeIfAbsent(
        path,
        entry ->
            Imports.of(entry, file -> new String(content(file), StandardCharsets.UTF_8)).stream()
                .map(module -> getBase() + module)
                .toList());
  }

  /// The file behind an address. Another version, which a page of another release names, gets this
  /// release's file.
  Optional<String> file(String address) {
    Matcher versioned = ADDRESS.matcher(address);
    if (!versioned.matches()) {
      return has(address) ? Optional.of(address) : Optional.empty();
    }
    String path = versioned.group(1);
    if (bundled.contains(inBundle(path))) {
      return Optional.of(inBundle(path));
    }
    return has(path) ? Optional.of(path) : Optional.empty();
  }

  private static String inBundle(String path) {
    return RequestKind.BUNDLE + path.substring(1);
  }

  private boolean has(String path) {
    return paths.contains(path)
        || (live
            && RequestKind.FILES.stream().anyMatch(path::startsWith)
            && content(path).length > 0);
  }

  /// What people are shown instead of what they wanted.
  Optional<byte[]> errorPage(int status) {
    if (status == HttpServletResponse.SC_NOT_FOUND) {
      return Optional.of(notFound);
    }
    return status >= HttpServletResponse.SC_INTERNAL_SERVER_ERROR
        ? Optional.of(failed)
        : Optional.empty();
  }

  private byte[] errorPage(String path) {
    String page = new String(content(path), StandardCharsets.UTF_8);
    return OWN.matcher(page)
        .replaceAll("$1=\"" + VERSIONED + version + "$2")
        .getBytes(StandardCharsets.UTF_8);
  }

  private void find(String directory, SortedSet<String> into) {
    Set<String> found = files.getResourcePaths(directory);
    if (found == null) {
      return;
    }
    for (String path : found) {
      if (path.endsWith("/")) {
        find(path, into);
      } else {
        into.add(path);
      }
    }
  }

  private byte[] content(String path) {
    try (InputStream file = files.getResourceAsStream(path)) {
      return file == null ? new byte[0] : file.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + path, e);
    }
  }
}
