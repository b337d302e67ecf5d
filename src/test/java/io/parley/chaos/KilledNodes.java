package io.parley.chaos;

import io.parley.testing.Await;
import io.parley.testing.ParleyNode;
import io.parley.testing.openai.Script;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;

/// Nodes die at random moments while people write and models answer.
final class KilledNodes implements Scenario {
  private static final Duration TAKEOVER = Duration.ofSeconds(5);

  @Override
  public String name() {
    return "killed-nodes";
  }

  @Override
  public String title() {
    return "Node SIGKILLed at 50 random moments under load";
  }

  @Override
  public String mustHold() {
    return "acknowledged = archived = delivered, as sets; replies end exactly once, and go on within 5 s";
  }

  @Override
  public void play(Cluster cluster, Dose dose, Findings findings) {
    cluster.models().script("steady", Script.tokens(150).rate(50));
    Room room = cluster.room("mentions", "test/steady");
    AtomicBoolean asking = new AtomicBoolean(true);
    Duration slowest = Duration.ZERO;
    int takenOver = 0;
    int kills = dose.of(1, 50);
    try (Sockets sockets = cluster.sockets();
        Crowd crowd = new Crowd(cluster, sockets, room).gather(dose.of(20, 40))) {
      crowd.members().forEach(Member::impatient);
      crowd.write(10, Duration.ofMillis(500));
      askNext(crowd, sockets, asking, 0);
      for (int kill = 0; kill < kills; kill++) {
        Pace.pass(Duration.ofMillis(ThreadLocalRandom.current().nextLong(1_500, 5_000)));
        ParleyNode victim =
            cluster.nodes().get(ThreadLocalRandom.current().nextInt(cluster.nodes().size()));
        Map<String, Integer> open = crowd.openReplies();
        victim.kill();
        long killed = System.nanoTime();
        takenOver += open.size();
        victim.launch();
        Duration took = goOn(crowd, open, killed);
        slowest = took.compareTo(slowest) > 0 ? took : slowest;
        victim.awaitReady();
      }
      asking.set(false);
      crowd.settle();
      findings.note("%d kills".formatted(kills));
      crowd.judge(findings);
      findings.note("%,d replies".formatted(cluster.archive().replies(room).size()));
      findings.none(
          "replies with more than one end on the log", new LogTruth(cluster).endedTwice(room));
      findings.atMost(
          TAKEOVER,
          slowest,
          "of %,d replies open at a kill the slowest was ended or begun anew after"
              .formatted(takenOver));
    }
  }

  /// About once a second somebody asks, so that most kills hit a reply in progress.
  private static void askNext(Crowd crowd, Sockets sockets, AtomicBoolean asking, int number) {
    if (asking.get()) {
      Member member = crowd.members().get(number % crowd.members().size());
      var _ = crowd.say(member, "@steady, question " + number);
      sockets.later(Duration.ofSeconds(1), () -> askNext(crowd, sockets, asking, number + 1));
    }
  }

  /// Waits until each of these replies has ended, or a further attempt has begun.
  private static Duration goOn(Crowd crowd, Map<String, Integer> open, long since) {
    List<Member> members = crowd.members();
    Await.within(Duration.ofMinutes(2))
        .check(
            "the replies of the dead node go on",
            () ->
                open.entrySet().stream()
                    .allMatch(reply ->
                        members.stream()
                            .anyMatch(member ->
                                member.ledger().ended().containsKey(reply.getKey())
                                    || member.ledger().attempt(reply.getKey())
                                        > reply.getValue())));
    return Duration.ofNanos(System.nanoTime() - since);
  }
}
