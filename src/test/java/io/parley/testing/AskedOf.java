package io.parley.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Questions that a certain node answers: which one does is the log's decision, by the room's
/// partition.
public final class AskedOf implements AutoCloseable {
  /// A node that has just started gets its partitions from Kafka after a while: up to ten seconds
  /// later if another one was killed before.
  private static final Await PATIENTLY = Await.within(Duration.ofSeconds(60));

  /// Fewer than the replies that a guest may ask for in a minute.
  private static final int ROOMS_OF_A_GUEST = 10;

  private final ParleyNode node;
  private final ParleyNode other;
  private final List<RoomClient> clients = new ArrayList<>();
  private ApiClient guest;

  /// @param node the one that shall answer
  /// @param other the one beside it, where those who ask are connected
  public AskedOf(ParleyNode node, ParleyNode other) {
    this.node = node;
    this.other = other;
    this.guest = ApiClient.guest(other, "asks");
  }

  /// A reply in progress.
  ///
  /// @param client in its room, at the other node
  public record Reply(String id, RoomClient client) {}

  /// Asks in room after room until the node answers. The replies of the other one are stopped.
  ///
  /// @param model that answers slowly enough for what the test is about to do
  public Reply reply(String model) {
    return PATIENTLY.value(node + " answers", () -> ask(model));
  }

  private Optional<Reply> ask(String model) {
    if (clients.size() % ROOMS_OF_A_GUEST == ROOMS_OF_A_GUEST - 1) {
      guest = ApiClient.guest(other, "asks");
    }
    RoomClient client = RoomClient.join(guest, RoomClient.room(guest, "all", model));
    clients.add(client);
    client.post("Count, please.");
    String id = client.event("reply.started").path("reply_id").asText();
    // a node says so in its log a little after everybody has heard it
    Await.until("a node says that it answers", () -> answers(node, id) || answers(other, id));
    if (answers(node, id)) {
      return Optional.of(new Reply(id, client));
    }
    guest.post("/api/replies/" + id + "/stop", Map.of());
    return Optional.empty();
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
