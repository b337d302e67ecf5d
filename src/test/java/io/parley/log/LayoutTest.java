package io.parley.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.event.ConversationId;
import io.parley.event.Position;
import java.util.UUID;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class LayoutTest {
  private static final Uuid TOPIC = Uuid.fromString("AAAAAAAAAAAAAAAAAAAAAQ");

  @Test
  void aPartitionIsWhereKafkaPutsTheKey() {
    for (int partitions : new int[] {1, 3, 12}) {
      var layout = new Layout("e", partitions);
      for (int i = 0; i < 1000; i++) {
        var conversation = new ConversationId(new UUID(i * 7919L, ~i));
        assertEquals(
            BuiltInPartitioner.partitionForKey(Layout.key(conversation), partitions),
            layout.partitionOf(conversation));
      }
    }
  }

  @Test
  void anotherTopicOrAnotherNumberOfPartitionsIsAnotherEpoch() {
    var epoch = Layout.of(TOPIC, 12).epoch();

    assertEquals(epoch, Layout.of(TOPIC, 12).epoch());
    assertNotEquals(epoch, Layout.of(TOPIC, 13).epoch());
    assertNotEquals(epoch, Layout.of(Uuid.randomUuid(), 12).epoch());
  }

  @Test
  void anEpochFitsIntoAPosition() {
    for (int i = 0; i < 1000; i++) {
      var position = new Position(Layout.of(Uuid.randomUuid(), 12).epoch(), 5);
      assertTrue(Position.parse(position.toString()).isPresent(), position::toString);
    }
  }
}
