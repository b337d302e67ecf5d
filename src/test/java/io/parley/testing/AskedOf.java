package io.parley.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Questions that a certain node answers: which one does is the log's decision, by the room's
/// partition.
public final class AskedOf implements AutoCloseable {
  private static final int ROOMS = 30;

  private final ParleyNode node;
  private final ParleyNode other;
  private final List<RoomClient> clients = new ArrayList<>();

  /// @param node the one that shall answer
  /// @param other the one beside it, where those who ask are connected
  public AskedOf(ParleyNode node, ParleyNode other) {
    this.node = node;
    this.other = other;
  }

  /// A reply in progress.
  ///
  /// @param client in its room, at the other node
  public record Reply(String id, RoomClient client) {}

  /// Asks in room after room until the node answers. The replies of the other one are stopped.
  ///
  /// @param model that answers slowly enough for what the test is about to do
  public Reply reply(ApiClient by, String model) {
    for (int i = 0; i < ROOMS; i++) {
      String room = RoomClient.room(by, "all", model);
      RoomClient client = RoomClient.join(by, room);
      clients.add(client);
      client.post("Count, please.");
      String id = client.event("reply.started").path("reply_id").asText();
      // a node says so in its log a little after everybody has heard it
      Await.until("a node says that it answers", () -> answers(node, id) || answers(other, id));
      if (answers(node, id)) {
        return new Reply(id, client);
      }
      by.post("/api/replies/" + id + "/stop", Map.of());
    }
    throw new AssertionError(node + " answers nothing");
  }

  @Override
  public void close() {
    clients.forEach(RoomClient::close);
  }

  private static boolean answers(ParleyNode node, String reply) {
    try {
      return Files.readString(node.log()).contains("reply " + reply + " to message");
    } catch (IOException e) {
      throw new AssertionError("the log of " + node + " cannot be read", e);
    }
  }
}
