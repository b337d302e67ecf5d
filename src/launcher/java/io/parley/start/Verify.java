package io.parley.start;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;

/// What `./mvnw verify` runs: Maven, and at the end a table of the tests, also if some failed.
public final class Verify {
  private Verify() {}

  /// @param args the project directory, Maven's command and its arguments
  public static void main(String[] args) throws IOException, InterruptedException {
    var begin = Instant.now();
    var command = Arrays.asList(args).subList(1, args.length);
    var maven = Maven.start(new ProcessBuilder(command).inheritIO());
    int status = maven.waitFor();
    var reports = TestReports.since(begin, Path.of(args[0], "target"));
    new TestTable(reports).lines().forEach(System.out::println);
    System.exit(status);
  }
}
