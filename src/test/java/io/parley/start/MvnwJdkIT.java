package io.parley.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How `mvnw` fetches a JDK. It requires version 99, which no machine has.
class MvnwJdkIT {
  private static final String JDK = "jdk-99.0.1+1";

  private static final String TOOLS =
      "awk basename cat cut df dirname grep gzip head ldd mkdir mv rm sed sha256sum sleep tail tar tr uname wc";

  /// So that its download takes more than one write.
  private static final int FILLING = 3_000_000;

  @TempDir Path place;
  private MvnwCopy mvnw;

  @BeforeEach
  void copy() throws IOException {
    mvnw = new MvnwCopy(place).requireJdk(99).unset("JAVA_HOME");
  }

  @ParameterizedTest
  @ValueSource(strings = {"curl", "wget"})
  void aJdkIsFetchedOnceAndUsedFromThenOn(String program) throws Exception {
    only(program);
    var abandoned = Files.createDirectories(cache().resolve("fetch.999999"));
    try (var adoptium = new AdoptiumServer(jdk(""))) {
      var first = allowed(adoptium).run("--version");
      assertEquals(0, first.status(), first.output());
      assertTrue(first.output().contains("Fetching Temurin 99 (3 MB) from " + adoptium.address()));
      assertFalse(first.output().contains("\r"), first.output());
      assertTrue(first.output().endsWith("Maven, %s: --version\n".formatted(cache().resolve(JDK))));
      assertEquals(List.of(JDK), cached());
      assertFalse(Files.exists(abandoned), "what a killed run left behind is deleted");
      assertTrue(adoptium.asked().getFirst().contains("image_type=jdk&vendor=eclipse"));
    }
    var second = mvnw.unset("PARLEY_FETCH_JDK").run("--version");
    assertEquals("Maven, %s: --version\n".formatted(cache().resolve(JDK)), second.output());
  }

  @Test
  void macOsIsRecognised() throws Exception {
    MvnwCopy.program(
        place.resolve("bin/uname"), "case $1 in -m) echo arm64 ;; *) echo Darwin ;; esac");
    mvnw.set("PATH", place.resolve("bin") + ":/usr/bin:/bin");
    try (var adoptium = new AdoptiumServer(jdk("Contents/Home/"))) {
      var fetched = allowed(adoptium).run("--version");
      var home = mvnw.home().resolve("Library/Caches/parley/jdk").resolve(JDK);
      assertTrue(
          fetched.output().endsWith("Maven, %s/Contents/Home: --version\n".formatted(home)),
          fetched.output());
      assertTrue(
          adoptium.asked().getFirst().contains("?architecture=aarch64&os=mac&"),
          adoptium.asked().toString());
    }
  }

  @Test
  void withoutATerminalNothingIsFetchedUnasked() throws Exception {
    try (var adoptium = new AdoptiumServer(jdk(""))) {
      var refused = mvnw.set("PARLEY_ADOPTIUM_API", adoptium.address()).run("--version");
      assertEquals(1, refused.status());
      assertTrue(
          refused.output().startsWith("Parley needs JDK 99 or newer, and this machine has none."));
      assertTrue(refused.output().contains("PARLEY_FETCH_JDK=yes"), refused.output());
      assertAdvice(refused);
      assertEquals(List.of(), adoptium.asked());
    }
  }

  @Test
  void aTerminalIsAsked() throws Exception {
    try (var adoptium = new AdoptiumServer(jdk(""))) {
      mvnw.set("PARLEY_ADOPTIUM_API", adoptium.address()).set("TERM", "xterm");
      var no = type("n");
      assertEquals(1, no.status(), no.output());
      assertTrue(no.output().contains("Fetch Eclipse Temurin 99 from Adoptium into"), no.output());
      assertAdvice(no);
      assertEquals(List.of(), adoptium.asked());

      var yes = type("");
      assertEquals(0, yes.status(), yes.output());
      assertTrue(yes.output().contains("[####################] 3 of 3 MB"), yes.output());
      assertEquals(List.of(JDK), cached());
    }
  }

  @Test
  void anArchiveWithAnotherChecksumIsRefused() throws Exception {
    try (var adoptium = new AdoptiumServer(jdk("")).claim("a".repeat(64))) {
      var refused = allowed(adoptium).run("--version");
      assertRefused(refused, "does not have the SHA-256 checksum");
    }
  }

  @Test
  void aMissingArchiveIsNamed() throws Exception {
    try (var adoptium = new AdoptiumServer(jdk("")).download(AdoptiumServer.Download.MISSING)) {
      var refused = allowed(adoptium).run("--version");
      assertRefused(refused, "/temurin/jdk.tar.gz ended after 0 of 3 MB (");
      assertTrue(refused.output().contains("404"), refused.output());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"curl", "wget"})
  void aDownloadThatIsCutSaysHowFarItCame(String program) throws Exception {
    only(program);
    try (var adoptium = new AdoptiumServer(jdk("")).download(AdoptiumServer.Download.CUT)) {
      assertRefused(allowed(adoptium).run("--version"), "ended after 2 of 3 MB");
    }
  }

