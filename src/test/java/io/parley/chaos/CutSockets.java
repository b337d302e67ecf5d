package io.parley.chaos;

import io.parley.testing.Latencies;
import io.parley.testing.openai.Script;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntFunction;

/// Connections end in all the ways they can while people post and a reply streams.
final class CutSockets implements Scenario {
  private static final Duration HEARTBEAT = Duration.ofSeconds(3);
  private static final Duration FAR_AWAY = Duration.ofMillis(20);
  private static final double TOKENS_PER_SECOND = 50;

  @Override
  public String name() {
    return "cut-sockets";
  }

  @Override
  public String title() {
    return "200 sockets cut at random (reset, closed, half-open) during posts and a reply of 50 tokens/s, 60 s";
  }

  @Override
  public String mustHold() {
    return "0 lost, 0 twice, 0 out of order at every client; resumed p99 ≤ 1 s";
  }

  @Override
  public void play(Cluster cluster, Dose dose, Findings findings) {
    int people = dose.of(40, 200);
    Duration time = dose.of(Duration.ofSeconds(6), Duration.ofSeconds(60));
    cluster
        .models()
        .script("steady", Script.tokens((int) (time.toSeconds() * 50)).rate(TOKENS_PER_SECOND));
    Room room = cluster.room("mentions", "test/steady");
    try (FaultProxy east = FaultProxy.to(cluster.east().port());
        FaultProxy west = FaultProxy.to(cluster.west().port());
        Sockets sockets = cluster.sockets();
        Crowd crowd = new Crowd(cluster, sockets, room)) {
      List<FaultProxy> proxies = List.of(east, west);
      west.delay(FAR_AWAY);
      crowd.gather(people, n -> doors(proxies, n));
      crowd.members().forEach(Member::impatient);
      sockets.every(
          HEARTBEAT.dividedBy(6), () -> crowd.members().forEach(member -> member.beat(HEARTBEAT)));
      var _ = crowd.say(crowd.members().getFirst(), "@steady, go on");
      crowd.write(10, Duration.ofMillis(200));
      int cuts = breakLinks(proxies, people, time);
      Duration settled = crowd.settle();

      findings.note("%,d connections broken".formatted(cuts));
      crowd.judge(findings);
      Latencies returns = crowd.returns();
      findings.note("%,d returns".formatted(returns.count()));
      findings.atMost(
          Duration.ofSeconds(1),
          Duration.ofMillis((long) returns.percentile(99)),
          "resumed p50 %.0f ms, p99".formatted(returns.percentile(50)));
      findings.note("whole %s after the end".formatted(Findings.inWords(settled)));
    }
  }

  private static IntFunction<InetSocketAddress> doors(List<FaultProxy> proxies, int first) {
    return time -> proxies.get((first + time) % proxies.size()).address();
  }

  /// Each connection is broken about every ten seconds.
  private static int breakLinks(List<FaultProxy> proxies, int people, Duration time) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    Pace pace = Pace.of(people / 10.0);
    long end = System.nanoTime() + time.toNanos();
    int broken = 0;
    while (System.nanoTime() < end) {
      pace.next();
      List<FaultProxy.Link> links = new ArrayList<>();
      proxies.forEach(proxy -> links.addAll(proxy.links()));
      if (!links.isEmpty()) {
        FaultProxy.Link link = links.get(random.nextInt(links.size()));
        switch (random.nextInt(5)) {
          case 0 -> link.halfOpen();
          case 1 -> link.end();
          default -> link.cut();
        }
        broken++;
      }
    }
    return broken;
  }
}
