package io.parley.start;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What `./mvnw` runs first: has Maven build Parley, and shows how far that is. All that Maven says
/// goes to a log.
public final class Start {
  /// The log of a start, below the project.
  public static final String LOG = "target/start.log";

  private static final String PREVIOUS_LOG = "target/start.previous.log";

  /// As in pom.xml's default goal, but for the last one: `mvnw` itself becomes the supervisor.
  static final List<String> GOALS =
      List.of("process-test-classes", "exec:java@check", "liberty:create", "liberty:deploy");

  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private Start() {}

  /// @param args the project directory, Maven's command and its options
  public static void main(String[] args) throws IOException, InterruptedException {
    var project = Path.of(args[0]);
    var options = Arrays.asList(args).subList(2, args.length);
    var screen = new Screen(System.out, Terminal.ofThisProcess());
    Runtime.getRuntime().addShutdownHook(new Thread(screen::close, "end-screen"));
    var log = newLog(project);
    screen.line("Starting Parley. What is not shown here is in %s.".formatted(shown(log)));
    var build = new Build(screen, project.toString(), FirstStart.megabytes(options));
    build.begin();
    Screen.inBackground(() -> {
      build.tick();
      screen.refresh();
    });
    System.exit(run(build, log, command(args[1], project, options)));
  }

  private static Path newLog(Path project) throws IOException {
    var log = project.resolve(LOG);
    if (Files.exists(log)) {
      Files.move(log, project.resolve(PREVIOUS_LOG), StandardCopyOption.REPLACE_EXISTING);
    }
    return Files.createFile(log, OWNER_ONLY);
  }

  private static List<String> command(String maven, Path project, List<String> options) {
    var command = new ArrayList<>(List.of(maven, "-f", project.resolve("pom.xml").toString()));
    command.addAll(options);
    command.addAll(GOALS);
    return command;
  }

  private static int run(Build build, Path log, List<String> command)
      throws IOException, InterruptedException {
    var maven = Maven.start(new ProcessBuilder(command).redirectErrorStream(true));
    maven.getOutputStream().close();
    try (var lines = maven.inputReader(StandardCharsets.UTF_8);
        BufferedWriter all = Files.newBufferedWriter(log)) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (build.read(line)) {
          all.write(line);
          all.newLine();
          all.flush();
        }
      }
    }
    int status = maven.waitFor();
    build.end(status, shown(log));
    return status;
  }

  /// The path as somebody in the current directory would write it.
  public static String shown(Path path) {
    var here = Path.of("").toAbsolutePath();
    var there = path.toAbsolutePath().normalize();
    return there.startsWith(here) && !there.equals(here)
        ? here.relativize(there).toString()
        : there.toString();
  }
}
