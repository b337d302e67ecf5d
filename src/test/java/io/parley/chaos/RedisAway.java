package io.parley.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.services.Part;
import io.parley.testing.ApiClient;
import io.parley.testing.Await;
import io.parley.testing.RoomClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Presence, limits and leases lose what holds them.
final class RedisAway implements Scenario {
  private static final Duration TOLD_WITHIN = Duration.ofSeconds(10);
  private static final Duration HEALED_WITHIN = Duration.ofSeconds(20);

  /// `parley.limits.copies-per-minute`, which the load leaves as it is.
  private static final int SHARES_PER_MINUTE = 6;

  @Override
  public String name() {
    return "redis-away";
  }

  @Override
  public String title() {
    return "Redis killed (SIGKILL) and restarted";
  }

  @Override
  public String mustHold() {
    return "chat goes on; limits fall back to local; presence says \"unknown\", then heals";
  }

  @Override
  public void play(Cluster cluster, Dose dose, Findings findings) {
    Room room = cluster.room("mentions", "test/echo");
    RoomClient east = RoomClient.join(ApiClient.guest(cluster.east(), "ada"), room.name());
    RoomClient west = RoomClient.join(ApiClient.guest(cluster.west(), "grace"), room.name());
    try (east;
        west;
        Sockets sockets = cluster.sockets();
        Crowd crowd = new Crowd(cluster, sockets, room).gather(10)) {
      crowd.write(5, Duration.ofMillis(200));
      cluster.kill(Part.REDIS);
      long killed = System.nanoTime();
      int before = crowd.acknowledged().size();
      for (RoomClient reader : List.of(east, west)) {
        Await.within(Duration.ofSeconds(60))
            .check("presence is said to be unknown", () -> !notices(reader, true).isEmpty());
      }
      findings.atMost(TOLD_WITHIN, since(killed), "\"presence unknown\" told after");
      limitsAreLocal(cluster, room, findings);
      var asked = crowd.say(crowd.members().getFirst(), "@echo are you there?").join();
      Await.within(Duration.ofSeconds(30))
          .check("it is answered", () -> cluster.archive().answered(asked.messageId()));
      Pace.pass(dose.of(Duration.ofSeconds(1), Duration.ofSeconds(20)));
      int taken = crowd.acknowledged().size() - before;
      findings.check(
          taken > 0, "%,d messages taken and a model's answer given meanwhile".formatted(taken));

      cluster.start(Part.REDIS);
      long back = System.nanoTime();
      for (RoomClient reader : List.of(east, west)) {
        Await.within(Duration.ofSeconds(60))
            .check("presence is known again", () -> !notices(reader, false).isEmpty());
      }
      findings.atMost(HEALED_WITHIN, since(back), "presence known again after");
      Set<String> expected = new TreeSet<>(Set.of(east.who().id(), west.who().id()));
      crowd.members().forEach(member -> expected.add(member.who().id()));
      Await.within(Duration.ofSeconds(60))
          .check(
              "both nodes show everybody",
              () ->
                  present(cluster, 0, room).containsAll(expected)
                      && present(cluster, 1, room).containsAll(expected));
      findings.atMost(HEALED_WITHIN, since(back), "everybody shown on both nodes after");
      crowd.settle();
      crowd.judge(findings);
    }
  }

  private static void limitsAreLocal(Cluster cluster, Room room, Findings findings) {
    ApiClient copier = ApiClient.guest(cluster.east(), "copier");
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i <= SHARES_PER_MINUTE; i++) {
      statuses.add(copier.post("/api/conversations/" + room.id() + "/shares", Map.of()).status());
    }
    findings.check(
        statuses.subList(0, SHARES_PER_MINUTE).stream().allMatch(status -> status == 201)
            && statuses.getLast() == 429,
        "%d shares a minute allowed: answers %s".formatted(SHARES_PER_MINUTE, statuses));
  }

  private static List<JsonNode> notices(RoomClient reader, boolean active) {
    return reader.events("notice").stream()
        .filter(notice -> notice.path("code").asText().equals("presence_unknown"))
        .filter(notice -> notice.path("active").asBoolean() == active)
        .toList();
  }

  private static Set<String> present(Cluster cluster, int node, Room room) {
    ApiClient looker = ApiClient.guest(cluster.nodes().get(node), "looker");
    try (RoomClient look = RoomClient.join(looker, room.name())) {
      Set<String> ids = new TreeSet<>();
      look.frame("welcome")
          .path("participants")
          .forEach(participant -> ids.add(participant.path("id").asText()));
      return ids;
    }
  }

  private static Duration since(long moment) {
    return Duration.ofNanos(System.nanoTime() - moment);
  }
}
