package io.parley.services;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardedProcessTest {
  @TempDir Path run;

  @Test
  void closingItStopsTheChildWithItsSignal() throws Exception {
    var stopped = run.resolve("stopped");
    var process =
        start(
            "trap 'touch %1$s; exit 0' USR1; touch %1$s.trap; while :; do sleep 0.01; done",
            stopped);
    var child = child();
    awaitFile(run.resolve("stopped.trap"));
    process.close();
    assertFalse(child.isAlive());
    assertTrue(Files.exists(stopped), "ended by its signal, not by force");
  }

  /// What happens to the guard when this JVM is killed: its input ends, and nobody waits for it.
  @Test
  void theEndOfItsParentEndsTheChild() throws Exception {
    var parent =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Parent.class.getName(),
                run.toString())
            .start();
    try (var lines = parent.inputReader()) {
      assertEquals("started", lines.readLine());
    }
    var child = child();
    assertTrue(child.isAlive());
    parent.destroyForcibly();
    child.onExit().get(20, TimeUnit.SECONDS);
  }

  @Test
  void itsStatusIsTheChilds() throws Exception {
    assertEquals(7, start("exit 7", run).waitFor());
  }

  @Test
  void nobodyElseCanReadWhatTheChildWrites() throws Exception {
    var written = run.resolve("written");
    assertEquals(0, start("touch %s", written).waitFor());
    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(written)));
  }

  @Test
  void aKilledChildIsGone() throws Exception {
    var process = start("while :; do sleep 0.01; done", run);
    var child = child();
    process.kill();
    assertFalse(child.isAlive());
    assertFalse(process.isAlive());
  }

  /// A JVM that starts a child and is then killed.
  static final class Parent {
    private Parent() {}

    public static void main(String[] args) throws Exception {
      var test = new GuardedProcessTest();
      test.run = Path.of(args[0]);
      var process = test.start("while :; do sleep 0.01; done", test.run);
      var _ = test.child();
      System.out.println("started");
      process.waitFor();
    }
  }

  private GuardedProcess start(String script, Path argument) {
    return GuardedProcess.start(
        "child",
        "USR1",
        run,
        ProcessBuilder.Redirect.DISCARD,
        Map.of(),
        List.of("/bin/sh", "-c", script.formatted(argument)));
  }

  private ProcessHandle child() throws IOException {
    var file = run.resolve("child.pid");
    awaitFile(file);
    while (Files.readString(file).isBlank()) {
      Thread.onSpinWait();
    }
    return ProcessHandle.of(Long.parseLong(Files.readString(file).strip())).orElseThrow();
  }

  private static void awaitFile(Path file) {
    while (!Files.exists(file)) {
      Thread.onSpinWait();
    }
  }
}
