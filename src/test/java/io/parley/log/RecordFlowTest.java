package io.parley.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.event.LogEntry;
import io.parley.event.Position;
import io.parley.testing.Await;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class RecordFlowTest {
  private static final CompletionStage<Void> DONE = CompletableFuture.completedStage(null);

  private final List<LogEntry<?>> handled = new CopyOnWriteArrayList<>();
  private final List<Long> passed = new CopyOnWriteArrayList<>();

  @Test
  void anEventIsHandledThenPassedThenAcknowledged() {
    var order = new ArrayList<String>();
    var channel =
        new Channel(it ->
            new RecordFlow(
                it.intake(),
                1,
                new RecordFlow.Handler() {
                  @Override
                  public CompletionStage<Void> handle(LogEntry<?> entry) {
                    handled.add(entry);
                    order.add("handled " + it.acknowledged);
                    return DONE;
                  }

                  @Override
                  public void passed(int partition, long offset, long at) {
                    order.add("passed " + it.acknowledged);
                  }
                }));

    channel.open().write(Events.posted("hello"));

    assertEquals(List.of("handled []", "passed []"), order);
    assertEquals(List.of(0L), channel.acknowledged);
    var entry = handled.getFirst();
    assertEquals(Events.CONVERSATION, entry.conversation());
    assertEquals(Events.posted("hello"), entry.event());
    assertEquals(3, entry.partition());
    assertEquals(new Position("epoch", 0), entry.position());
  }

  @Test
  void noMoreThanTheLimitAreHandledAtATime() {
    var open = new ArrayList<CompletableFuture<Void>>();
    var channel =
        channel(
            2,
            entry -> {
              var stage = new CompletableFuture<Void>();
              open.add(stage);
              return stage;
            });

    for (int i = 0; i < 4; i++) {
      channel.write(Events.posted("hello"));
    }
    assertEquals(2, open.size());

    open.get(1).complete(null);
    assertEquals(3, open.size());
    assertEquals(List.of(1L), channel.acknowledged);
  }

  @Test
  void manyThousandsAtOnceDoNotExhaustTheStack() {
    var channel = new Channel(it -> flow(it, 1, this::note));
    for (int i = 0; i < 20_000; i++) {
      channel.write(Events.posted("hello"));
    }

    channel.open();

    assertEquals(20_000, channel.acknowledged.size());
  }

  @Test
  void whatNobodyCanReadIsBuriedAndTheNextOneComes() {
    var channel = channel(1, this::note);

    channel.writeText("{");
    channel.writeText("{\"v\":2,\"type\":\"message.posted\"}");
    channel.write("not a uuid".getBytes(UTF_8), new EventCodec(1000).encode(Events.posted("x")));
    var last = channel.write(Events.posted("hello"));

    assertEquals(
        List.of("not an event", "version from the future", "not a conversation's key"),
        channel.dead.stream().map(Channel.Dead::reason).toList());
    assertEquals(List.of(last), Channel.offsets(handled));
    assertEquals(List.of(0L, 1L, 2L, 3L), channel.acknowledged);
    assertEquals(channel.acknowledged, passed);
  }

  @Test
  void anUnknownTypeIsCountedAndNothingElse() {
    var channel = channel(1, this::note);

    channel.writeText("{\"v\":1,\"type\":\"reaction.added\"}");

    assertEquals(List.of("unknown"), channel.counted);
    assertEquals(List.of(0L), channel.acknowledged);
    assertTrue(channel.dead.isEmpty());
    assertTrue(handled.isEmpty());
  }

  @Test
  void anEventWhoseHandlerFailsIsBuriedHoweverItFails() {
    var failures =
        List.of(
            new IllegalStateException("thrown"),
            new StackOverflowError(),
            new NoClassDefFoundError("x"),
            new AssertionError());
    var channel =
        channel(
            1,
            entry -> {
              int offset = (int) entry.position().offset();
              if (offset < failures.size()) {
                RecordFlowTest.<RuntimeException>sneak(failures.get(offset));
              }
              return offset == failures.size()
                  ? CompletableFuture.failedStage(new IllegalStateException("failed"))
                  : note(entry);
            });

    for (int i = 0; i < failures.size() + 2; i++) {
      channel.write(Events.posted("hello"));
    }

    assertEquals(
        List.of(
            "IllegalStateException",
            "StackOverflowError",
            "NoClassDefFoundError",
            "AssertionError",
            "IllegalStateException"),
        channel.dead.stream().map(Channel.Dead::exception).map(Optional::orElseThrow).toList());
    assertEquals(1, handled.size());
    assertEquals(failures.size() + 2, channel.acknowledged.size());
  }

  @Test
  void whoAsksForItIsGivenTheSameAgainAndNothingElseUntilThen() {
    var attempts = new CopyOnWriteArrayList<Long>();
    var channel =
        channel(
            1,
            entry -> {
              attempts.add(entry.position().offset());
              return attempts.size() < 3
                  ? CompletableFuture.failedStage(new RetryLater("away", new Exception()))
                  : note(entry);
            });

    channel.write(Events.posted("one"));
    channel.write(Events.posted("two"));
    Await.until("both are handled", () -> handled.size() == 2);

    assertEquals(List.of(0L, 0L, 0L, 1L), attempts);
    assertEquals(List.of("retried", "retried"), channel.counted);
    assertTrue(channel.dead.isEmpty());
  }

  @Test
  void whatCouldNotEvenBeBuriedIsNotAcknowledged() {
    var channel = channel(1, this::note);
    channel.burialFails.set(true);

    channel.writeText("{");
    channel.write(Events.posted("hello"));

    assertEquals(List.of(1L), channel.acknowledged);
    assertEquals(List.of(1L), passed);
  }

  @Test
  void anEventWaitsUntilTheEpochIsKnown() {
    var layout = new CompletableFuture<Layout>();
    var channel = new Channel(it -> new RecordFlow(it.intake(() -> layout), 1, this::note)).open();
    channel.write(Events.posted("hello"));
    assertTrue(handled.isEmpty());

    layout.complete(new Layout("later", 12));

    assertEquals("later", handled.getFirst().position().epoch());
  }

  private Channel channel(int limit, RecordFlow.Handler handler) {
    return new Channel(it -> flow(it, limit, handler)).open();
  }

  private RecordFlow flow(Channel channel, int limit, RecordFlow.Handler handler) {
    return new RecordFlow(
        channel.intake(),
        limit,
        new RecordFlow.Handler() {
          @Override
          public CompletionStage<Void> handle(LogEntry<?> entry) {
            return handler.handle(entry);
          }

          @Override
          public void passed(int partition, long offset, long at) {
            passed.add(offset);
          }
        });
  }

  private CompletionStage<Void> note(LogEntry<?> entry) {
    handled.add(entry);
    return DONE;
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> void sneak(Throwable failure) throws E {
    throw (E) failure;
  }
}
