package io.parley.chaos;

import io.parley.testing.ApiClient;
import io.parley.testing.Await;
import io.parley.testing.TestBed;
import io.parley.testing.openai.Script;
import java.time.Duration;
import java.util.Random;
import java.util.Set;

/// Frames and requests as no client should send them, with the ids of what belongs to others, while
/// others talk. Afterwards each victim's world is what it was, and nobody was shown any of it.
final class Fuzz implements Scenario {
  private static final int BYSTANDERS = 10;
  private static final Duration TYPING = Duration.ofSeconds(20);

  @Override
  public String name() {
    return "fuzz";
  }

  @Override
  public String title() {
    return "Protocol fuzz: 10 minutes of mutated frames and requests, with the ids of other people's things";
  }

  @Override
  public String mustHold() {
    return "0 crashes, 0 stuck threads, 0 undocumented 5xx, codes as documented; the victims' worlds are unchanged, and nobody is shown what is not theirs; every acknowledged message is archived; live heap within 15 MB, log bounded, no stack trace in it";
  }

  @Override
  public void play(Cluster cluster, Dose dose, Findings findings) {
    Duration time = dose.of(Duration.ofSeconds(6), Duration.ofMinutes(10));
    long seed = dose.of(42L, System.nanoTime());
    System.out.println("[CHAOS] fuzz: seed " + seed);
    Secrets secrets = new Secrets(new Random(seed));
    // the replies in progress last longer than the short form, and at most four minutes
    cluster.models().script(Settler.SLOW, Script.echo().rate(dose.of(20, 4)));
    int tokens = dose.of(200, 960);
    ApiClient operator = ApiClient.with(cluster.east(), TestBed.ADMIN_TOKEN);
    try (Sockets sockets = cluster.sockets();
        Crowd bystanders =
            new Crowd(cluster, sockets, cluster.room("mentions", "test/echo")).gather(BYSTANDERS);
        Victims victims = Victims.settle(cluster, operator, secrets, tokens)) {
      bystanders.write(5, Duration.ofMillis(500));
      sockets.every(TYPING, victims::type);
      Strangers strangers = new Strangers(cluster, operator);
      Verdicts verdicts = new Verdicts(secrets, victims.loot());
      Assault assault = new Assault(cluster, strangers, victims, verdicts);
      // what the first requests of a kind bring stays, and may: code, pools, names of series
      assault.sweep();

      Watch watch = Watch.begin(cluster);
      long swept = verdicts.acts();
      assault.run(time, seed);

      findings.note("seed %d; %,d pieces of frames".formatted(seed, assault.frames()));
      verdicts.judge(findings);
      watch.judge(findings, secrets, time, verdicts.acts() - swept);
      bystanders.settle();
      bystanders.judge(findings);
      findings.none("acknowledged to strangers and not archived", missing(cluster, verdicts));
      victims.judge(cluster.nodes(), findings);
    } finally {
      cluster.models().script(Settler.SLOW, Script.echo());
    }
  }

  private static Set<String> missing(Cluster cluster, Verdicts verdicts) {
    try {
      Await.within(Duration.ofSeconds(30))
          .check(
              "all is archived",
              () -> cluster.archive().missing(verdicts.acknowledged()).isEmpty());
      return Set.of();
    } catch (AssertionError late) {
      return cluster.archive().missing(verdicts.acknowledged());
    }
  }
}
