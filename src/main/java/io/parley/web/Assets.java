package io.parley.web;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;

/// The version in the addresses of scripts and styles: it changes with their content and with
/// nothing else, so that browsers may keep them, and all nodes of one release agree.
@Named
@ApplicationScoped
public class Assets {
  private static final int DIGITS = 10;

  @Inject ServletContext files;
  private String version = "";

  @PostConstruct
  void read() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      Area.FILES.forEach(root -> add(root, digest));
      version = HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  public String getVersion() {
    return version;
  }

  private void add(String directory, MessageDigest digest) {
    Set<String> paths = files.getResourcePaths(directory);
    if (paths == null) {
      return;
    }
    for (String path : new TreeSet<>(paths)) {
      if (path.endsWith("/")) {
        add(path, digest);
      } else {
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
