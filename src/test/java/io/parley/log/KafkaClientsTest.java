package io.parley.log;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

/// Kafka checks a producer's settings when it is made, without a broker.
class KafkaClientsTest {
  @Test
  void everyClientCanBeMade() {
    var clients = clients(Map.of());

    clients.durable().close();
    clients.live().close();
    clients.dead().close();
    clients.admin().close();
  }

  @Test
  void whatAnOperatorAddsCannotTakeAwayWhatAProducerIsFor() {
    // with idempotence, which is ours, Kafka refuses acks=0 and six requests in flight
    var clients =
        clients(
            Map.of(
                "parley.kafka.acks", "0",
                "parley.kafka.enable.idempotence", "false",
                "parley.kafka.linger.ms", "86400000"));

    assertDoesNotThrow(() -> clients.durable().close());
  }

  @Test
  void whatAnOperatorAddsReachesEveryClientThatKnowsIt() {
    var clients = clients(Map.of("parley.kafka.security.protocol", "NONSENSE"));

    assertThrows(KafkaException.class, clients::durable);
    assertThrows(KafkaException.class, clients::live);
    assertThrows(KafkaException.class, clients::dead);
    assertThrows(KafkaException.class, clients::admin);
  }

  private static KafkaClients clients(Map<String, String> set) {
    return new KafkaClients(LogConfig.from(key -> Optional.ofNullable(set.get(key))));
  }
}
