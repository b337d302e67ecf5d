package io.parley.realtime;

import java.util.Objects;
import java.util.UUID;

/// One connection, unique over all nodes: it travels with an event as its origin.
public record ConnectionId(UUID value) {
  public ConnectionId {
    Objects.requireNonNull(value, "an id");
  }

  public static ConnectionId next() {
    return new ConnectionId(UUID.randomUUID());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
