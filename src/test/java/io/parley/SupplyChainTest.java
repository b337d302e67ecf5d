package io.parley;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.platform.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What comes from outside comes in one version, and is checked against a hash in this repository.
class SupplyChainTest {
  private static final String SHA_256 = "[0-9a-f]{64}";
  private static final String EXACT_VERSION = "\\d+\\.\\d+\\.\\d+";
  private static final String SHA_512 = "sha512-[A-Za-z0-9+/]{86}==";

  @Test
  void theMavenWrapperChecksBothFormsOfItsDistribution() throws IOException {
    var wrapper = new Properties();
    try (var file = Files.newBufferedReader(Path.of(".mvn/wrapper/maven-wrapper.properties"))) {
      wrapper.load(file);
    }
    assertTrue(wrapper.getProperty("distributionUrl", "").matches("https://.*-bin\\.zip"));
    assertTrue(wrapper.getProperty("distributionSha256Sum", "").matches(SHA_256));
    assertTrue(wrapper.getProperty("distributionTarGzSha256Sum", "").matches(SHA_256));
    assertTrue(
        Files.readString(Path.of("mvnw"))
            .contains("distributionSha256Sum=\"${distributionTarGzSha256Sum-}\""),
        "mvnw uses the sum of the file that it has downloaded");
  }

  /// Of the front end, of the clients in the tests, and of the tools that check the manifests.
  @ParameterizedTest
  @ValueSource(strings = {"", "src/test/sdk/", "deploy/tools/"})
  void npmPackagesHaveExactVersionsAndTheLockAgrees(String directory) throws IOException {
    var wanted = json(directory + "package.json").path("devDependencies");
    var locked = json(directory + "package-lock.json").path("packages");
    assertFalse(wanted.isEmpty());
    for (var dependency : wanted.properties()) {
      var version = dependency.getValue().asText();
      assertTrue(version.matches(EXACT_VERSION), dependency.toString());
      assertEquals(
          version,
          locked.path("node_modules/" + dependency.getKey()).path("version").asText(),
          dependency.getKey() + ": run npm install --package-lock-only");
    }
    assertEquals(wanted, locked.path("").path("devDependencies"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "src/test/sdk/", "deploy/tools/"})
  void theLockHasAHashOfEveryPackageAndNamesNoRegistry(String directory) throws IOException {
    for (var entry : json(directory + "package-lock.json").path("packages").properties()) {
      if (!entry.getKey().isEmpty()) {
        assertTrue(
            entry.getValue().path("integrity").asText().matches(SHA_512),
            entry.getKey() + " has no hash");
        assertFalse(entry.getValue().has("resolved"), entry.getKey() + " names a registry");
      }
    }
  }

  @Test
  void vendoredFilesAreTheRecordedOnes() throws Exception {
    var recorded = new TreeMap<String, String>();
    for (var line : Files.readAllLines(Path.of("tools/vendored.sha256"))) {
      recorded.put(line.substring(66), line.substring(0, 64));
    }
    var present = new TreeMap<String, String>();
    try (Stream<Path> files = Files.walk(Path.of("src/main/webapp/vendor"))) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        present.put(file.toString(), sha256(Files.readAllBytes(file)));
      }
    }
    assertEquals(recorded, present, "run npm run vendor");
  }

  private static JsonNode json(String file) throws IOException {
    return Json.MAPPER.readTree(Files.readString(Path.of(file), UTF_8));
  }

  private static String sha256(byte[] content) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
  }
}
