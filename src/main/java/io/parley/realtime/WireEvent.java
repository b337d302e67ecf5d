package io.parley.realtime;

import java.util.Optional;

/// An event as it goes over the wire, encoded once for all who receive it.
///
/// @param type the event's type, as in its JSON
/// @param json the whole event as one JSON object
/// @param position where a durable event stands in its log; a live event has none
/// @param origin the connection that must not get it back: it typed this itself
public record WireEvent(
    String type, String json, Optional<String> position, Optional<ConnectionId> origin) {

  public static WireEvent durable(String type, String json, String position) {
    return new WireEvent(type, json, Optional.of(position), Optional.empty());
  }

  public static WireEvent live(String type, String json) {
    return new WireEvent(type, json, Optional.empty(), Optional.empty());
  }

  public static WireEvent live(String type, String json, ConnectionId origin) {
    return new WireEvent(type, json, Optional.empty(), Optional.of(origin));
  }

  /// Durable events reach everyone; live ones may be left out for a reader that is behind.
  public boolean durable() {
    return position.isPresent();
  }
}
