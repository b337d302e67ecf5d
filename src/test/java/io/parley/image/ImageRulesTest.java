package io.parley.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.image.ImageArchive.LayerFile;
import io.parley.platform.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Each rule finds what breaks it, in an image that keeps it otherwise.
class ImageRulesTest {
  private static final String SETTINGS =
      """
      {"User": "1001:0", "ExposedPorts": {"9080/tcp": {}}, "Env": ["LOG_DIR=/logs"],
       "Entrypoint": ["/opt/parley/bin/start"],
       "Healthcheck": {"Test": ["CMD", "/opt/parley/bin/health", "live"]},
       "Labels": {"org.opencontainers.image.title": "a", "org.opencontainers.image.description": "b",
        "org.opencontainers.image.licenses": "c", "org.opencontainers.image.source": "d",
        "org.opencontainers.image.documentation": "e", "org.opencontainers.image.version": "f",
        "org.opencontainers.image.revision": "g"}}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "User | \"0\" | The user is",
        "User | \"parley\" | The user is",
        "ExposedPorts | {\"80/tcp\": {}} | The port is not",
        "Entrypoint | [\"sh\", \"-c\", \"start\"] | Entrypoint is no program",
        "Healthcheck | {} | Healthcheck is no program",
        "Labels | {} | There is no label revision",
        "Env | [\"PARLEY_ADMIN_TOKEN=x\"] | The environment holds PARLEY_ADMIN_TOKEN"
      })
  void aBrokenSettingIsFound(String field, String value, String fault) throws Exception {
    var settings = (ObjectNode) Json.MAPPER.readTree(SETTINGS);
    assertEquals(List.of(), ImageRules.settings(settings));
    settings.set(field, Json.MAPPER.readTree(value));
    var faults = ImageRules.settings(settings);
    assertTrue(faults.toString().contains(fault), faults::toString);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "opt/parley/wlp/.git/config | 644 | text | does not belong",
        "source/pom.xml | 644 | text | does not belong",
        "root/.m2/repository/a.jar | 644 | text | does not belong",
        "root/.m2/settings.xml | 644 | text | does not belong",
        "opt/parley/A.java | 644 | text | does not belong",
        "opt/parley/.env | 644 | text | does not belong",
        "opt/parley/resources/key.p12 | 644 | text | does not belong",
        "opt/parley/a | 644 | -----BEGIN PRIVATE KEY----- MIIEvQIBADANBgkqhkiG9w0BAQEFAASC | like a secret",
        "opt/parley/a | 644 | key AKIAIOSFODNN7EXAMPLE | like a secret",
        "opt/parley/a | 644 | ghp_0123456789abcdef0123456789abcdef0123 | like a secret",
        "opt/parley/a | 644 | sk-proj-0123456789abcdef0123456789abcdef | like a secret",
        "etc/apt/sources.list | 644 | https://build:hunter22@packages.example | like a secret",
        "opt/parley/a | 664 | text | writable by others",
        "opt/parley/a | 640 | text | not readable by every user",
        "logs/ | 755 | text | not writable by the group",
        "output/parley | 755 | text | not writable by the group"
      })
  void aBrokenFileIsFound(String name, String mode, String content, String fault) {
    var bytes = content.getBytes(StandardCharsets.UTF_8);
    var file = new LayerFile(name, bytes.length, Integer.parseInt(mode, 8), 0, true);
    var faults = ImageRules.file(file, bytes);
    assertTrue(faults.toString().contains(fault), faults::toString);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "opt/parley/a | 644 | https://user:${password}@host",
        "opt/parley/wlp/usr/servers/parley/apps/parley.war/META-INF/maven/io.parley/parley/pom.xml | 644 | text",
        "opt/parley/bin/start | 755 | text",
        "logs/ | 775 | text"
      })
  void aProperFileIsAccepted(String name, String mode, String content) {
    var bytes = content.getBytes(StandardCharsets.UTF_8);
    var file = new LayerFile(name, bytes.length, Integer.parseInt(mode, 8), 0, true);
    assertEquals(List.of(), ImageRules.file(file, bytes));
  }

  @Test
  void whatTheBillOfMaterialsLacksIsFound() throws Exception {
    JsonNode bill =
        Json.MAPPER.readTree(
            """
            {"bomFormat": "CycloneDX", "components": [
              {"name": "jedis", "version": "8.0.2"}, {"name": "onnxruntime", "version": "1.20.0"},
              {"name": "openliberty-runtime", "version": "26.0.0.3"}]}
            """);
    assertEquals(
        List.of(), ImageRules.materials(bill, List.of("jedis-8.0.2.jar", "onnxruntime.jar")));
    assertEquals(
        List.of("The bill of materials lacks icu4j-78.1.jar"),
        ImageRules.materials(bill, List.of("jedis-8.0.2.jar", "icu4j-78.1.jar")));
    ((ObjectNode) bill.path("components").path(2)).put("name", "other");
    assertEquals(
        List.of("The bill of materials lacks Open Liberty"), ImageRules.materials(bill, List.of()));
    assertEquals(
        List.of("The bill of materials is not CycloneDX"),
        ImageRules.materials(Json.MAPPER.readTree("{}"), List.of()));
  }
}
