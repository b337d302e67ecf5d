package io.parley.chaos;

import io.parley.services.Part;
import io.parley.testing.Await;
import java.time.Duration;

/// The archive or the presence is gone for all nodes at once, behind a balancer that takes out
/// nodes that are not ready.
final class PartAwayBehindBalancer implements Scenario {
  private static final int PEOPLE = 20;
  private static final int WRITERS = 10;
  private static final Duration EVERY = Duration.ofMillis(200);
  private static final Duration LET_IN_WITHIN = Duration.ofSeconds(5);

  private final Part part;
  private final String name;

  private PartAwayBehindBalancer(Part part, String name) {
    this.part = part;
    this.name = name;
  }

  static PartAwayBehindBalancer ofPostgres() {
    return new PartAwayBehindBalancer(Part.POSTGRESQL, "postgres-away-balanced");
  }

  static PartAwayBehindBalancer ofRedis() {
    return new PartAwayBehindBalancer(Part.REDIS, "redis-away-balanced");
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String title() {
    return part.title()
        + " killed (SIGKILL) for 60 s, behind a balancer that takes out nodes that are not ready";
  }

  @Override
  public String mustHold() {
    return "no node is taken out; rooms go on; who comes meanwhile is let in; nothing acknowledged is missing";
  }

  @Override
  public void play(Cluster cluster, Dose dose, Findings findings) {
    Room room = cluster.room("mentions", "test/echo");
    try (Balancer balancer = Balancer.of(cluster);
        Sockets sockets = cluster.sockets();
        Crowd crowd = new Crowd(cluster, sockets, room).gather(PEOPLE, balancer::doors)) {
      crowd.write(WRITERS, EVERY);
      Duration time = dose.of(Duration.ofSeconds(3), Duration.ofSeconds(60));
      cluster.kill(part);
      int before = crowd.acknowledged().size();
      Pace.pass(time);
      int taken = crowd.acknowledged().size() - before;
      long arrives = System.nanoTime();
      // who comes now is shown no history, so what they see is not compared
      try (Crowd newcomers = new Crowd(cluster, sockets, room)) {
        newcomers.gather(2, balancer::doors);
      }
      findings.atMost(
          LET_IN_WITHIN,
          Duration.ofNanos(System.nanoTime() - arrives),
          "a newcomer at each node was let in after");
      cluster.start(part);
      Await.within(Duration.ofSeconds(90))
          .check(
              "the nodes lack nothing again",
              () -> cluster.east().isWhole() && cluster.west().isWhole());
      crowd.settle();
      findings.check(
          taken > time.toMillis() / 100,
          "%,d messages taken in the %s without it".formatted(taken, Findings.inWords(time)));
      findings.check(
          balancer.takenOut() == 0, "%d times a node was taken out".formatted(balancer.takenOut()));
      findings.none(
          "connections lost",
          crowd.members().stream().flatMap(member -> member.returns().stream()).toList());
      crowd.judge(findings);
    }
  }
}
