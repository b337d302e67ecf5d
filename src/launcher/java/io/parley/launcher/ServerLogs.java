package io.parley.launcher;

import io.parley.services.ServicesException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/// What Liberty writes beside its console.
///
/// @param directory its `LOG_DIR`
record ServerLogs(Path directory) {
  /// Liberty's codes for an application that failed to start, with and without an exception, and
  /// for a port that somebody took in the meantime. Liberty goes on in all three cases, serving
  /// nobody.
  private static final List<String> FAILURES = List.of("CWWKZ0002E", "CWWKZ0004E", "CWWKO0221E");

  Path messages() {
    return directory.resolve("messages.log");
  }

  /// What is read from now on was written from now on.
  void forgetLastRun() {
    try {
      if (Files.exists(messages())) {
        Files.move(
            messages(),
            directory.resolve("messages.previous.log"),
            StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new ServicesException(
          "The log %s cannot be moved: %s".formatted(messages(), e.getMessage()), e);
    }
  }

  /// Whether Liberty has said that nobody will be served.
  boolean failed() {
    try {
      if (!Files.exists(messages())) {
        return false;
      }
      var text = Files.readString(messages(), StandardCharsets.UTF_8);
      return FAILURES.stream().anyMatch(text::contains);
    } catch (IOException e) {
      return false; // read in the middle of a character; the next look will do
    }
  }
}
