package io.parley.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// A digest of files: it changes with their names and contents and with nothing else. The build and
/// the server compute the same one of the same sources.
public final class Fingerprint {
  /// The directories from which the build makes the bundle.
  public static final List<String> SOURCES = List.of("/css/", "/js/", "/vendor/");

  private final MessageDigest digest;

  public Fingerprint() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /// The next file. The order counts.
  ///
  /// @param path from the root of the site, such as `/js/room.js`
  public void add(String path, byte[] content) {
    digest.update((path + '\n' + content.length + '\n').getBytes(StandardCharsets.UTF_8));
    digest.update(content);
  }

  /// The digest of all files so far, in hexadecimal. After this, no file can be added.
  public String end() {
    return HexFormat.of().formatHex(digest.digest());
  }

  /// Whether the bundle depends on this file.
  public static boolean isSource(String path) {
    return SOURCES.stream().anyMatch(path::startsWith);
  }
}
