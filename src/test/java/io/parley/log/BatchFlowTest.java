package io.parley.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.event.Event;
import io.parley.event.LogEntry;
import io.parley.testing.Await;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatchFlowTest {
  private static final int SIZE = 10;
  private static final Duration WAIT = Duration.ofMillis(20);

  private final List<List<Long>> batches = new CopyOnWriteArrayList<>();
  private final AtomicReference<BatchFlow> flow = new AtomicReference<>();

  @AfterEach
  void close() {
    flow.get().close();
  }

  @Test
  void eventsComeInOrderInBatchesOfNoMoreThanTheSize() {
    var channel = channel(this::note);
    for (int i = 0; i < 3 * SIZE + 3; i++) {
      channel.write(Events.posted("hello"));
    }

    channel.open();
    Await.until("all are acknowledged", () -> channel.acknowledged.size() == 3 * SIZE + 3);

    assertEquals(
        LongStream.range(0, 3 * SIZE + 3).boxed().toList(),
        batches.stream().flatMap(List::stream).toList());
    assertTrue(batches.stream().allMatch(batch -> batch.size() <= SIZE), batches::toString);
    assertTrue(batches.size() < 3 * SIZE, batches::toString);
  }

  @Test
  void aFewEventsDoNotWaitForMore() {
    var channel = channel(this::note).open();

    channel.write(Events.posted("hello"));

    Await.within(Duration.ofSeconds(2))
        .check("one is acknowledged", () -> channel.acknowledged.equals(List.of(0L)));
  }

  @Test
  void nothingIsAcknowledgedBeforeItsBatchIsDealtWith() {
    var inHand = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    var channel =
        channel(
                batch -> {
                  inHand.countDown();
                  goOn.await();
                })
            .open();

    channel.write(Events.posted("hello"));
    Await.until("it is in hand", () -> inHand.getCount() == 0);
    assertTrue(channel.acknowledged.isEmpty());

    goOn.countDown();
    Await.until("it is acknowledged", () -> channel.acknowledged.equals(List.of(0L)));
  }

  @Test
  void onlyTheEventThatIsToBlameIsBuried() {
    var channel =
        channel(batch -> {
          if (Channel.offsets(batch).contains(4L)) {
            throw new IllegalArgumentException("poison");
          }
          note(batch);
        });
    for (int i = 0; i < SIZE; i++) {
      channel.write(Events.posted("hello"));
    }

    channel.open();
    Await.until("all are acknowledged", () -> channel.acknowledged.size() == SIZE);

    assertEquals(List.of(4L), channel.dead.stream().map(Channel.Dead::offset).toList());
    assertEquals(
        LongStream.range(0, SIZE).filter(it -> it != 4).boxed().toList(),
        batches.stream().flatMap(List::stream).toList());
  }

  @Test
  void aBatchIsTriedAgainWhileWhatItNeedsIsAway() {
    var attempts = new CopyOnWriteArrayList<List<Long>>();
    var channel =
        channel(batch -> {
          attempts.add(Channel.offsets(batch));
          if (attempts.size() < 3) {
            throw new RetryLater("away", new Exception());
          }
        });
    channel.write(Events.posted("one"));
    channel.write(Events.posted("two"));

    channel.open();
    Await.until("both are acknowledged", () -> channel.acknowledged.equals(List.of(0L, 1L)));

    assertEquals(List.of(List.of(0L, 1L), List.of(0L, 1L), List.of(0L, 1L)), attempts);
    assertTrue(channel.dead.isEmpty());
  }

  @Test
  void whatNobodyCanReadIsBuriedAndTheRestIsHandled() {
    var channel = channel(this::note);
    channel.writeText("{");
    channel.write(Events.posted("hello"));
    channel.writeText("{\"v\":1,\"type\":\"reaction.added\"}");
    channel.write(new Event.Joined(Events.ADA));

    channel.open();
    Await.until("all are acknowledged", () -> channel.acknowledged.equals(List.of(0L, 1L, 2L, 3L)));

    assertEquals(List.of(List.of(1L)), batches);
    assertEquals(List.of("not an event"), channel.dead.stream().map(Channel.Dead::reason).toList());
  }

  @Test
  void theNextBatchGathersInBetweenButNoMore() {
    var goOn = new CountDownLatch(1);
    var channel = channel(batch -> goOn.await()).open();

    for (int i = 0; i < 5 * SIZE; i++) {
      channel.write(Events.posted("hello"));
    }

    assertEquals(0, channel.demand());
    goOn.countDown();
    Await.until("all are acknowledged", () -> channel.acknowledged.size() == 5 * SIZE);
    Await.until("as many may come as before", () -> channel.demand() == 2 * SIZE);
  }

  @Test
  void whatIsInHandWhenTheServerStopsIsNeitherBuriedNorAcknowledged() {
    var inHand = new CountDownLatch(1);
    var interrupted = new CountDownLatch(1);
    var channel =
        channel(
                batch -> {
                  inHand.countDown();
                  try {
                    new CountDownLatch(1).await();
                  } catch (InterruptedException e) {
                    interrupted.countDown();
                    throw new IllegalStateException("the pool is closed", e);
                  }
                })
            .open();
    channel.write(Events.posted("hello"));
    Await.until("it is in hand", () -> inHand.getCount() == 0);

    flow.get().close();
    Await.until("it is interrupted", () -> interrupted.getCount() == 0);

    assertFalse(channel.acknowledged.contains(0L));
    assertTrue(channel.dead.isEmpty());
  }

  private Channel channel(BatchFlow.Handler handler) {
    return new Channel(it -> {
      flow.set(new BatchFlow(it.intake(), SIZE, WAIT, handler));
      return flow.get();
    });
  }

  private void note(List<LogEntry<Event.Durable>> batch) {
    batches.add(Channel.offsets(batch));
  }
}
