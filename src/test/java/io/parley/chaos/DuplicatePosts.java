package io.parley.chaos;

import io.parley.platform.Ids;
import io.parley.testing.ApiClient;
import io.parley.testing.Await;
import io.parley.testing.RoomClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// One message, posted ten times at once, half of them at another node.
final class DuplicatePosts implements Scenario {
  private static final int TIMES = 10;

  @Override
  public String name() {
    return "duplicate-posts";
  }

  @Override
  public String title() {
    return "Duplicate post ×10 at once on two nodes";
  }

  @Override
  public String mustHold() {
    return "one message, one reply";
  }

  @Override
  public void play(Cluster cluster, Dose dose, Findings findings) {
    int rounds = dose.of(5, 100);
    Room room = cluster.room("all", "test/echo");
    List<String> differing = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    RoomClient east = RoomClient.join(ApiClient.guest(cluster.east(), "reader"), room.name());
    RoomClient west = RoomClient.join(ApiClient.guest(cluster.west(), "reader"), room.name());
    try (east;
        west;
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < rounds; round++) {
        // as clients make them: of this moment, and of any time
        String id = (round % 2 == 0 ? Ids.next() : UUID.randomUUID()).toString();
        CyclicBarrier start = new CyclicBarrier(TIMES);
        List<CompletableFuture<ApiClient.Answer>> answers = new ArrayList<>();
        for (int i = 0; i < TIMES; i++) {
          ApiClient host = room.host().at(cluster.nodes().get(i % 2));
          answers.add(CompletableFuture.supplyAsync(() -> post(host, room, id, start), threads));
        }
        List<ApiClient.Answer> given = answers.stream().map(CompletableFuture::join).toList();
        given.stream()
            .filter(answer -> answer.status() != 200)
            .forEach(answer -> refused.add(answer.toString()));
        long kinds = given.stream().map(answer -> answer.body()).distinct().count();
        if (kinds != 1) {
          differing.add(id);
        }
      }
      Await.within(Duration.ofSeconds(30))
          .check("all is answered", () -> cluster.archive().replies(room).size() >= rounds);
      for (RoomClient reader : List.of(east, west)) {
        Await.until("all is shown", () -> reader.events("reply.finished").size() >= rounds);
        findings.check(
            reader.events("message").size() == rounds
                && reader.events("reply.started").size() == rounds
                && reader.events("reply.finished").size() == rounds,
            "at %s, of %d messages %d shown, %d replies begun, %d ended"
                .formatted(
                    reader.who().node().name(),
                    rounds,
                    reader.events("message").size(),
                    reader.events("reply.started").size(),
                    reader.events("reply.finished").size()));
      }
    }
    findings.check(
        cluster.archive().messages(room).size() == rounds
            && cluster.archive().replies(room).size() == rounds,
        "archived %d and %d"
            .formatted(
                cluster.archive().messages(room).size(), cluster.archive().replies(room).size()));
    findings.none("posts refused", refused);
    findings.note("%d of %d with answers of several kinds".formatted(differing.size(), rounds));
  }

  private static ApiClient.Answer post(ApiClient host, Room room, String id, CyclicBarrier start) {
    try {
      start.await();
    } catch (InterruptedException | java.util.concurrent.BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
    return host.post(room.messages(), Map.of("message", "once", "message_id", id));
  }
}
