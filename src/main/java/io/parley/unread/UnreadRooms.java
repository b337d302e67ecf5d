package io.parley.unread;

import io.parley.event.ConversationId;
import io.parley.event.Position;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// The rooms that the caller has been in, with what they have not read there.
@Schema(name = "UnreadRooms")
public record UnreadRooms(List<Item> items) {
  public UnreadRooms {
    items = List.copyOf(items);
  }

  /// A room.
  @Schema(name = "UnreadRoom")
  public record Item(
      ConversationId conversationId,
      String name,
      @Schema(
              description =
                  "Messages and replies after `position` that are not the caller's own; 100 means 100"
                      + " or more",
              minimum = "0",
              maximum = "100")
          int unread,
      @Schema(
              description =
                  "How many of them mention the caller; of a room at most 20 messages are looked at",
              minimum = "0",
              maximum = "20")
          int mentions,
      @Schema(description = "Position up to which the caller has read") Position position) {}

  /// Up to where the caller has read.
  @Schema(name = "ReadPosition", examples = "{\"position\":\"kZ3fQ:42\"}")
  public record Read(
      @Schema(
              description =
                  "A position of this room, from an event, a message, a `welcome` or a `snapshot`",
              required = true,
              implementation = String.class)
          Optional<String> position) {}
}
