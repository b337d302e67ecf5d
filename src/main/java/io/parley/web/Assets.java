package io.parley.web;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The version in the addresses of scripts and styles: it changes with their content and with
/// nothing else, so that browsers may keep them, and all nodes of one release agree.
@Named
@ApplicationScoped
public class Assets {
  private static final int DIGITS = 10;

  @Inject ServletContext files;
  private final Set<String> paths = new HashSet<>();
  private Optional<byte[]> notFound = Optional.empty();
  private Optional<byte[]> failed = Optional.empty();
  private String version = "";

  @PostConstruct
  void read() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      Area.FILES.forEach(root -> add(root, digest));
      notFound = Optional.of(content("/error/404.html"));
      failed = Optional.of(content("/error/500.html"));
      version = HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  public String getVersion() {
    return version;
  }

  /// Whether there is such a file.
  boolean has(String path) {
    return paths.contains(path);
  }

  /// What people are shown instead of what they wanted.
  Optional<byte[]> errorPage(int status) {
    if (status == HttpServletResponse.SC_NOT_FOUND) {
      return notFound;
    }
    return status >= HttpServletResponse.SC_INTERNAL_SERVER_ERROR ? failed : Optional.empty();
  }

  private void add(String directory, MessageDigest digest) {
    Set<String> found = files.getResourcePaths(directory);
    if (found == null) {
      return;
    }
    for (String path : new TreeSet<>(found)) {
      if (path.endsWith("/")) {
        add(path, digest);
      } else {
        paths.add(path);
        digest.update(content(path));
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
