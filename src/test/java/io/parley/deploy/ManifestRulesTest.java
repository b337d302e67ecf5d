package io.parley.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Each rule finds what breaks it, in manifests that keep it otherwise.
class ManifestRulesTest {
  private final List<JsonNode> resources = resources();

  private static List<JsonNode> resources() {
    Path openshift = Path.of("openshift");
    List<JsonNode> all =
        new ArrayList<>(
            Manifests.read(
                openshift.resolve("application"),
                openshift.resolve("base"),
                openshift.resolve("components/openshift")));
    all.add(Manifests.settings("parley-settings", openshift.resolve("base/settings.env")));
    return all;
  }

  /// A value is JSON, `-` takes the field out, `%` is a slash in a name.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "OpenLibertyApplication parley | /spec/replica | 3 | /spec/replica is an unknown field",
        "OpenLibertyApplication parley | /spec/replicas | \"3\" | /spec/replicas is no \"integer\"",
        "KafkaUser parley | /spec/authentication/type | \"plain\" | /spec/authentication/type is none of",
        "Kafka parley | /spec/kafka/listeners/0/type | - | /spec/kafka/listeners/0 lacks type",
        "PodDisruptionBudget parley | /spec/maxUnavailabel | 1 | Unrecognized field \"maxUnavailabel\"",
        "Route parley | /spec/to/weight | \"much\" | not a valid `java.lang.Integer` value",
        "NetworkPolicy parley | /kind | \"Policy\" | is of the unknown kind",
        "ConfigMap parley-settings | /data/PARLEY_LOGING_FORMAT | \"json\" | sets PARLEY_LOGING_FORMAT, which is no setting",
        "ConfigMap parley-settings | /data/PARLEY_KAFKA_SSL_TRUSTSTORE_PLACE | \"/\" | PARLEY_KAFKA_SSL_TRUSTSTORE_PLACE, which is no",
        "ConfigMap parley-settings | /metadata/name | \"settings\" | There is no ConfigMap parley-settings",
        "OpenLibertyApplication parley | /spec/probes/startup/httpGet/path | \"/health\" | its startup probe is not /health/started",
        "OpenLibertyApplication parley | /spec/probes/readiness/httpGet/port | 9443 | its readiness probe is not /health/ready on 9080",
        "OpenLibertyApplication parley | /spec/probes/liveness | - | its liveness probe is not /health/live",
        "ConfigMap parley-settings | /data/PARLEY_DRAIN_TIMEOUT | \"PT23S\" | is killed after 30 s and drains for PT23S",
        "ConfigMap parley-settings | /data/PARLEY_ADMIN_TOKEN | \"x\" | ConfigMap parley-settings holds PARLEY_ADMIN_TOKEN",
        "ConfigMap parley-settings | /data/PARLEY_DATABASE_URL | \"jdbc:postgresql://a/b?password=x\" | PARLEY_DATABASE_URL holds a password",
        "ConfigMap parley-settings | /data/OLLAMA_BASE_URL | \"http://me:word@host\" | OLLAMA_BASE_URL holds a password",
        "ConfigMap parley-settings | /kind | \"Secret\" | Secret parley-settings is written down",
        "OpenLibertyApplication parley | /spec/env/1/valueFrom | - | \"PARLEY_ADMIN_TOKEN\" is no reference",
        "OpenLibertyApplication parley | /spec/applicationImage | \"ghcr.io/parley-chat/parley:latest\" | of any version",
        "Cluster parley-db | /spec/imageName | \"ghcr.io/cloudnative-pg/postgresql\" | of any version",
        "OpenLibertyApplication parley | /spec/securityContext/runAsNonRoot | false | may do more than",
        "OpenLibertyApplication parley | /spec/securityContext/readOnlyRootFilesystem | - | may do more than",
        "OpenLibertyApplication parley | /spec/securityContext/allowPrivilegeEscalation | - | may do more than",
        "OpenLibertyApplication parley | /spec/securityContext/capabilities/drop | [] | may do more than",
        "OpenLibertyApplication parley | /spec/securityContext/seccompProfile | - | may do more than",
        "OpenLibertyApplication parley | /spec/securityContext/runAsUser | 1001 | may do more than",
        "OpenLibertyApplication parley | /spec/resources/limits | - | has no limit for its memory",
        "OpenLibertyApplication parley | /spec/volumeMounts/2/mountPath | \"/out\" | can write to [/logs, /out, /tmp]",
        "PodDisruptionBudget parley | /spec/selector/matchLabels | {\"app\": \"parley\"} | PodDisruptionBudget parley selects nothing",
        "NetworkPolicy parley | /spec/podSelector/matchLabels | {\"app\": \"parley\"} | NetworkPolicy parley selects nothing",
        "NetworkPolicy parley | /spec/egress/2/to/0/podSelector/matchLabels | {\"cnpg.io/cluster\": \"db\"} | selects nothing with {cnpg.io/cluster=db}",
        "Kafka parley | /metadata/name | \"kafka\" | belongs to no Kafka",
        "Kafka parley | /spec/kafka/listeners/0/networkPolicyPeers/0/podSelector/matchLabels | {\"a\": \"b\"} | Kafka parley selects nothing",
        "ServiceMonitor parley | /spec/selector/matchLabels | {\"app\": \"parley\"} | ServiceMonitor parley selects nothing",
        "Route parley-closed-health | /spec/to/name | \"parley\" | /health can be reached from outside",
        "Route parley-closed-metrics | /spec/path | \"/metric\" | /metrics can be reached from outside",
        "Service parley-closed | /spec/selector | {\"app.kubernetes.io/part-of\": \"parley\"} | /health can be reached from outside",
        "Route parley | /spec/to/name | \"parley-closed\" | / leads nowhere",
        "Route parley | /metadata/annotations/haproxy.router.openshift.io%timeout | \"30s\" | ends slow answers",
        "Route parley | /metadata/annotations/haproxy.router.openshift.io%timeout-tunnel | - | ends silent sockets",
        "Route parley | /metadata/annotations/haproxy.router.openshift.io%set-forwarded-headers | - | passes on what clients claim",
        "Route parley | /spec/tls | - | has no TLS",
        "OpenLibertyApplication parley | /spec/expose | true | gets a Route from the operator",
        "OpenLibertyApplication parley | /spec/manageTLS | - | is served with TLS",
        "OpenLibertyApplication parley | /spec/service/port | 9443 | is not served on 9080",
      })
  void aBrokenManifestIsFound(String resource, String path, String value, String fault)
      throws Exception {
    assertEquals(List.of(), ManifestRules.faults(resources));
    change(resource, path, value);
    List<String> faults = ManifestRules.faults(resources);
    assertTrue(faults.stream().anyMatch(it -> it.contains(fault)), () -> Manifests.list(faults));
  }

  @Test
  void aRoleThatNobodyHasIsFound() {
    ObjectNode application = named("OpenLibertyApplication parley");
    ObjectNode role = ((ArrayNode) application.at("/spec/env")).addObject();
    role.put("name", "PARLEY_ROLES").put("value", "edge,archive");
    assertEquals(
        List.of("The roles are [archive, edge], not [archive, assistant, edge, knowledge]"),
        ManifestRules.faults(resources));
  }

  @Test
  void aSpreadAmongOtherPodsIsFound() {
    ObjectNode application = named("OpenLibertyApplication parley");
    ObjectNode constraint =
        application
            .withObject("/spec/topologySpreadConstraints")
            .putArray("constraints")
            .addObject();
    constraint
        .put("topologyKey", "zone")
        .put("maxSkew", 1)
        .put("whenUnsatisfiable", "DoNotSchedule");
    constraint.withObject("/labelSelector/matchLabels").put("app.kubernetes.io/instance", "other");
    List<String> faults = ManifestRules.faults(resources);
    assertTrue(
        faults.toString().contains("is spread among {app.kubernetes.io/instance=other}"),
        () -> Manifests.list(faults));
    assertTrue(
        faults.toString().contains("is spread over machines that it may not run on"),
        () -> Manifests.list(faults));
  }

  private ObjectNode named(String name) {
    return (ObjectNode)
        resources.stream()
            .filter(it -> Manifests.name(it).equals(name))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no " + name));
  }

  private void change(String resource, String path, String value) throws Exception {
    int last = path.lastIndexOf('/');
    JsonNode parent = named(resource);
    for (String step : path.substring(0, last).split("/", -1)) {
      if (!step.isEmpty()) {
        parent = parent.isArray() ? parent.get(Integer.parseInt(step)) : parent.get(step);
      }
    }
    String field = path.substring(last + 1).replace('%', '/');
    if (value.equals("-")) {
      assertTrue(((ObjectNode) parent).has(field), "nothing to take out");
      ((ObjectNode) parent).remove(field);
    } else {
      ((ObjectNode) parent).set(field, Manifests.parse("value: " + value).getFirst().get("value"));
    }
  }
}
