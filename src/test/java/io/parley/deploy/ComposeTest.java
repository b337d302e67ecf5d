package io.parley.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// compose.yaml fits the published schema and keeps its rules, and each rule finds what breaks it.
class ComposeTest {
  private static final Path FILE = Path.of("compose.yaml");
  private static final Pattern REQUIRED = Pattern.compile("\\$\\{(\\w+):\\?");

  private final JsonNode compose = Manifests.parse(Manifests.text(FILE)).getFirst();

  @Test
  void theFileKeepsAllRules() {
    assertEquals(List.of(), ComposeRules.faults(compose));
  }

  /// A value is YAML, and `-` takes the field out.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "/services/parley-1 | read_onli | true | additional properties",
        "/services/kafka/healthcheck | retries | [] | array found",
        "/services/valkey | image | valkey/valkey | of any version",
        "/services/valkey | image | valkey/valkey:latest | of any version",
        "/services/nginx | healthcheck | - | nginx has no health check",
        "/services/grafana/deploy/resources/limits | memory | - | grafana has no limit",
        "/services/postgresql | read_only | false | can write to its root",
        "/services/prometheus | cap_drop | - | more rights than it needs",
        "/services/prometheus | security_opt | - | more rights than it needs",
        "/services/prometheus | privileged | true | more rights than it needs",
        "/services/parley-1/environment | PARLEY_ADMIN_TOKEN | abc | is written down",
        "/services/parley-1/environment | PARLEY_REDIS_URL | redis://:abc@valkey:6379 | is written down",
        "/services/postgresql/environment | POSTGRES_PASSWORD | ${DATABASE_PASSWORD:-parley} | is written down",
        "/services/parley-1/environment | PARLEY_HTTP_HOST_NAMES | a | which is no setting",
        "/services/nginx | volumes | [./deploy/no-such:/a] | which does not exist",
        "/services/nginx | volumes | [data:/a] | which is not declared",
        "/services/parley-1/depends_on | zookeeper | {condition: service_started} | which is no service"
      })
  void aBrokenFileIsFound(String path, String field, String value, String fault) {
    var object = (ObjectNode) compose.at(path);
    if (value.equals("-")) {
      assertTrue(object.has(field), "nothing to take out");
      object.remove(field);
    } else {
      object.set(field, Manifests.parse("value: " + value).getFirst().get("value"));
    }
    var faults = ComposeRules.faults(compose);
    assertTrue(faults.stream().anyMatch(it -> it.contains(fault)), () -> Manifests.list(faults));
  }

  @Test
  void everyRequiredSecretIsMadeByTheCommand() throws Exception {
    var required = new TreeSet<String>();
    REQUIRED.matcher(Files.readString(FILE)).results().forEach(it -> required.add(it.group(1)));
    var made =
        Pattern.compile("for name in (.+); do")
            .matcher(Files.readString(Path.of("deploy/compose/secrets")));
    assertTrue(made.find());
    assertEquals(required, new TreeSet<>(List.of(made.group(1).split(" "))));
    assertTrue(Files.readAllLines(Path.of(".gitignore")).contains("deploy/compose/secrets.env"));
  }
}
