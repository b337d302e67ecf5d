package io.parley.room;

import io.parley.platform.ProblemException;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Optional;

/// The home page: which rooms there are. While they cannot be listed it says so, and still opens.
@Named
@RequestScoped
public class HomePage {
  private static final int SHOWN = 50;

  @Inject Rooms rooms;

  private List<Row> rows = List.of();
  private String next = "";
  private String notice = "";
  private String error = "";

  /// A room in the list.
  public static final class Row {
    private final Room room;

    Row(Room room) {
      this.room = room;
    }

    public String getName() {
      return room.name();
    }

    public String getTopic() {
      return room.topic();
    }

    public int getParticipants() {
      return room.participants();
    }

    public String getUrl() {
      return RoomPages.path(room.name());
    }
  }

  @PostConstruct
  void load() {
    try {
      RoomList page = rooms.list(Optional.empty(), SHOWN);
      rows = page.rooms().stream().map(Row::new).toList();
      next = page.next().orElse("");
    } catch (ProblemException away) {
      notice = "The list of rooms is unavailable. " + away.detail();
    }
  }

  public List<Row> getRooms() {
    return rows;
  }

  /// Names the page of rooms after these; empty if these are all.
  public String getNext() {
    return next;
  }

  public String getNotice() {
    return notice;
  }

  /// Why a room could not be opened; empty when nothing went wrong.
  public String getError() {
    return error;
  }

  void refuse(String why) {
    error = why;
  }
}
