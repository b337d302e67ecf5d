package io.parley.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NodeConfigTest {
  @Test
  void withoutSettingsANodeDoesEverything() {
    assertEquals(new NodeConfig(Roles.all(), Duration.ofSeconds(15)), config(Map.of()));
    assertEquals(
        Set.of(Role.EDGE, Role.ARCHIVE, Role.ASSISTANT, Role.KNOWLEDGE),
        config(Map.of()).roles().here());
  }

  @Test
  void aNodeDoesWhatItIsTold() {
    NodeConfig config =
        config(Map.of("parley.roles", "edge, knowledge", "parley.drain.timeout", "PT3S"));
    assertEquals(
        new NodeConfig(new Roles(Set.of(Role.EDGE, Role.KNOWLEDGE)), Duration.ofSeconds(3)),
        config);
  }

  @Test
  void aRoleThatDoesNotExistStopsTheStart() {
    for (String roles : new String[] {"", "edge,", "Edge", "voice"}) {
      assertThrows(
          IllegalArgumentException.class, () -> config(Map.of("parley.roles", roles)), roles);
    }
  }

  private static NodeConfig config(Map<String, String> settings) {
    return NodeConfig.from(key -> Optional.ofNullable(settings.get(key)));
  }
}
