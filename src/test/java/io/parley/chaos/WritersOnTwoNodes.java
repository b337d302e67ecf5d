package io.parley.chaos;

import java.time.Duration;

/// Everybody sees the same order, whoever writes where.
final class WritersOnTwoNodes implements Scenario {
  @Override
  public String name() {
    return "two-writers";
  }

  @Override
  public String title() {
    return "Writers on two nodes in one room";
  }

  @Override
  public String mustHold() {
    return "identical order at every client";
  }

  @Override
  public void play(Cluster cluster, Dose dose, Findings findings) {
    Room room = cluster.room("mentions", "test/echo");
    try (Sockets sockets = cluster.sockets();
        Crowd crowd = new Crowd(cluster, sockets, room).gather(dose.of(20, 100))) {
      crowd.write(dose.of(10, 20), Duration.ofMillis(50));
      Pace.pass(dose.of(Duration.ofSeconds(3), Duration.ofSeconds(30)));
      crowd.settle();
      crowd.judge(findings);
    }
  }
}
