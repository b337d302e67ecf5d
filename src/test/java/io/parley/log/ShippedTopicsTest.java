package io.parley.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

/// The topics of `openshift/`, which Strimzi creates, are those that Parley would create.
class ShippedTopicsTest {
  private static final Path TOPICS = Path.of("openshift/base/kafka-topics.yaml");

  private final LogConfig config = LogConfig.from(_ -> Optional.empty());
  private final TopicKeeper keeper = new TopicKeeper(unused(), config);

  @Test
  void theTopicsOfTheManifestsHaveTheSettingsOfParleysOwn() throws Exception {
    Map<String, Map<String, String>> shipped = new TreeMap<>();
    Map<String, Map<String, String>> own = new TreeMap<>();
    try (var documents =
        new YAMLMapper().readerFor(JsonNode.class).<JsonNode>readValues(TOPICS.toFile())) {
      for (JsonNode topic : documents.readAll()) {
        String name = topic.at("/metadata/name").asText();
        assertEquals(config.partitions(), topic.at("/spec/partitions").asInt(), name);
        Map<String, String> settings = new TreeMap<>();
        topic
            .at("/spec/config")
            .properties()
            .forEach(setting -> settings.put(setting.getKey(), setting.getValue().asText()));
        shipped.put(name, settings);
      }
    }
    for (String topic : new String[] {config.logTopic(), config.liveTopic(), config.deadTopic()}) {
      own.put(topic, new TreeMap<>(keeper.settings(topic, 1)));
    }
    assertEquals(own, shipped);
    assertEquals("2", keeper.settings(config.logTopic(), 3).get("min.insync.replicas"));
  }

  private static Admin unused() {
    return (Admin)
        Proxy.newProxyInstance(
            Admin.class.getClassLoader(),
            new Class<?>[] {Admin.class},
            (_, method, _) -> {
              throw new AssertionError(method);
            });
  }
}
