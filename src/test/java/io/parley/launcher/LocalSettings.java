package io.parley.launcher;

import io.parley.services.ServicesException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;

/// The secrets of this machine's Parley: made at the first start and kept with the data, so that
/// guests stay who they are across restarts.
///
/// @param guestSecret signs the guests' cookies
/// @param adminToken for the operator's REST calls
record LocalSettings(String guestSecret, String adminToken) {
  private static final int SECRET_BYTES = 32;

  static LocalSettings in(Path dataDirectory) {
    return new LocalSettings(
        secret(dataDirectory.resolve("guest-secret")),
        secret(dataDirectory.resolve("admin-token")));
  }

  Map<String, String> environment() {
    return Map.of("PARLEY_GUEST_SECRET", guestSecret, "PARLEY_ADMIN_TOKEN", adminToken);
  }

  @Override
  public String toString() {
    return "LocalSettings[secret]";
  }

  private static String secret(Path file) {
    try {
      if (Files.exists(file)) {
        var kept = Files.readString(file).strip();
        if (!kept.isEmpty()) {
          return kept;
        }
      }
      var random = new byte[SECRET_BYTES];
      new SecureRandom().nextBytes(random);
      var made = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
      Files.deleteIfExists(file);
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(file, made + "\n");
      return made;
    } catch (IOException e) {
      throw new ServicesException(
          "The secret %s cannot be read or written: %s".formatted(file, e.getMessage()), e);
    }
  }
}
