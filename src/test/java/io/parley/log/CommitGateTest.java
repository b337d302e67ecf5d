package io.parley.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.parley.testing.Await;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Assignment;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.junit.jupiter.api.Test;

class CommitGateTest {
  private final Queue<Runnable> later = new ArrayDeque<>();
  private final List<Integer> committed = new CopyOnWriteArrayList<>();
  private final CommitGate gate = new CommitGate(later::add);

  @Test
  void withoutARebalanceACommitRunsAtOnce() {
    commit(1);
    assertEquals(List.of(1), committed);
  }

  @Test
  void commitsWaitUntilTheRebalanceHasEnded() {
    gate.close();
    commit(1);
    commit(2);
    gate.openLater();
    assertEquals(List.of(), committed);
    time();
    assertEquals(List.of(1, 2), committed);
    commit(3);
    assertEquals(List.of(1, 2, 3), committed);
  }

  @Test
  void commitsWaitForTheNextRebalanceThatFollowsAtOnce() {
    gate.close();
    commit(1);
    gate.openLater();
    gate.close();
    time();
    assertEquals(List.of(), committed);
    gate.openLater();
    time();
    assertEquals(List.of(1), committed);
  }

  @Test
  void aConsumerIsNotKeptFromReadingByWaitingCommits() {
    gate.close();
    int all = CommitGate.MAX_DELAYED + 1;
    IntStream.range(0, all - 1).forEach(this::commit);
    assertEquals(0, committed.size());
    commit(all);
    assertEquals(all, committed.size());
  }

  @Test
  void theAssignorClosesTheGateOfItsChannelWhileItJoins() {
    var assignor = new GatedAssignor();
    assignor.configure(Map.of(GatedAssignor.CHANNEL, "a-test"));
    var other = CommitGate.of("another-test");
    var own = CommitGate.of("a-test");
    var _ = assignor.subscriptionUserData(Set.of("topic"));
    own.commit(() -> committed.add(1));
    other.commit(() -> committed.add(2));
    assertEquals(List.of(2), committed);
    try (var consumer = new MockConsumer<byte[], byte[]>("earliest")) {
      assignor.onAssignment(new Assignment(List.of()), consumer.groupMetadata());
    }
    Await.until("the commit runs", () -> committed.equals(List.of(2, 1)));
  }

  /// Nodes with and without it work in one group.
  @Test
  void theAssignorHasKafkasName() {
    assertEquals(new CooperativeStickyAssignor().name(), new GatedAssignor().name());
  }

  private void commit(int number) {
    gate.commit(() -> committed.add(number));
  }

  private void time() {
    while (!later.isEmpty()) {
      later.remove().run();
    }
  }
}
