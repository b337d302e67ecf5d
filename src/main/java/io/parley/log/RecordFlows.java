package io.parley.log;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Makes the subscribers behind `@Incoming` channels:
///
/// ```java
/// @Incoming("archive")
/// @Acknowledgment(Acknowledgment.Strategy.MANUAL)
/// public Flow.Subscriber<Message<byte[]>> records() {
///   return flows.batches("archive", 200, Duration.ofMillis(20), this::store);
/// }
/// ```
@ApplicationScoped
public class RecordFlows {
  @Inject Topics topics;
  @Inject EventCodec codec;
  @Inject DeadLetterSink burial;
  @Inject LogMeter meter;

  private final List<BatchFlow> batches = new CopyOnWriteArrayList<>();

  /// @param channel as in `@Incoming`; also the consumer's name in metrics and dead letters
  /// @param limit how many records are handled at the same time; with 1, strictly in order
  public RecordFlow each(String channel, int limit, RecordFlow.Handler handler) {
    return new RecordFlow(intake(channel), limit, handler);
  }

  /// @param size of a batch, at most
  /// @param wait for a batch to fill, at most
  public BatchFlow batches(String channel, int size, Duration wait, BatchFlow.Handler handler) {
    var flow = new BatchFlow(intake(channel), size, wait, handler);
    batches.add(flow);
    return flow;
  }

  @PreDestroy
  void close() {
    batches.forEach(BatchFlow::close);
  }

  private RecordDecoder intake(String channel) {
    return new RecordDecoder(channel, topics::whenKnown, codec, burial, meter);
  }
}
