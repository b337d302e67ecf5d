package io.parley.chaos;

import io.parley.testing.ApiClient;
import io.parley.testing.Await;
import io.parley.testing.Latencies;
import io.parley.testing.ParleyNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// All that a node has limits for, together, on the heap that it has by default.
final class EverythingAtOnce implements Scenario {
  private static final double SLOWER = 2;

  /// The ids of the last ten minutes, 20 MB, and as much as odd requests may leave, 15 MB.
  private static final long MORE_MEGABYTES = 20 + 15;

  private static final long MORE_THREADS = 40;

  /// Answers of each kind in five minutes, so that nobody measures a load that was not there.
  private static final Map<String, Integer> FEWEST =
      Map.of(
          "embedding", 100,
          "import", 200,
          "list of models", 40,
          "reply in a room", 200,
          "search", 500,
          "stream of /v1", 200,
          "unfinished body", 1_000);

  private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(2);

  @Override
  public String name() {
    return "everything-at-once";
  }

  @Override
  public String title() {
    return "3,000 sockets, 200 imports, 50 streams with events of 5 MB, 12,620 models, searches, embeddings and 100 unfinished bodies together for five minutes, default heap";
  }

  @Override
  public String mustHold() {
    return "refusals are documented errors; no OutOfMemoryError, no stuck thread; acknowledged = archived = delivered; keystrokes' p99 at most doubled";
  }

  @Override
  public void play(Cluster cluster, Dose dose, Findings findings) throws Exception {
    ParleyNode node = cluster.east();
    long pid = node.pid();
    long logged = Files.size(node.log());
    Vitals vitals = new Vitals(node);
    List<Crowd> rooms = new ArrayList<>();
    try (Sockets sockets = cluster.sockets()) {
      for (int n = 0; n < dose.of(10, 30); n++) {
        rooms.add(
            new Crowd(cluster, sockets, cluster.room("mentions", "test/echo"))
                .gather(dose.of(30, 100), _ -> Crowd.doors(List.of(node), 0)));
      }
      // what one node takes: the other one would only take its share of a small machine
      cluster.west().stop();
      try (Typing typing = new Typing(rooms)) {
        rooms.forEach(
            room -> room.write(1, dose.of(Duration.ofSeconds(2), Duration.ofSeconds(10))));
        Pace.pass(dose.of(Duration.ofSeconds(2), Duration.ofSeconds(20))); // to warm up
        typing.take();
        Pace.pass(dose.of(Duration.ofSeconds(3), Duration.ofSeconds(60)));
        Latencies before = typing.take();
        long threads = vitals.threads();
        long heap = heap(vitals);
        long resident = vitals.residentMegabytes();
        typing.take();

        Tally tally = new Tally();
        Load load = new Load(cluster, sockets, dose, tally);
        load.last(dose.of(Duration.ofSeconds(6), Duration.ofMinutes(5)));
        Latencies during = typing.take();

        judge(tally, load, dose, findings);
        keystrokes(before, during, dose, findings);
        settled(vitals, threads, heap, resident, findings);
      }
      delivered(rooms, findings);
    } finally {
      rooms.forEach(Crowd::close);
    }
    findings.check(node.isAlive() && node.pid() == pid, "the process lives");
    findings.none("words of memory in the log", outOfMemory(node, logged));
    long asked = System.nanoTime();
    int status = ApiClient.nobody(node).get("/api/rooms").status();
    Duration took = Duration.ofNanos(System.nanoTime() - asked);
    findings.check(status == 200, "afterwards /api/rooms answers " + status);
    findings.atMost(ANSWERS_WITHIN, took, "after");
  }

  private static void judge(Tally tally, Load load, Dose dose, Findings findings) {
    tally.answers().forEach((what, count) -> findings.note("%,d × %s".formatted(count, what)));
    if (dose == Dose.FULL) {
      findings.none("parts of the load that were not there all the time", tally.rarer(FEWEST));
    }
    findings.none("answers that the documentation does not have", tally.wrong());
    findings.none("imports that were acknowledged and are not archived", load.missingImports());
  }

  private static void keystrokes(Latencies before, Latencies during, Dose dose, Findings findings) {
    String figures =
        "keystrokes: p50 %.1f ms and p99 %.0f ms before, p50 %.1f ms and p99 %.0f ms meanwhile (%,d and %,d)"
            .formatted(
                before.percentile(50),
                before.percentile(99),
                during.percentile(50),
                during.percentile(99),
                before.count(),
                during.count());
    if (dose == Dose.FULL) {
      findings.check(during.percentile(99) <= SLOWER * before.percentile(99), figures);
    } else {
      findings.note(figures);
    }
  }

  /// Without the recent events that a node keeps for readers who come back: they have a limit of
  /// their own.
  private static long heap(Vitals vitals) {
    return vitals.heapMegabytes() - ((long) vitals.metric("parley_live_bytes") >> 20);
  }

  /// What the load has left to be done may still be on its way.
  private static void settled(
      Vitals vitals, long threads, long heap, long resident, Findings findings) {
    boolean fine;
    try {
      Await.within(Duration.ofSeconds(90))
          .check(
              "heap and threads are what they were",
              () ->
                  vitals.threads() <= threads + MORE_THREADS
                      && heap(vitals) <= heap + MORE_MEGABYTES);
      fine = true;
    } catch (AssertionError late) {
      fine = false;
    }
    findings.check(
        fine,
        "heap after collection without recent events %d MB before, %d MB afterwards; %d and %d threads; %d and %d MB resident"
            .formatted(
                heap,
                heap(vitals),
                threads,
                vitals.threads(),
                resident,
                vitals.residentMegabytes()));
  }

  private static void delivered(List<Crowd> rooms, Findings findings) {
    rooms.forEach(Crowd::settle);
    Findings each = new Findings(Dose.FULL);
    rooms.forEach(room -> room.judge(each));
    int messages = rooms.stream().mapToInt(room -> room.acknowledged().size()).sum();
    findings.check(
        each.hold(),
        each.hold()
            ? "%,d messages of %d rooms acknowledged = archived = delivered, in one order"
                .formatted(messages, rooms.size())
            : each.broken());
  }

  private static List<String> outOfMemory(ParleyNode node, long from) throws IOException {
    try (InputStream log = Files.newInputStream(node.log())) {
      log.skipNBytes(from);
      return new String(log.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.contains("OutOfMemoryError") || line.contains("Java heap space"))
          .toList();
    }
  }
}
