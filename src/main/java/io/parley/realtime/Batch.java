package io.parley.realtime;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The events of one topic within one tick, in order, never rewritten.
///
/// Its frame is made once and shared by all recipients. Only a recipient that is the origin of one
/// of the events gets a frame of its own, put together from the events' encoded text.
public final class Batch implements Outgoing {
  private final List<WireEvent> events;
  private final Set<ConnectionId> origins = new HashSet<>();
  private final int live;
  private volatile @Nullable Frame frame;
  private volatile @Nullable Batch durable;

  public Batch(List<WireEvent> events) {
    this.events = List.copyOf(events);
    int live = 0;
    for (WireEvent event : this.events) {
      event.origin().ifPresent(origins::add);
      live += event.durable() ? 0 : 1;
    }
    this.live = live;
  }

  /// For transports that send each event by itself, with its position.
  public List<WireEvent> events() {
    return events;
  }

  public boolean isEmpty() {
    return events.isEmpty();
  }

  /// How many of the events are live ones.
  public int liveCount() {
    return live;
  }

  /// `{"type":"events","events":[…]}` with all events, for everyone who is no origin.
  public Frame frame() {
    Frame made = frame;
    if (made == null) {
      synchronized (this) {
        made = frame;
        if (made == null) {
          made = encode(events);
          frame = made;
        }
      }
    }
    return made;
  }

  /// The frame for this connection, without the events that it sent itself; empty if none is left.
  public Optional<Frame> frameFor(ConnectionId connection) {
    if (!origins.contains(connection)) {
      return isEmpty() ? Optional.empty() : Optional.of(frame());
    }
    List<WireEvent> others =
        events.stream()
            .filter(event -> event.origin().filter(connection::equals).isEmpty())
            .toList();
    return others.isEmpty() ? Optional.empty() : Optional.of(encode(others));
  }

  /// Only the durable events, for a subscriber that is behind; shared by all of these.
  public Batch durable() {
    if (live == 0) {
      return this;
    }
    Batch made = durable;
    if (made == null) {
      synchronized (this) {
        made = durable;
        if (made == null) {
          made = new Batch(events.stream().filter(WireEvent::durable).toList());
          durable = made;
        }
      }
    }
    return made;
  }

  /// The events after the first `count`, for a subscriber whose first frame already covers those.
  Batch after(int count) {
    return new Batch(events.subList(count, events.size()));
  }

  @Override
  public int bytes() {
    return frame().bytes();
  }

  @Override
  public String toString() {
    return "Batch of " + events.size() + " events";
  }

  private static Frame encode(List<WireEvent> events) {
    int length = 32;
    for (WireEvent event : events) {
      length += event.json().length() + 1;
    }
    StringBuilder text = new StringBuilder(length).append("{\"type\":\"events\",\"events\":[");
    String separator = "";
    for (WireEvent event : events) {
      text.append(separator).append(event.json());
      separator = ",";
    }
    return Frame.of(text.append("]}").toString());
  }
}
