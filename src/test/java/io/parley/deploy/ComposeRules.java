package io.parley.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.parley.platform.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// What compose.yaml keeps to. Each rule returns what breaks it.
final class ComposeRules {
  private static final Pattern SECRET_NAME =
      Pattern.compile(".*(SECRET|TOKEN|PASSWORD|API_KEY|JAAS|REDIS_URL|AUTH)$");

  /// A secret comes from outside, and without it nothing starts.
  private static final Pattern REFERENCE = Pattern.compile("[^$]*\\$\\{(\\w+):\\?[^}]+}[^$]*");

  private static final Pattern IMAGE =
      Pattern.compile("[\\w./-]+:(?!latest$)[\\w.-]*\\d[\\w.-]*|\\$\\{PARLEY_IMAGE:-parley}");

  /// Its start script writes its configuration beside the program.
  private static final Set<String> WRITABLE_ROOT = Set.of("kafka");

  private static final JsonSchema SCHEMA = schema();

  private final JsonNode compose;
  private final List<String> faults = new ArrayList<>();

  private ComposeRules(JsonNode compose) {
    this.compose = compose;
  }

  static List<String> faults(JsonNode compose) {
    var rules = new ComposeRules(compose);
    SCHEMA.validate(compose).stream().map(ValidationMessage::getMessage).forEach(rules.faults::add);
    compose.path("services").properties().forEach(it -> rules.service(it.getKey(), it.getValue()));
    return List.copyOf(rules.faults);
  }

  private void service(String name, JsonNode written) {
    var base = written.at("/extends/service").asText();
    var service = base.isEmpty() ? written : compose.path("services").path(base);
    if (!IMAGE.matcher(service.path("image").asText()).matches()) {
      faults.add(name + " has the image " + service.path("image") + " of any version");
    }
    if (service.at("/healthcheck/test").isEmpty()) {
      faults.add(name + " has no health check");
    }
    if (service.at("/deploy/resources/limits/memory").asText().isEmpty()) {
      faults.add(name + " has no limit for its memory");
    }
    if (!WRITABLE_ROOT.contains(name) && !service.path("read_only").asBoolean()) {
      faults.add(name + " can write to its root file system");
    }
    if (!service.at("/cap_drop/0").asText().equals("ALL")
        || !service.at("/security_opt/0").asText().equals("no-new-privileges:true")
        || service.path("privileged").asBoolean()) {
      faults.add(name + " has more rights than it needs");
    }
    service
        .path("environment")
        .properties()
        .forEach(it -> variable(name, it.getKey(), it.getValue()));
    service.path("volumes").forEach(volume -> mounted(name, volume.asText()));
    service
        .path("depends_on")
        .properties()
        .forEach(it -> {
          if (!compose.path("services").has(it.getKey())) {
            faults.add(name + " depends on " + it.getKey() + ", which is no service");
          }
        });
  }

  private void variable(String service, String name, JsonNode value) {
    if (SECRET_NAME.matcher(name).matches() && !REFERENCE.matcher(value.asText()).matches()) {
      faults.add(service + ": " + name + " is written down");
    }
    if (name.startsWith("PARLEY_") && !DocumentedSettings.has(name)) {
      faults.add(service + " sets " + name + ", which is no setting");
    }
  }

  private void mounted(String service, String volume) {
    var source = volume.split(":", 2)[0];
    if (source.startsWith("./") && !Files.isRegularFile(Path.of(source))) {
      faults.add(service + " mounts " + source + ", which does not exist");
    }
    if (!source.startsWith("./") && !compose.path("volumes").has(source)) {
      faults.add(service + " mounts the volume " + source + ", which is not declared");
    }
  }

  private static JsonSchema schema() {
    try {
      var published = Path.of("src/test/resources/compose/compose-spec.json");
      var schema = (ObjectNode) Json.MAPPER.readTree(published.toFile());
      schema.put("$id", "https://schema.example/compose_spec.json"); // it is a name without a host
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(schema);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
