package io.parley.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import io.parley.testing.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class SenderTest {
  private static final ProducerRecord<byte[], byte[]> RECORD =
      new ProducerRecord<>("parley.log", 0, new byte[] {1}, new byte[] {2});

  private final MockProducer<byte[], byte[]> kafka =
      new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
  private final Sender sender = sender(Duration.ofSeconds(5));

  @Test
  void itSaysWhereTheRecordIs() {
    var sent = sender.send(RECORD);
    assertFalse(sent.isDone());

    kafka.completeNext();

    assertEquals(0, sent.join().offset());
    assertFalse(sender.isFailing());
  }

  @Test
  void kafkasThreadIsNotHeldUpByWhoWaits() throws InterruptedException {
    var held = new CountDownLatch(1);
    var thread = new AtomicReference<Thread>();
    var slow =
        sender
            .send(RECORD)
            .thenRun(() -> {
              thread.set(Thread.currentThread());
              try {
                held.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    var next = sender.send(RECORD);

    kafka.completeNext();
    kafka.completeNext();

    assertEquals(1, next.join().offset());
    assertFalse(slow.isDone());
    Await.until("it runs", () -> thread.get() != null);
    assertTrue(thread.get().isVirtual());
    held.countDown();
    slow.join();
  }

  @Test
  void aFailureIsUnavailableUntilOneWorksAgain() {
    var failed = sender.send(RECORD);
    kafka.errorNext(new NotEnoughReplicasException("two are away"));

    assertEquals(Problem.UNAVAILABLE, problemOf(failed).problem());
    assertFalse(problemOf(failed).detail().contains("away"), "the cause is not for users");
    assertTrue(sender.isFailing());

    var next = sender.send(RECORD);
    kafka.completeNext();
    next.join();
    assertFalse(sender.isFailing());
  }

  @Test
  void silenceIsUnavailableAfterTheTimeout() {
    var impatient = sender(Duration.ofMillis(50));

    assertEquals(Problem.UNAVAILABLE, problemOf(impatient.send(RECORD)).problem());
    assertTrue(impatient.isFailing());
  }

  @Test
  void whatIsTooLargeSaysSoAndIsNoOutage() {
    var refused = sender.send(RECORD);
    kafka.errorNext(new RecordTooLargeException("too large"));

    assertEquals(Problem.TOO_LARGE, problemOf(refused).problem());
    assertFalse(sender.isFailing());
  }

  @Test
  void whoDoesNotWaitIsToldEitherOfTheTwoOnce() {
    var told = new ArrayList<String>();
    post(sender, told);
    post(sender, told);
    post(sender, told);
    assertEquals(List.of(), told);

    kafka.completeNext();
    assertFalse(sender.isFailing());
    kafka.errorNext(new RecordTooLargeException("too large"));
    assertFalse(sender.isFailing());
    kafka.errorNext(new NotEnoughReplicasException("two are away"));
    assertTrue(sender.isFailing());
    assertEquals(List.of("sent", "not sent", "not sent"), told);

    sender.close();
    post(sender, told);
    assertEquals(List.of("sent", "not sent", "not sent", "not sent"), told);
  }

  @Test
  void aProducerThatCannotBeMadeIsUnavailableAndTriedAgain() {
    var made = new AtomicReference<>(0);
    var lost =
        new Sender(
            () -> {
              if (made.updateAndGet(it -> it + 1) == 1) {
                throw new IllegalStateException("no resolvable bootstrap urls");
              }
              return kafka;
            },
            Duration.ofSeconds(5),
            new Outage("Sending"));

    assertEquals(Problem.UNAVAILABLE, problemOf(lost.send(RECORD)).problem());
    var sent = lost.send(RECORD);
    kafka.completeNext();
    assertEquals(0, sent.join().offset());
  }

  @Test
  void whileKafkaHoldsCallersUpOnlyOneIsHeldUp() {
    var kafkaIsAway = new AtomicBoolean(true);
    var heldUp = new AtomicInteger();
    var forgetful =
        new MockProducer<byte[], byte[]>(
            true, null, new ByteArraySerializer(), new ByteArraySerializer()) {
          @Override
          public synchronized Future<RecordMetadata> send(
              ProducerRecord<byte[], byte[]> record, Callback callback) {
            if (kafkaIsAway.get()) {
              heldUp.incrementAndGet();
              var inVain = new TimeoutException("Topic parley.log not present in metadata.");
              callback.onCompletion(null, inVain);
              return CompletableFuture.failedFuture(inVain);
            }
            return super.send(record, callback);
          }

          @Override
          public List<PartitionInfo> partitionsFor(String topic) {
            if (kafkaIsAway.get()) {
              throw new TimeoutException("Topic parley.log not present in metadata after 500 ms.");
            }
            return List.of(new PartitionInfo(topic, 0, null, new Node[0], new Node[0]));
          }
        };
    var hasty = new Sender(() -> forgetful, Duration.ofSeconds(5), new Outage("Sending"));

    for (int i = 0; i < 50; i++) {
      assertEquals(Problem.UNAVAILABLE, problemOf(hasty.send(RECORD)).problem());
    }
    assertEquals(1, heldUp.get());

    kafkaIsAway.set(false);
    Await.until("it is found again", () -> hasty.send(RECORD).handle((_, e) -> e == null).join());
  }

  @Test
  void aCallThatIsSlowButSucceedsIsNoOutage() {
    var slow =
        new MockProducer<byte[], byte[]>(
            true, null, new ByteArraySerializer(), new ByteArraySerializer()) {
          @Override
          public synchronized Future<RecordMetadata> send(
              ProducerRecord<byte[], byte[]> record, Callback callback) {
            LockSupport.parkNanos(Duration.ofMillis(150).toNanos());
            return super.send(record, callback);
          }

          @Override
          public List<PartitionInfo> partitionsFor(String topic) {
            throw new TimeoutException("not asked for");
          }
        };
    var patient = new Sender(() -> slow, Duration.ofSeconds(5), new Outage("Sending"));

    assertEquals(0, patient.send(RECORD).join().offset());
    assertEquals(1, patient.send(RECORD).join().offset());
  }

  @Test
  void afterTheEndNothingIsSent() {
    sender.close();

    assertEquals(Problem.UNAVAILABLE, problemOf(sender.send(RECORD)).problem());
  }

  private Sender sender(Duration timeout) {
    return new Sender(() -> kafka, timeout, new Outage("Sending"));
  }

  private static void post(Sender sender, List<String> told) {
    sender.post(RECORD, () -> told.add("sent"), () -> told.add("not sent"));
  }

  private static ProblemException problemOf(CompletableFuture<RecordMetadata> sent) {
    var failure = assertThrows(CompletionException.class, sent::join);
    return assertInstanceOf(ProblemException.class, failure.getCause());
  }
}
