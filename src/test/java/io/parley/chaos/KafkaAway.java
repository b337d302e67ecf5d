package io.parley.chaos;

import io.parley.platform.Ids;
import io.parley.services.Part;
import io.parley.testing.ApiClient;
import io.parley.testing.Await;
import io.parley.testing.ParleyNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/// The log stands still, and then is gone.
final class KafkaAway implements Scenario {
  private static final Duration ERROR_WITHIN = Duration.ofSeconds(2);
  private static final Duration BACK_WITHIN = Duration.ofSeconds(10);

  /// Threads that a node may have more of than before: what waits must not each hold one.
  private static final int MORE_THREADS = 40;

  @Override
  public String name() {
    return "kafka-away";
  }

  @Override
  public String title() {
    return "Kafka paused 60 s (SIGSTOP); Kafka killed (SIGKILL) and restarted";
  }

  @Override
  public String mustHold() {
    return "sends fail with a clear error within 2 s, no thread exhaustion; every consumer receives again without a restart of the application, ≤ 10 s";
  }

  @Override
  public void play(Cluster cluster, Dose dose, Findings findings) {
    Room room = cluster.room("mentions", "test/echo");
    try (Sockets sockets = cluster.sockets();
        Crowd crowd = new Crowd(cluster, sockets, room).gather(20)) {
      crowd.members().forEach(member -> crowd.say(member, "hello from " + member).join());
      new Outage("paused", cluster, crowd, findings)
          .last(
              dose.of(Duration.ofSeconds(4), Duration.ofSeconds(60)),
              () -> cluster.services().pause(Part.KAFKA),
              () -> cluster.services().resume(Part.KAFKA));
      new Outage("killed", cluster, crowd, findings)
          .last(
              dose.of(Duration.ofSeconds(2), Duration.ofSeconds(20)),
              () -> cluster.kill(Part.KAFKA),
              () -> cluster.start(Part.KAFKA));
      crowd.settle();
      crowd.judge(findings);
    }
  }

  /// One time that Kafka is away.
  private record Outage(String how, Cluster cluster, Crowd crowd, Findings findings) {
    void last(Duration time, Runnable breakIt, Runnable repairIt) {
      long threads = threads();
      List<CompletableFuture<Member.Answer>> sent = new ArrayList<>();
      breakIt.run();
      long most;
      Knocks posts = new Knocks();
      Knocks reads = new Knocks();
      try (posts;
          reads) {
        most = knock(time, sent, posts, reads);
        Await.within(Duration.ofSeconds(10))
            .check(
                "every send is answered", () -> sent.stream().allMatch(CompletableFuture::isDone));
      } finally {
        repairIt.run();
      }
      long repaired = System.nanoTime();
      receiveAgain(repaired);

      List<Member.Answer> answers = sent.stream().map(CompletableFuture::join).toList();
      Duration slowest =
          answers.stream().map(Member.Answer::took).max(Duration::compareTo).orElse(Duration.ZERO);
      findings.none(
          how + ": sends answered with another code than unavailable",
          answers.stream()
              .filter(answer -> answer.position().isEmpty() && !answer.code().equals("unavailable"))
              .toList());
      findings.note(
          "%s: %d socket sends, %d refused"
              .formatted(
                  how,
                  answers.size(),
                  answers.stream().filter(answer -> answer.position().isEmpty()).count()));
      findings.atMost(ERROR_WITHIN, slowest, how + ": slowest error on the socket");
      findings.note("%s: REST posts %s".formatted(how, posts.answers()));
      findings.atMost(ERROR_WITHIN, posts.slowest(), how + ": slowest error over REST");
      findings.none(how + ": calls without an answer", posts.unanswered());
      findings.check(
          reads.answers().keySet().equals(Set.of("200")),
          "%s: reads meanwhile %s, slowest %s"
              .formatted(how, reads.answers(), Findings.inWords(reads.slowest())));
      findings.check(
          most <= threads + MORE_THREADS,
          "%s: threads of both nodes %d before, at most %d".formatted(how, threads, most));
    }

    private long knock(
        Duration time, List<CompletableFuture<Member.Answer>> sent, Knocks posts, Knocks reads) {
      Pace pace = Pace.of(20);
      long most = 0;
      long end = System.nanoTime() + time.toNanos();
      for (int i = 0; System.nanoTime() < end; i++) {
        pace.next();
        Member writer = crowd.members().get(i % crowd.members().size());
        sent.add(crowd.trySay(writer, "is anybody there? " + i));
        ApiClient host = crowd.room().host().at(cluster.nodes().get(i % 2));
        if (i % 4 == 0) {
          String id = Ids.next().toString();
          crowd.attempted(id);
          posts.knock(() ->
              host.post(crowd.room().messages(), Map.of("message", "over REST", "message_id", id)));
        }
        if (i % 10 == 0) {
          reads.knock(() -> host.get("/api/rooms/" + crowd.room().name()));
          most = Math.max(most, threads());
        }
      }
      return most;
    }

    private long threads() {
      return cluster.nodes().stream().mapToLong(node -> new Vitals(node).threads()).sum();
    }

    /// Fan-out of both nodes, archive and assistant.
    private void receiveAgain(long repaired) {
      Map<String, Duration> again = new LinkedHashMap<>();
      for (ParleyNode node : cluster.nodes()) {
        Member asking = crowd.members().get(cluster.nodes().indexOf(node));
        Member.Answer asked = crowd.say(asking, "@echo are you there?").join();
        Await patiently = Await.within(Duration.ofSeconds(60));
        patiently.check(
            "all members have it",
            () ->
                crowd.members().stream()
                    .allMatch(member -> member.ledger().messages().contains(asked.messageId())));
        again.put("fan-out", since(repaired));
        patiently.check(
            "it is archived",
            () -> cluster.archive().messages(crowd.room()).contains(asked.messageId()));
        again.put("archive", since(repaired));
        patiently.check(
            "it is answered",
            () ->
                !asking.ledger().ended().isEmpty()
                    && asking.ledger().unended().isEmpty()
                    && cluster.archive().answered(asked.messageId()));
        again.put("assistant", since(repaired));
      }
      again.forEach((consumer, took) ->
          findings.atMost(
              BACK_WITHIN, took, how + ": " + consumer + " of both nodes receives again after"));
    }

    private static Duration since(long moment) {
      return Duration.ofNanos(System.nanoTime() - moment);
    }
  }
}
