package io.parley.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The files of `openshift/` as they are, without kustomize: without patches and replacements.
class OpenShiftManifestsTest {
  private static final Path OPENSHIFT = Path.of("openshift");

  @ParameterizedTest
  @ValueSource(strings = {"openshift", "kubernetes"})
  void theBaseKeepsTheRulesOnEachPlatform(String platform) {
    List<JsonNode> resources =
        new ArrayList<>(
            Manifests.read(
                OPENSHIFT.resolve("application"),
                OPENSHIFT.resolve("base"),
                OPENSHIFT.resolve("components/" + platform)));
    resources.add(Manifests.settings("parley-settings", OPENSHIFT.resolve("base/settings.env")));
    assertTrue(resources.size() > 12, () -> "too few: " + resources.size());
    assertEquals(List.of(), ManifestRules.faults(resources));
  }

  @Test
  void everyResourceIsWellFormed() {
    List<JsonNode> resources = Manifests.read(OPENSHIFT);
    assertTrue(resources.size() > 25, () -> "too few: " + resources.size());
    assertEquals(
        List.of(),
        resources.stream()
            .filter(it -> it.has("apiVersion"))
            .flatMap(it -> ManifestRules.wellFormed(it).stream())
            .toList());
  }

  @Test
  void theOperatorsWatchTheNamespaceOfTheOverlays() {
    List<JsonNode> operators = Manifests.read(OPENSHIFT.resolve("operators"));
    List<String> watched =
        operators.stream()
            .filter(it -> Manifests.is(it, "OperatorGroup"))
            .map(it -> it.at("/spec/targetNamespaces/0").asText())
            .toList();
    assertEquals(List.of("parley"), watched);
    List<String> channels =
        operators.stream()
            .filter(it -> Manifests.is(it, "Subscription"))
            .map(it -> it.at("/spec/name").asText() + " " + it.at("/spec/channel").asText())
            .sorted()
            .toList();
    assertEquals(
        List.of(
            "cloudnative-pg stable-v1",
            "open-liberty-certified v1.6",
            "strimzi-kafka-operator stable"),
        channels);
    for (String overlay : List.of("small", "production", "kubernetes")) {
      String file = "overlays/%s/kustomization.yaml".formatted(overlay);
      JsonNode kustomization = Manifests.parse(Manifests.text(OPENSHIFT.resolve(file))).getFirst();
      assertEquals("parley", kustomization.path("namespace").asText(), overlay);
    }
  }

  /// Valkey's chart makes its pods and its Service with these names.
  @Test
  void valkeyHasThePasswordOfASecretAndNoFixedUser() {
    List<JsonNode> values =
        Stream.of("valkey/values.yaml", "valkey/values-openshift.yaml")
            .map(file -> Manifests.parse(Manifests.text(OPENSHIFT.resolve(file))).getFirst())
            .toList();
    assertTrue(values.getFirst().at("/auth/enabled").asBoolean());
    assertEquals("parley-valkey-users", values.getFirst().at("/auth/usersExistingSecret").asText());
    assertTrue(values.getFirst().at("/auth/aclUsers/default").has("permissions"));
    assertTrue(values.getFirst().at("/auth/aclUsers/default/password").isMissingNode());
    for (String context : List.of("podSecurityContext", "securityContext")) {
      assertTrue(values.getLast().path(context).path("runAsUser").isNull(), context);
    }
  }
}
