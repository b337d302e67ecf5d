package io.parley.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.event.Event;
import io.parley.live.Draft;
import io.parley.participant.ParticipantId;
import io.parley.platform.Ids;
import io.parley.platform.Json;
import io.parley.testing.frontend.Node;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The page's draft code and the server's, which know nothing of each other, given the same random
/// edits: what one person typed, what the server holds and what the others are shown are equal.
class DraftsAcrossIT {
  private static final Path PROJECT = Path.of("").toAbsolutePath();
  private static final String SCRIPT = "src/test/js/drafts-across.js";

  private static Node node;

  private record Session(List<JsonNode> frames, String text) {}

  @BeforeAll
  static void unpack() throws Exception {
    node = Node.unpack(Node.workshop());
  }

  @Test
  void whatOneTypesTheServerHoldsAndTheOthersSee(@TempDir Path scratch) throws Exception {
    List<Session> sessions =
        Json.MAPPER.readValue(run("type"), new TypeReference<List<Session>>() {});
    assertTrue(sessions.stream().anyMatch(session -> session.text().length() > 20));

    List<List<JsonNode>> told = new ArrayList<>();
    for (Session session : sessions) {
      told.add(throughTheServer(session));
    }
    Path events = Files.writeString(scratch.resolve("events.json"), Json.write(told));

    assertEquals(
        sessions.stream().map(Session::text).toList(),
        Json.MAPPER.readValue(run("show", events.toString()), new TypeReference<>() {}));
  }

  /// The events that the others are told, after checking that the server holds the same text.
  private static List<JsonNode> throughTheServer(Session session) throws Exception {
    Typing typing = new Typing(new ParticipantId(Ids.next()), Ids.next());
    Draft held = new Draft();
    List<JsonNode> told = new ArrayList<>();
    for (JsonNode frame : session.frames()) {
      ClientFrame.Draft update = (ClientFrame.Draft) ClientFrame.parse(frame.toString());
      Event.DraftEdited edited = typing.update(update);
      if (edited.event() != Event.DraftEvent.EDIT) {
        held.clear();
      }
      held.apply(edited.ops());
      told.add(asEvent(edited));
    }
    assertEquals(session.text(), held.toString());
    return told;
  }

  private static JsonNode asEvent(Event.DraftEdited edited) {
    ObjectNode event = Json.MAPPER.valueToTree(edited);
    event.remove("origin");
    return event;
  }

  private static String run(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(SCRIPT));
    command.addAll(List.of(arguments));
    Node.Outcome outcome = node.run(PROJECT, command);
    assertEquals(0, outcome.status(), outcome.output());
    return outcome.output();
  }
}
