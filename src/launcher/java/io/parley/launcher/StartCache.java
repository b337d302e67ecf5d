package io.parley.launcher;

import io.parley.services.DataDirectory;
import io.parley.services.ServicePorts;
import io.parley.services.ServicesException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the JVM knows of an earlier start of the server (its AOT cache, JEP 483, 514 and 515): the
/// classes of that start, and which of their methods are worth compiling. With it a start needs a
/// third less CPU (docs/performance.md). It outlives builds of the application: a class that has
/// changed since is read from its jar (docs/decisions/0211).
///
/// It is made once for each JDK and Liberty, by a server that is started for nothing else: beside
/// the one that people use, at the lowest priority, as a node of its own without a role in the work
/// (docs/decisions/0121).
public final class StartCache implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /// While it learns, the JVM must not have an agent, which Liberty's servers have; but the module
  /// of agents, because a cache is good only for the same modules. Classes that have gone again
  /// make JDK 25 fail at writing it.
  private static final String LEARN = "--add-modules=java.instrument -XX:-ClassUnloading";

  private static final String QUIET = "-Xlog:aot=off -Xlog:cds=off";

  private static final String LEARNER = "learner";

  private final Path liberty;
  private final Path options;
  private final Path file;
  private final boolean wanted;
  private @Nullable LibertyServer learner;
  private boolean closed;

  private StartCache(Path liberty, Path options, Path file, boolean wanted) {
    this.liberty = liberty;
    this.options = options;
    this.file = file;
    this.wanted = wanted;
  }

  /// The cache of this installation, whether it is there yet or not.
  ///
  /// @param liberty Liberty's `wlp` directory
  /// @param directory where the cache is kept
  /// @param environment may say `PARLEY_START_CACHE=false`, and where Liberty's servers are
  ///   (`WLP_USER_DIR`); where it has options for the JVM there is no cache either, because that
  ///   must be used with the options it was made with
  public static StartCache of(Path liberty, Path directory, Map<String, String> environment) {
    boolean wanted =
        !environment.getOrDefault("PARLEY_START_CACHE", "true").equals("false")
            && environment.getOrDefault("JVM_ARGS", "").isBlank()
            && !System.getProperty("java.vm.name", "").contains("OpenJ9"); // has a cache of its own
    Path servers =
        Path.of(environment.getOrDefault("WLP_USER_DIR", liberty.resolve("usr").toString()));
    Path options = servers.resolve("servers/parley/jvm.options");
    Path file = directory.resolve("start-%s.aot".formatted(key(liberty, options)));
    return new StartCache(liberty, options, file, wanted);
  }

  Path file() {
    return file;
  }

  /// Whether a server that is started now is to make use of it.
  boolean isThere() {
    return wanted && Files.isReadable(file);
  }

  public boolean isMissing() {
    return wanted && !Files.exists(file);
  }

  /// What a server's environment has to say so that it starts with the cache; nothing without one.
  public Map<String, String> environment() {
    return isThere() ? Map.of("JVM_ARGS", "-XX:AOTCache=%s %s".formatted(file, QUIET)) : Map.of();
  }

  /// Makes it, which takes half a minute of CPU. Returns when it is there, or [#close] has been
  /// called.
  ///
  /// @param environment of a node over services that are there
  /// @throws ServicesException when it cannot be made
  public void make(DataDirectory data, Map<String, String> environment)
      throws InterruptedException {
    Path unfinished = file.resolveSibling(file.getFileName() + ".new");
    var own = new HashMap<>(environment);
    own.put("JVM_ARGS", "-XX:AOTCacheOutput=%s %s %s".formatted(unfinished, LEARN, QUIET));
    own.put("WLP_SKIP_BOOTSTRAP_AGENT", "true");
    own.put("PARLEY_ROLES", "edge");
    own.put("PARLEY_HTTP_HOST", "127.0.0.1");
    own.put("PARLEY_DRAIN_TIMEOUT", PATIENCE.toString()); // the cache is written as the JVM ends
    try {
      Files.createDirectories(file.getParent());
      forgetOthers();
      if (run(data, own)) {
        if (!fits(unfinished, data.log(LEARNER))) {
          throw new ServicesException(
              "The JVM has made no cache for faster starts; its words are in "
                  + data.log(LEARNER)
                  + ". PARLEY_START_CACHE=false does without.");
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (IOException e) {
      throw new ServicesException("The cache for faster starts cannot be written: " + e, e);
    }
  }

  /// Those of another JDK or Liberty, and what was not finished: each takes as much room as this
  /// one.
  private void forgetOthers() throws IOException {
    try (Stream<Path> files = Files.list(file.getParent())) {
      for (Path other : files.toList()) {
        Files.delete(other);
      }
    }
  }

  /// Whether the server has started and ended as it should.
  private boolean run(DataDirectory data, Map<String, String> environment)
      throws InterruptedException {
    LibertyServer server;
    synchronized (this) {
      if (closed) {
        return false;
      }
      server =
          LibertyServer.startAside(
              LEARNER, liberty, data, ServicePorts.free(1).getFirst(), environment);
      learner = server;
    }
    try {
      server.awaitReady(PATIENCE);
      server.askToEnd();
      server.waitFor();
    } catch (ServicesException e) {
      if (isClosed()) {
        return false; // it was ended while it started
      }
      throw e;
    } finally {
      server.kill();
    }
    return !isClosed();
  }

  /// Whether a JVM that is started as the server's takes it, and the file is whole.
  private boolean fits(Path cache, Path console) throws IOException, InterruptedException {
    return new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + liberty.resolve("lib/platform/java/java24.options"),
                "@" + options,
                "--add-modules=java.instrument",
                "-XX:AOTCache=" + cache,
                "-XX:AOTMode=on", // without it, the JVM goes on without the cache
                "-XX:+VerifySharedSpaces",
                "-cp",
                liberty.resolve("bin/tools/ws-server.jar").toString(),
                "-version")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(console.toFile()))
            .start()
            .waitFor()
        == 0;
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  /// Ends the making of it, if that is under way: the next run begins anew.
  @Override
  public void close() {
    LibertyServer running;
    synchronized (this) {
      closed = true;
      running = learner;
    }
    if (running != null) {
      running.kill();
    }
  }

  /// Changes with all that a cache depends on: the JDK, Liberty, and the options of the JVM.
  private static String key(Path liberty, Path options) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(System.getProperty("java.home").getBytes(StandardCharsets.UTF_8));
      digest.update(Runtime.version().toString().getBytes(StandardCharsets.UTF_8));
      digest.update(LEARN.getBytes(StandardCharsets.UTF_8));
      digest.update(Files.readAllBytes(liberty.resolve("lib/versions/openliberty.properties")));
      digest.update(Files.readAllBytes(options));
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (IOException e) {
      throw new UncheckedIOException("Not a Liberty with our server: " + liberty, e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
