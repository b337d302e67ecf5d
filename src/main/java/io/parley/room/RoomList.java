package io.parley.room;

import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// A page of the rooms: the lobby, then those in which something was said last.
///
/// @param next names the page after this one, if there are more
@Schema(name = "RoomList")
public record RoomList(
    List<Room> rooms, @Schema(implementation = String.class) Optional<String> next) {
  public RoomList {
    rooms = List.copyOf(rooms);
  }
}
