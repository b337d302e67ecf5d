package io.parley.chaos;

import io.parley.testing.Await;
import io.parley.testing.Latencies;
import io.parley.testing.ParleyNode;
import io.parley.testing.SocketLoad;
import io.parley.testing.openai.Script;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Some stop reading, and say nothing of it: the others must not notice.
final class StoppedReaders implements Scenario {
  private static final Duration CLOSED_WITHIN = Duration.ofSeconds(15);
  private static final double SLOWER = 1.2;
  private static final long MORE_MEGABYTES = 20;

  @Override
  public String name() {
    return "stopped-readers";
  }

  @Override
  public String title() {
    return "50 of 1,000 readers stop reading";
  }

  @Override
  public String mustHold() {
    return "the others' p99 ≤ 1.2 × baseline; the 50 closed ≤ 15 s; heap flat";
  }

  @Override
  public void play(Cluster cluster, Dose dose, Findings findings) {
    int readers = dose.of(60, 1_000);
    int stopping = dose.of(6, 50);
    int rate = dose.of(100, 50);
    Duration time = dose.of(Duration.ofSeconds(4), Duration.ofSeconds(30));
    cluster
        .models()
        .script("steady", Script.tokens((int) time.toSeconds() * rate).rate(rate).timestamps());
    Room room = cluster.room("mentions", "test/steady");
    ParleyNode node = cluster.east();
    try (Sockets sockets = cluster.sockets();
        Crowd crowd =
            new Crowd(cluster, sockets, room).gather(readers, _ -> Crowd.doors(List.of(node), 0))) {
      Vitals vitals = new Vitals(node);
      List<Member> staying = crowd.members().subList(stopping, readers);
      if (dose == Dose.FULL) {
        reply(crowd, staying); // the first one warms everything up
      }
      Latencies before = reply(crowd, staying);
      long heapBefore = vitals.heapMegabytes();
      double open = vitals.metric("parley_realtime_connections");

      crowd.members().subList(0, stopping).forEach(Member::stopReading);
      long stopped = System.nanoTime();
      CompletableFuture<Void> closed =
          CompletableFuture.runAsync(() -> {
            Await.within(Duration.ofSeconds(90))
                .check(
                    "they are closed",
                    () -> vitals.metric("parley_realtime_connections") <= open - stopping);
            findings.atMost(
                CLOSED_WITHIN,
                Duration.ofNanos(System.nanoTime() - stopped),
                "the %d closed after".formatted(stopping));
          });
      Latencies during = reply(crowd, staying);
      closed.join();
      Latencies after = dose == Dose.FULL ? reply(crowd, staying) : during;
      long heapAfter = vitals.heapMegabytes();

      String figures =
          "the other %,d: p99 %.0f ms before, %.0f ms while it lasted, %.0f ms afterwards (p50 %.0f, %.0f, %.0f)"
              .formatted(
                  staying.size(),
                  before.percentile(99),
                  during.percentile(99),
                  after.percentile(99),
                  before.percentile(50),
                  during.percentile(50),
                  after.percentile(50));
      if (dose == Dose.FULL) {
        findings.check(during.percentile(99) <= SLOWER * before.percentile(99), figures);
      } else {
        findings.note(figures);
      }
      findings.check(
          during.count() == before.count(),
          "%,d and %,d words arrived".formatted(before.count(), during.count()));
      findings.check(
          heapAfter <= heapBefore + MORE_MEGABYTES,
          "heap after collection %d MB before, %d MB afterwards".formatted(heapBefore, heapAfter));
    }
  }

  /// How far behind the provider each word of one reply arrives.
  private static Latencies reply(Crowd crowd, List<Member> readers) {
    Latencies latencies = new Latencies();
    int ended = readers.getFirst().ledger().ended().size();
    readers.forEach(reader ->
        reader.listen((text, arrived) -> {
          for (String word : text.split(" ", -1)) {
            if (word.length() == 16) {
              latencies.add(arrived - Long.parseLong(word));
            }
          }
        }));
    long asked = SocketLoad.micros();
    crowd.say(readers.getFirst(), "@steady, go on " + asked).join();
    Await.within(Duration.ofMinutes(2))
        .check(
            "the reply has ended for all",
            () -> readers.stream().allMatch(reader -> reader.ledger().ended().size() > ended));
    readers.forEach(reader -> reader.listen((_, _) -> {}));
    return latencies;
  }
}
