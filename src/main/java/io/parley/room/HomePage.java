package io.parley.room;

import io.parley.conversation.Conversation;
import io.parley.event.ConversationId;
import io.parley.history.LatestLines;
import io.parley.llm.ModelName;
import io.parley.llm.Models;
import io.parley.participant.Participant;
import io.parley.platform.ProblemException;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/// The home page: which rooms there are, who is in them, and which model answers. While the rooms
/// cannot be listed it shows a notice, and still opens.
@Named
@RequestScoped
public class HomePage {
  private static final int SHOWN = 50;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm").withZone(ZoneOffset.UTC);

  @Inject Rooms rooms;
  @Inject LiveRooms live;
  @Inject Models models;

  private List<Room> listed = List.of();
  private List<Room> inhabited = List.of();
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

  /// A room with people in it, and the lobby.
  public static final class LiveRow {
    private final Room room;
    private final LiveRooms.Live live;

    LiveRow(Room room, LiveRooms.Live live) {
      this.room = room;
      this.live = live;
    }

    public Row getRoom() {
      return new Row(room);
    }

    /// Some of the people.
    public List<Face> getFaces() {
      return live.people().stream().map(Face::of).toList();
    }

    /// How many there are beside those with a face.
    public int getOthers() {
      return Math.max(0, room.participants() - live.people().size());
    }

    /// For those who hear the page: the faces are for those who see it.
    public String getPeopleWords() {
      String names =
          live.people().stream().map(Participant::name).collect(Collectors.joining(", "));
      return names + (getOthers() > 0 ? " and %,d more".formatted(getOthers()) : "");
    }

    public String getLine() {
      return live.line().map(LatestLines.Line::text).orElse("");
    }

    public String getAuthor() {
      return live.line().map(LatestLines.Line::author).orElse("");
    }

    public String getAt() {
      return live.line().map(line -> line.at().toString()).orElse("");
    }

    public String getTime() {
      return live.line().map(line -> TIME.format(line.at())).orElse("");
    }

    /// Changes with all that is shown of it.
    private List<Object> shown() {
      return List.of(room.name(), room.topic(), room.participants(), live);
    }
  }

  @PostConstruct
  void load() {
    try {
      RoomList page = rooms.list(Optional.empty(), SHOWN);
      listed = page.rooms();
      rows = listed.stream().map(Row::new).toList();
      next = page.next().orElse("");
      // people may be in a room where nobody has said anything for long
      Map<ConversationId, Room> found = new LinkedHashMap<>();
      listed.stream().filter(HomePage::isLive).forEach(room -> found.put(room.id(), room));
      withPeople().forEach(room -> found.putIfAbsent(room.id(), room));
      inhabited = found.values().stream().limit(LiveRooms.MOST).toList();
    } catch (ProblemException away) {
      notice = "The list of rooms is unavailable. " + away.detail();
    }
  }

  /// Those that are listed are shown, also while this node cannot find out about others.
  private List<Room> withPeople() {
    try {
      return rooms.inhabited(2 * LiveRooms.MOST);
    } catch (ProblemException away) {
      return List.of();
    }
  }

  public List<Row> getRooms() {
    return rows;
  }

  /// The lobby, and the rooms with people: what is asked of PostgreSQL for it is asked once for
  /// all.
  public List<LiveRow> getLive() {
    Map<ConversationId, LiveRooms.Live> seen = live.of(inhabited.stream().map(Room::id).toList());
    return inhabited.stream()
        .map(room -> new LiveRow(room, seen.getOrDefault(room.id(), LiveRooms.Live.UNKNOWN)))
        .toList();
  }

  /// An `ETag` of [#getLive].
  String liveTag() {
    String shown = getLive().stream().map(LiveRow::shown).toList().toString();
    return "W/\"%s\"".formatted(UUID.nameUUIDFromBytes(shown.getBytes(StandardCharsets.UTF_8)));
  }

  /// All others.
  public List<Row> getQuiet() {
    Set<String> shown = inhabited.stream().map(Room::name).collect(Collectors.toSet());
    return rows.stream().filter(row -> !shown.contains(row.getName())).toList();
  }

  public String getQuietWords() {
    int quiet = getQuiet().size();
    return quiet == 1 ? "1 quiet room" : quiet + " quiet rooms";
  }

  private static boolean isLive(Room room) {
    return room.participants() > 0 || room.id().equals(Conversation.LOBBY);
  }

  /// The model that answers a first question.
  public String getModel() {
    return models.defaultModel().toString();
  }

  public String getModelName() {
    return ModelName.of(getModel());
  }

  /// Whether there is no model but the built-in guide.
  public boolean isOnlyGuide() {
    return models.isOnlyGuide();
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
