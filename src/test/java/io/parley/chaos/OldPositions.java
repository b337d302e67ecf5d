package io.parley.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.testing.ApiClient;
import io.parley.testing.Await;
import io.parley.testing.EventStreamClient;
import io.parley.testing.ParleyNode;
import io.parley.testing.RoomClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/// A client that comes back too late, or from another log, is told so and loses nothing.
final class OldPositions implements Scenario {
  private static final Duration TAIL = Duration.ofSeconds(2);

  @Override
  public String name() {
    return "old-positions";
  }

  @Override
  public String title() {
    return "Position too old, or of another epoch";
  }

  @Override
  public String mustHold() {
    return "told so, reload, never a silent hole";
  }

  @Override
  public void play(Cluster cluster, Dose dose, Findings findings) {
    Room room = cluster.room("mentions", "test/echo");
    List<String> said = new ArrayList<>();
    String start;
    try (RoomClient early = RoomClient.join(room.host(), room.name())) {
      start = early.position();
      for (int i = 0; i < 20; i++) {
        said.add(early.post("message " + i));
      }
    }
    String epoch = start.substring(0, start.lastIndexOf(':'));
    Await.until("all is archived", () -> cluster.archive().messages(room).size() == said.size());

    for (ParleyNode node : cluster.nodes()) {
      ApiClient late = room.host().at(node);
      toldToReload(late, room, "another:5", said, "of another epoch", findings);
      toldToReload(late, room, "nonsense", said, "that is none", findings);
      toldToReload(late, room, epoch + ":-3", said, "before the log", findings);
    }
    ahead(cluster, room, epoch, said, findings);
    if (dose == Dose.FULL) {
      tooOld(cluster, room, start, said, findings);
    }
    resumes(room, said, findings);
  }

  /// A node that began reading after all that was said: its tail does not reach back to it.
  private static void tooOld(
      Cluster cluster, Room room, String start, List<String> said, Findings findings) {
    Pace.pass(TAIL.multipliedBy(2));
    try (ParleyNode young =
        cluster.further("chaos-young", Map.of("PARLEY_EVENTS_TAIL", TAIL.toString()))) {
      toldToReload(room.host().at(young), room, start, said, "too old", findings);
    }
  }

  /// The premise: a good one is taken.
  private static void resumes(Room room, List<String> said, Findings findings) {
    try (RoomClient reader = RoomClient.join(room.host(), room.name())) {
      String now = reader.position();
      said.add(reader.post("after"));
      try (RoomClient back = RoomClient.rejoin(room.host(), room.name(), Optional.of(now))) {
        JsonNode welcome = back.frame("welcome");
        findings.check(
            welcome.path("recovered").asBoolean()
                && ids(welcome.path("events"), "/message/id").equals(List.of(said.getLast())),
            "a position that is good resumed");
      }
    }
  }

  private static void toldToReload(
      ApiClient who,
      Room room,
      String position,
      List<String> said,
      String what,
      Findings findings) {
    boolean socket;
    try (RoomClient back = RoomClient.rejoin(who, room.name(), Optional.of(position))) {
      JsonNode welcome = back.frame("welcome");
      socket =
          !welcome.path("recovered").asBoolean()
              && ids(welcome.path("messages"), "/id").equals(said);
    }
    boolean stream;
    try (EventStreamClient reader =
        EventStreamClient.open(
            who, "/api/conversations/" + room.id() + "/stream", Optional.of(position))) {
      reader.await("snapshot");
      stream = reader.events().getFirst().name().equals("reset");
    }
    findings.check(
        socket && stream,
        "a position %s, at %s: socket %s, stream %s"
            .formatted(
                what,
                who.node().name(),
                socket ? "reload" : "NOT told",
                stream ? "reset" : "NOT reset"));
  }

  /// A position that nobody has given out: of this epoch, and beyond its end.
  private static void ahead(
      Cluster cluster, Room room, String epoch, List<String> said, Findings findings) {
    try (RoomClient back = RoomClient.connect(room.host().at(cluster.west()), room.name())) {
      back.send(RoomClient.object().put("type", "join").put("after", epoch + ":999999999"));
      JsonNode welcome = back.frame("welcome");
      boolean reloaded =
          !welcome.path("recovered").asBoolean()
              && ids(welcome.path("messages"), "/id").equals(said);
      findings.check(
          reloaded, "a position beyond the log's end: %s".formatted(reloaded ? "reload" : welcome));
    }
  }

  private static List<String> ids(JsonNode list, String where) {
    return StreamSupport.stream(list.spliterator(), false)
        .map(it -> it.at(where).asText())
        .filter(id -> !id.isEmpty())
        .toList();
  }
}
