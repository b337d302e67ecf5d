package io.parley.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.testing.ParleyNode;
import io.parley.testing.TestBed;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The server answers what the manifests ask. The chart has the same probes: [DeploymentsIT].
class ProbesIT {
  private final ParleyNode parley = TestBed.node();

  @Test
  void everyProbeOfTheManifestsIsAnsweredByAReadyServer() throws Exception {
    List<JsonNode> resources = Manifests.read(Path.of("openshift/application"));
    Map<String, JsonNode> probes = Workload.of(resources).getFirst().probes();
    assertEquals(3, probes.size());
    for (var probe : probes.entrySet()) {
      String path = probe.getValue().at("/httpGet/path").asText();
      assertEquals(200, parley.get(path).statusCode(), probe.getKey() + " asks " + path);
    }
  }
}
