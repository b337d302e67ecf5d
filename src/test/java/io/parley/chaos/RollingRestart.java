package io.parley.chaos;

import io.parley.testing.ParleyNode;
import io.parley.testing.openai.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Both nodes are restarted, one after the other, as a deployment does.
final class RollingRestart implements Scenario {
  private static final Duration EXIT_WITHIN = Duration.ofSeconds(25);

  @Override
  public String name() {
    return "rolling-restart";
  }

  @Override
  public String title() {
    return "Rolling restart of both nodes (SIGTERM) with 1,000 clients and 20 writers";
  }

  @Override
  public String mustHold() {
    return "0 lost; 95 % back ≤ 10 s";
  }

  @Override
  public void play(Cluster cluster, Dose dose, Findings findings) {
    cluster.models().script("steady", Script.tokens(300).rate(50));
    int rooms = dose.of(4, 20);
    List<Crowd> crowds = new ArrayList<>();
    List<Duration> exits = new ArrayList<>();
    try (Sockets sockets = cluster.sockets()) {
      for (int i = 0; i < rooms; i++) {
        crowds.add(
            new Crowd(cluster, sockets, cluster.room("mentions", "test/steady"))
                .gather(dose.of(10, 50)));
      }
      crowds.forEach(crowd -> crowd.write(1, Duration.ofMillis(500)));
      for (ParleyNode node : dose.of(List.of(cluster.east()), cluster.nodes())) {
        Pace.pass(Duration.ofSeconds(2));
        for (Crowd crowd : crowds) {
          var _ = crowd.say(crowd.members().getFirst(), "@steady, go on");
        }
        Pace.pass(Duration.ofSeconds(1));
        long began = System.nanoTime();
        node.stop();
        exits.add(Duration.ofNanos(System.nanoTime() - began));
        node.start();
      }
      Pace.pass(dose.of(Duration.ofSeconds(1), Duration.ofSeconds(10)));
      crowds.forEach(Crowd::settle);
      judge(crowds, exits, dose, findings);
      crowds.forEach(Crowd::close);
    }
  }

  private static void judge(
      List<Crowd> crowds, List<Duration> exits, Dose dose, Findings findings) {
    Findings all = new Findings(dose);
    crowds.forEach(crowd -> crowd.judge(all));
    int members = crowds.stream().mapToInt(crowd -> crowd.members().size()).sum();
    int said = crowds.stream().mapToInt(crowd -> crowd.acknowledged().size()).sum();
    findings.note("%,d clients in %d rooms, %,d messages".formatted(members, crowds.size(), said));
    findings.check(
        all.hold(),
        all.hold() ? "0 lost, 0 twice, 0 out of order, every reply ended once" : all.broken());
    List<Duration> returns = new ArrayList<>();
    List<Integer> codes = new ArrayList<>();
    crowds.forEach(crowd ->
        crowd
            .members()
            .forEach(member ->
                member
                    .returns()
                    .forEach(back -> {
                      returns.add(back.took());
                      codes.add(back.closeCode());
                    })));
    returns.sort(Duration::compareTo);
    findings.note("%,d returns".formatted(returns.size()));
    findings.check(!returns.isEmpty(), "connections ended");
    if (!returns.isEmpty()) {
      findings.atMost(
          Duration.ofSeconds(10),
          returns.get((int) Math.ceil(returns.size() * 0.95) - 1),
          "95 % back after (the wait of 0–5 s that they are asked for included)");
      findings.note("the last after " + Findings.inWords(returns.getLast()));
    }
    long told = codes.stream().filter(code -> code == 1012 || code == 1001).count();
    findings.check(
        told == codes.size(), "%,d of %,d told to come back".formatted(told, codes.size()));
    for (Duration exit : exits) {
      findings.atMost(EXIT_WITHIN, exit, "exit after");
    }
  }
}
