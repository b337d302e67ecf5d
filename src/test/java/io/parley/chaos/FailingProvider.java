package io.parley.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.testing.ApiClient;
import io.parley.testing.RoomClient;
import io.parley.testing.openai.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/// A provider fails in all its ways, with and without another model to fall back to.
final class FailingProvider implements Scenario {
  private static final Duration LONGER = Duration.ofSeconds(1);
  private static final String OURS = "one two three four five six seven eight nine ten";
  private static final String OTHERS = "alternative answer entirely";

  /// A way to fail.
  ///
  /// @param timeout the one that ends it, at the latest
  /// @param mayFallBack whether it fails before anything was said
  private record Fault(String name, Script script, Duration timeout, boolean mayFallBack) {
    String model(boolean fallback) {
      return (fallback ? "falls-" : "fails-") + name;
    }

    /// In a variable, `_` stands for all but letters and digits.
    String setting() {
      return "PARLEY_LLM_FALLBACK_TEST_FALLS_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
    }
  }

  private static final List<Fault> FAULTS =
      List.of(
          new Fault(
              "silent", Script.text(words()).stallFirst(Script.FOREVER), Cluster.FIRST_TOKEN, true),
          new Fault(
              "silent-after-headers",
              Script.text(words()).stallAfterRole(Script.FOREVER),
              Cluster.FIRST_TOKEN,
              true),
          new Fault(
              "stall-after-20",
              Script.text(words()).rate(200).stallAfter(20, Script.FOREVER),
              Cluster.BETWEEN_TOKENS,
              false),
          new Fault(
              "status-429",
              Script.error(429, "rate_limit_exceeded", "slow down"),
              Cluster.FIRST_TOKEN,
              true),
          new Fault(
              "status-500", Script.error(500, "server_error", "oops"), Cluster.FIRST_TOKEN, true),
          new Fault("reset-at-once", Script.text(words()).resetAfter(0), Cluster.FIRST_TOKEN, true),
          new Fault(
              "reset-after-20",
              Script.text(words()).rate(200).resetAfter(20),
              Cluster.BETWEEN_TOKENS,
              false),
          new Fault(
              "malformed-after-5",
              Script.text(words()).rate(200).malformedAfter(5),
              Cluster.BETWEEN_TOKENS,
              false));

  private static String words() {
    return (OURS + " ").repeat(10).strip();
  }

  /// Variables that a node needs for this, and models that have to be there when it starts.
  static Stream<String> settings() {
    return FAULTS.stream().map(Fault::setting);
  }

  static final String FALLBACK = "test/alternative";

  static void offer(Cluster cluster) {
    for (Fault fault : FAULTS) {
      cluster.models().script(fault.model(true), fault.script);
      cluster.models().script(fault.model(false), fault.script);
    }
    cluster.models().script("alternative", Script.text(OTHERS));
  }

  @Override
  public String name() {
    return "failing-provider";
  }

  @Override
  public String title() {
    return "Provider: no byte, stall after 20 tokens, 429, 500, reset, malformed events";
  }

  @Override
  public String mustHold() {
    return "fallback or `failed` within the timeout + 1 s; never two answers mixed";
  }

  @Override
  public void play(Cluster cluster, Dose dose, Findings findings) {
    Map<String, Duration> slowest = new ConcurrentSkipListMap<>();
    Queue<String> wrong = new ConcurrentLinkedQueue<>();
    int rounds = dose.of(1, 10);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < rounds; round++) {
        List<CompletableFuture<Void>> asked = new ArrayList<>();
        for (Fault fault : FAULTS) {
          for (boolean fallback : new boolean[] {true, false}) {
            asked.add(
                CompletableFuture.runAsync(
                    () -> ask(cluster, fault, fallback, slowest, wrong), threads));
          }
        }
        asked.forEach(CompletableFuture::join);
      }
    }
    findings.note(
        "%d times each; first-token timeout %s, between tokens %s"
            .formatted(
                rounds,
                Findings.inWords(Cluster.FIRST_TOKEN),
                Findings.inWords(Cluster.BETWEEN_TOKENS)));
    findings.none("ended otherwise, twice, or with words of two models", wrong);
    for (Fault fault : FAULTS) {
      slowest.forEach((what, took) -> {
        if (what.startsWith(fault.model(true) + ":") || what.startsWith(fault.model(false) + ":")) {
          findings.atMost(fault.timeout.plus(LONGER), took, what + ", at the latest after");
        }
      });
    }
  }

  private static void ask(
      Cluster cluster,
      Fault fault,
      boolean fallback,
      Map<String, Duration> slowest,
      Queue<String> wrong) {
    String model = fault.model(fallback);
    ApiClient asking = ApiClient.guest(cluster.east(), "asking " + model);
    String room = RoomClient.room(asking, "all", "test/" + model);
    try (RoomClient client = RoomClient.join(asking, room)) {
      client.post("Say something");
      long posted = System.nanoTime();
      JsonNode end = client.event("reply.finished");
      Duration took = Duration.ofNanos(System.nanoTime() - posted);
      String status = end.path("status").asText();
      String text = end.path("text").asText();
      boolean falls = fallback && fault.mayFallBack;
      Set<String> words = Set.of(text.isEmpty() ? new String[0] : distinct(text));
      Set<String> whose = Set.of((falls ? OTHERS : OURS).split(" "));
      String ended =
          "%s: %s".formatted(model, falls ? "the other model" : end.at("/error/code").asText());
      slowest.merge(ended, took, (one, other) -> one.compareTo(other) > 0 ? one : other);
      boolean right =
          status.equals(falls ? "finished" : "failed")
              && (!falls || text.equals(OTHERS))
              && whose.containsAll(words)
              && text.equals(client.textOf(end.path("reply_id").asText()))
              && client.events("reply.finished").size() == 1;
      if (!right) {
        wrong.add(ended + " " + end);
      }
    }
  }

  private static String[] distinct(String text) {
    return Stream.of(text.strip().split(" ")).distinct().toArray(String[]::new);
  }
}
