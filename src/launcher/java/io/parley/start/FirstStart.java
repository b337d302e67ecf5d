package io.parley.start;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// How much a first start fetches.
final class FirstStart {
  /// What an empty local repository lacks for `./mvnw`, measured. FirstStartTest fails if this is
  /// far from the truth.
  static final int MEGABYTES = 950;

  private static final String REPOSITORY = "-Dmaven.repo.local=";

  private FirstStart() {}

  /// About how much will be fetched; 0 if nobody knows, because a part of it has been fetched
  /// before.
  static int megabytes(List<String> options) {
    var repository =
        options.stream()
            .filter(option -> option.startsWith(REPOSITORY))
            .map(option -> Path.of(option.substring(REPOSITORY.length())))
            .findFirst()
            .orElse(Path.of(System.getProperty("user.home"), ".m2", "repository"));
    return Files.exists(repository.resolve("io/openliberty/openliberty-runtime")) ? 0 : MEGABYTES;
  }
}
