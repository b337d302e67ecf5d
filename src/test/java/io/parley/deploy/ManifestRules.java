package io.parley.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// What every deployment of Parley keeps to. Each rule returns what breaks it.
final class ManifestRules {
  /// ProbesIT asks a running server for them.
  private static final Map<String, String> PROBES =
      Map.of(
          "startup", "/health/started",
          "liveness", "/health/live",
          "readiness", "/health/ready");

  private static final int PORT = 9080;

  /// How much longer than `parley.drain.timeout` a server takes at most (io.parley.node.Drain).
  private static final Duration STOP_WITHIN = Duration.ofSeconds(8);

  private static final String DRAIN = "PARLEY_DRAIN_TIMEOUT";

  /// A name of a setting whose value is a secret, or holds one.
  private static final Pattern SECRET_NAME =
      Pattern.compile(".*(SECRET|TOKEN|PASSWORD|API_KEY|JAAS|REDIS_URL|DATABASE_USER).*");

  /// A password in an address, or after its name.
  private static final Pattern LITERAL =
      Pattern.compile("://[^/@\\s]*:[^/@\\s]+@|(?i)\\b(password|passwd|secret)=\\S");

  private static final Set<String> WRITABLE = Set.of("/tmp", "/logs", "/output");
  private static final Set<String> ROLES = Set.of("edge", "archive", "assistant", "knowledge");
  private static final Pattern IMAGE =
      Pattern.compile(".+(:(?!latest$)[\\w.-]+|@sha256:[0-9a-f]{64})");

  private final List<JsonNode> resources;
  private final List<Workload> workloads;

  private ManifestRules(List<JsonNode> resources) {
    this.resources = resources;
    this.workloads = Workload.of(resources);
  }

  /// All faults of what is deployed together.
  static List<String> faults(List<JsonNode> resources) {
    ManifestRules rules = new ManifestRules(resources);
    return Stream.of(
            rules.wellFormed(),
            rules.settings(),
            rules.probes(),
            rules.grace(),
            rules.secrets(),
            rules.images(),
            rules.hardening(),
            rules.roles(),
            SelectorRules.faults(resources),
            ExposureRules.faults(resources))
        .flatMap(List::stream)
        .toList();
  }

  /// Every kind is known, and has its own fields only.
  static List<String> wellFormed(JsonNode resource) {
    String kind = Manifests.kind(resource);
    List<String> faults =
        KnownKinds.has(kind)
            ? KnownKinds.faults(resource)
            : CustomResources.schema(kind)
                .map(schema -> SchemaCheck.faults(schema, resource))
                .orElse(List.of("is of the unknown kind " + kind));
    return faults.stream().map(fault -> Manifests.name(resource) + ": " + fault).toList();
  }

  private List<String> wellFormed() {
    return resources.stream().flatMap(resource -> wellFormed(resource).stream()).toList();
  }

  /// Every setting is one that docs/configuration-reference.md names or that Kafka's clients know.
  private List<String> settings() {
    List<String> faults = new ArrayList<>();
    for (Workload workload : workloads) {
      Stream<String> own = workload.variables().map(it -> it.path("name").asText());
      Stream<String> shared =
          workload.settings().flatMap(map -> Workload.texts(data(map, faults)).keySet().stream());
      Stream.concat(own, shared)
          .filter(name -> !DocumentedSettings.has(name))
          .forEach(name -> faults.add(workload.name() + " sets " + name + ", which is no setting"));
    }
    return faults;
  }

  private JsonNode data(String map, List<String> faults) {
    for (JsonNode resource : resources) {
      if (Manifests.name(resource).equals("ConfigMap " + map)) {
        return resource.path("data");
      }
    }
    faults.add("There is no ConfigMap " + map);
    return resources.getFirst().path("no such");
  }

  private List<String> probes() {
    List<String> faults = new ArrayList<>();
    for (Workload workload : workloads) {
      PROBES.forEach((probe, path) -> {
        JsonNode get = workload.probe(probe).path("httpGet");
        if (!get.path("path").asText().equals(path) || get.path("port").asInt() != PORT) {
          faults.add(
              "%s: its %s probe is not %s on %d".formatted(workload.name(), probe, path, PORT));
        }
      });
    }
    return faults;
  }

