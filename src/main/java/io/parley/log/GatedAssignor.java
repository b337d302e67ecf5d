package io.parley.log;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.common.Configurable;
import org.jspecify.annotations.Nullable;

/// Kafka's cooperative assignor, under its name, which closes its channel's [CommitGate] as long as
/// a rebalance lasts. Called by the consumer's thread.
public final class GatedAssignor extends CooperativeStickyAssignor implements Configurable {
  /// The setting of a consumer that holds its channel's name.
  static final String CHANNEL = "parley.channel";

  private CommitGate gate = CommitGate.of("");

  @Override
  public void configure(Map<String, ?> settings) {
    gate = CommitGate.of(String.valueOf(settings.get(CHANNEL)));
  }

  /// Kafka asks for it when the consumer is about to join a rebalance.
  @Override
  public @Nullable ByteBuffer subscriptionUserData(Set<String> topics) {
    gate.close();
    return super.subscriptionUserData(topics);
  }

  @Override
  public void onAssignment(Assignment assignment, ConsumerGroupMetadata group) {
    super.onAssignment(assignment, group);
    gate.openLater();
  }
}