  @Test
  void anArchiveOfSomethingElseIsRefused() throws Exception {
    Files.writeString(place.resolve("readme"), "hello");
    try (var adoptium = new AdoptiumServer(tar(place, "readme"))) {
      assertRefused(allowed(adoptium).run("--version"), "holds no JDK 99");
    }
  }

  @Test
  void aFullDiskIsFoundBeforeTheDownload() throws Exception {
    try (var adoptium = new AdoptiumServer(jdk("")).claim(1_000_000_000_000_000L)) {
      assertRefused(allowed(adoptium).run("--version"), "The disk is full: Temurin 99 needs");
      assertEquals(1, adoptium.asked().size());
    }
  }

  @Test
  void aMachineThatAdoptiumOffersNothingForIsToldWhatToInstall() throws Exception {
    try (var adoptium = new AdoptiumServer(jdk("")).offerNone()) {
      var refused = allowed(adoptium).run("--version");
      assertTrue(refused.output().contains("offers none for Linux"), refused.output());
      assertAdvice(refused);
    }
  }

  @Test
  void withoutTheNetworkOneSentenceSaysWhatToInstall() throws Exception {
    String address;
    try (var adoptium = new AdoptiumServer(jdk(""))) {
      address = adoptium.address();
    }
    var refused =
        mvnw.set("PARLEY_FETCH_JDK", "yes").set("PARLEY_ADOPTIUM_API", address).run("--version");
    assertTrue(
        refused
            .output()
            .startsWith(
                "Parley needs JDK 99 or newer, and this machine has none. %s cannot be reached. Install JDK 99"
                    .formatted(address)),
        refused.output());
    assertAdvice(refused);
    assertEquals(List.of(), cached());
  }

  @Test
  void anInterruptedDownloadLeavesNothing() throws Exception {
    try (var adoptium = new AdoptiumServer(jdk("")).download(AdoptiumServer.Download.STUCK)) {
      var running = allowed(adoptium).start("--version");
      adoptium.awaitDownload();
      running.toHandle().destroy();
      assertEquals(143, MvnwCopy.end(running).status());
      assertEquals(List.of(), cached());
    }
  }

  private MvnwCopy allowed(AdoptiumServer adoptium) {
    return mvnw.set("PARLEY_FETCH_JDK", "yes").set("PARLEY_ADOPTIUM_API", adoptium.address());
  }

  private MvnwCopy.Outcome type(String answer) throws Exception {
    var running = mvnw.startInTerminal("--version");
    running.outputWriter().write(answer + "\n");
    running.outputWriter().flush();
    return MvnwCopy.end(running);
  }

  private void assertRefused(MvnwCopy.Outcome outcome, String reason) throws IOException {
    assertEquals(1, outcome.status(), outcome.output());
    assertTrue(outcome.output().contains(reason), outcome.output());
    assertTrue(outcome.output().endsWith("No JDK was installed.\n"), outcome.output());
    assertEquals(List.of(), cached());
  }

  private static void assertAdvice(MvnwCopy.Outcome outcome) {
    assertEquals(1, outcome.status());
    for (var command :
        List.of(
            "sudo apt-get install openjdk-99-jdk-headless",
            "sudo dnf install java-99-openjdk-devel",
            "brew install --cask temurin@99",
            "sdk install java 99-tem")) {
      assertTrue(outcome.output().contains(command), outcome.output());
    }
  }

  private Path cache() {
    return mvnw.home().resolve(".cache/parley/jdk");
  }

  private List<String> cached() throws IOException {
    if (!Files.exists(cache())) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(cache())) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  /// A machine that has what `mvnw` needs, and one of curl and wget.
  private void only(String program) throws IOException {
    var bin = place.resolve("only");
    for (var name : (TOOLS + " " + program).split(" ", -1)) {
      var file = Path.of("/usr/bin", name);
      var real = Files.exists(file) ? file : Path.of("/bin", name);
      MvnwCopy.program(bin.resolve(name), "exec %s \"$@\"".formatted(real));
    }
    mvnw.set("PATH", bin.toString());
  }

  /// An archive as Temurin's, of a JDK that does nothing.
  private byte[] jdk(String home) throws Exception {
    var files = place.resolve("archive");
    var jdk = files.resolve(JDK).resolve(home);
    MvnwCopy.program(jdk.resolve("bin/java"), "echo java");
    MvnwCopy.program(jdk.resolve("bin/javac"), "echo javac");
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"99.0.1\"\n");
    var filling = new byte[FILLING];
    new Random(1).nextBytes(filling);
    Files.write(jdk.resolve("filling"), filling);
    return tar(files, JDK);
  }

  private byte[] tar(Path directory, String name) throws Exception {
    var archive = place.resolve("jdk.tar.gz");
    var tar =
        new ProcessBuilder("tar", "czf", archive.toString(), "-C", directory.toString(), name)
            .start();
    assertEquals(0, tar.waitFor());
    return Files.readAllBytes(archive);
  }
}
