package io.parley.services;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/// A file that holds one secret, such as a password or a token, and has mode 0600.
public record SecretFile(Path path) {
  private static final int SECRET_BYTES = 32;

  /// The secret. If the file is missing or empty, a random one is made and written to it first.
  public String readOrMake() {
    return read()
        .orElseGet(() -> {
          var made = random();
          write(made);
          return made;
        });
  }

  /// The secret; empty if the file is missing or empty. A file that other users can read is closed
  /// to them.
  public Optional<String> read() {
    try {
      if (!Files.exists(path)) {
        return Optional.empty();
      }
      OwnerOnly.close(path);
      return Optional.of(Files.readString(path).strip()).filter(secret -> !secret.isEmpty());
    } catch (IOException e) {
      throw new ServicesException(
          "The file %s cannot be read: %s".formatted(path, e.getMessage()), e);
    }
  }

  /// Replaces the secret. The file is complete at any moment.
  public void write(String secret) {
    var unfinished = path.resolveSibling(path.getFileName() + ".new");
    try {
      Files.deleteIfExists(unfinished);
      Files.createFile(unfinished, OwnerOnly.FILE);
      Files.writeString(unfinished, secret + "\n");
      Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new ServicesException(
          "The file %s cannot be written: %s".formatted(path, e.getMessage()), e);
    }
  }

  /// Letters, digits, `-` and `_`: such a secret needs no quoting anywhere.
  private static String random() {
    var random = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(random);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }
}