  private List<String> grace() {
    List<String> faults = new ArrayList<>();
    for (Workload workload : workloads) {
      Duration drain =
          workload.setting(DRAIN, resources).map(Duration::parse).orElse(Duration.ZERO);
      long needed = workload.preStopSeconds() + drain.plus(STOP_WITHIN).toSeconds();
      if (drain.isZero() || workload.graceSeconds() < needed) {
        faults.add(
            "%s is killed after %d s and drains for %s"
                .formatted(workload.name(), workload.graceSeconds(), drain));
      }
    }
    return faults;
  }

  /// Secrets are named, and never written down.
  private List<String> secrets() {
    List<String> faults = new ArrayList<>();
    for (JsonNode resource : resources) {
      if (Manifests.is(resource, "Secret")) {
        faults.add(Manifests.name(resource) + " is written down");
      }
      if (Manifests.is(resource, "ConfigMap")) {
        Workload.texts(resource.path("data")).keySet().stream()
            .filter(name -> SECRET_NAME.matcher(name).matches())
            .forEach(name -> faults.add(Manifests.name(resource) + " holds " + name));
      }
      Manifests.eachField(
          resource,
          (name, value) -> {
            if (value.isTextual() && LITERAL.matcher(value.asText()).find()) {
              faults.add(Manifests.name(resource) + ": " + name + " holds a password");
            }
          });
    }
    for (Workload workload : workloads) {
      workload
          .variables()
          .filter(it -> SECRET_NAME.matcher(it.path("name").asText()).matches())
          .filter(it -> it.at("/valueFrom/secretKeyRef/name").asText().isEmpty())
          .forEach(it -> faults.add(workload.name() + ": " + it.path("name") + " is no reference"));
    }
    return faults;
  }

  private List<String> images() {
    List<String> faults = new ArrayList<>();
    for (JsonNode resource : resources) {
      Manifests.eachField(
          resource,
          (name, value) -> {
            boolean image = Set.of("image", "applicationImage", "imageName").contains(name);
            if (image && value.isTextual() && !IMAGE.matcher(value.asText()).matches()) {
              faults.add(Manifests.name(resource) + " has the image " + value + " of any version");
            }
          });
    }
    return faults;
  }

  /// No root, no rights, nothing writable but its own directories; and whatever user id.
  private List<String> hardening() {
    List<String> faults = new ArrayList<>();
    for (Workload workload : workloads) {
      JsonNode context = workload.container().path("securityContext");
      JsonNode podContext = workload.pod().path("securityContext");
      boolean seccomp =
          Stream.of(context, podContext)
              .anyMatch(it -> it.at("/seccompProfile/type").asText().equals("RuntimeDefault"));
      if (!context.path("runAsNonRoot").asBoolean()
          || !context.path("readOnlyRootFilesystem").asBoolean()
          || context.path("allowPrivilegeEscalation").asBoolean(true)
          || context.path("privileged").asBoolean()
          || !context.at("/capabilities/drop/0").asText().equals("ALL")
          || context.at("/capabilities").has("add")
          || context.has("runAsUser")
          || podContext.has("runAsUser")
          || !seccomp) {
        faults.add(workload.name() + " may do more than the restricted profile allows");
      }
      if (workload.container().at("/resources/limits/memory").asText().isEmpty()) {
        faults.add(workload.name() + " has no limit for its memory");
      }
      faults.addAll(writable(workload));
    }
    return faults;
  }

  private static List<String> writable(Workload workload) {
    Set<String> empty = new TreeSet<>();
    workload
        .pod()
        .path("volumes")
        .forEach(volume -> {
          if (volume.has("emptyDir")) {
            empty.add(volume.path("name").asText());
          }
        });
    Set<String> writable = new TreeSet<>();
    workload
        .container()
        .path("volumeMounts")
        .forEach(mount -> {
          if (empty.contains(mount.path("name").asText())) {
            writable.add(mount.path("mountPath").asText());
          }
        });
    return writable.equals(WRITABLE)
        ? List.of()
        : List.of(workload.name() + " can write to " + writable + ", not to " + WRITABLE);
  }

  /// All work is done by somebody.
  private List<String> roles() {
    Set<String> found = new TreeSet<>();
    for (Workload workload : workloads) {
      workload
          .setting("PARLEY_ROLES", resources)
          .map(roles -> List.of(roles.split(",")))
          .ifPresentOrElse(found::addAll, () -> found.addAll(ROLES));
    }
    return workloads.isEmpty() || found.equals(ROLES)
        ? List.of()
        : List.of("The roles are " + found + ", not " + new TreeSet<>(ROLES));
  }

  static Stream<JsonNode> items(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
