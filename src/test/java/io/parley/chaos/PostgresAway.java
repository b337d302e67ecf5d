package io.parley.chaos;

import io.parley.services.Part;
import io.parley.testing.ApiClient;
import io.parley.testing.Await;
import io.parley.testing.RoomClient;
import java.time.Duration;
import java.util.Set;

/// The archive stands still, and then is gone.
final class PostgresAway implements Scenario {
  private static final Duration HISTORY_WITHIN = Duration.ofSeconds(10);
  private static final Duration BACK_WITHIN = Duration.ofSeconds(30);

  @Override
  public String name() {
    return "postgres-away";
  }

  @Override
  public String title() {
    return "PostgreSQL paused 60 s (SIGSTOP); killed (SIGKILL) and restarted";
  }

  @Override
  public String mustHold() {
    return "rooms go on; nothing acknowledged is missing afterwards; history says \"unavailable\", not wrong";
  }

  @Override
  public void play(Cluster cluster, Dose dose, Findings findings) {
    Room room = cluster.room("mentions", "test/echo");
    try (Sockets sockets = cluster.sockets();
        Crowd crowd = new Crowd(cluster, sockets, room).gather(20)) {
      crowd.write(10, Duration.ofMillis(200));
      outage(
          "paused",
          cluster,
          crowd,
          findings,
          dose.of(Duration.ofSeconds(4), Duration.ofSeconds(60)),
          () -> cluster.services().pause(Part.POSTGRESQL),
          () -> cluster.services().resume(Part.POSTGRESQL));
      outage(
          "killed",
          cluster,
          crowd,
          findings,
          dose.of(Duration.ofSeconds(2), Duration.ofSeconds(20)),
          () -> cluster.kill(Part.POSTGRESQL),
          () -> cluster.start(Part.POSTGRESQL));
      crowd.settle();
      crowd.judge(findings);
    }
  }

  private static void outage(
      String how,
      Cluster cluster,
      Crowd crowd,
      Findings findings,
      Duration time,
      Runnable breakIt,
      Runnable repairIt) {
    Pace.pass(Duration.ofSeconds(1));
    Knocks history = new Knocks();
    breakIt.run();
    long taken;
    int before = crowd.acknowledged().size();
    try (history) {
      Pace pace = Pace.of(4);
      long end = System.nanoTime() + time.toNanos();
      for (int i = 0; System.nanoTime() < end; i++) {
        pace.next();
        ApiClient host = crowd.room().host().at(cluster.nodes().get(i % 2));
        history.knock(() -> host.get(crowd.room().messages()));
      }
      taken = (long) crowd.acknowledged().size() - before;
      comesIn(how, cluster, crowd, findings);
    } finally {
      repairIt.run();
    }
    long repaired = System.nanoTime();
    Await.within(Duration.ofSeconds(90))
        .check(
            "history is read again on both nodes",
            () ->
                cluster.nodes().stream()
                    .map(node -> crowd.room().host().at(node).get(crowd.room().messages()).status())
                    .allMatch(status -> status == 200));
    findings.atMost(
        BACK_WITHIN, Duration.ofNanos(System.nanoTime() - repaired), how + ": history again after");
    findings.check(
        taken > time.toMillis() / 100,
        "%s: %,d messages taken meanwhile (10 people, one each 0.2 s)".formatted(how, taken));
    findings.check(
        Set.of("503 unavailable").containsAll(history.answers().keySet()),
        "%s: history meanwhile %s".formatted(how, history.answers()));
    findings.none(how + ": histories without an answer", history.unanswered());
    findings.atMost(HISTORY_WITHIN, history.slowest(), how + ": slowest of them");
  }

  private static void comesIn(String how, Cluster cluster, Crowd crowd, Findings findings) {
    long began = System.nanoTime();
    ApiClient newcomer = ApiClient.guest(cluster.west(), "newcomer");
    try (RoomClient visit = RoomClient.join(newcomer, crowd.room().name())) {
      Duration took = Duration.ofNanos(System.nanoTime() - began);
      boolean told = visit.event("notice").path("code").asText().equals("history_unavailable");
      findings.check(
          told, how + ": a newcomer was let in and told after " + Findings.inWords(took));
    }
  }
}
