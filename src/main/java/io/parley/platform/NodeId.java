package io.parley.platform;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/// This running server: new at every start, so that nothing is mistaken for what an earlier run
/// left behind.
public record NodeId(@JsonValue String value) {
  private static final NodeId CURRENT = new NodeId(UUID.randomUUID().toString().substring(0, 8));

  @JsonCreator
  public NodeId {
    if (value == null || value.isEmpty()) {
      throw new IllegalArgumentException("a node without an id");
    }
  }

  public static NodeId current() {
    return CURRENT;
  }

  @Override
  public String toString() {
    return value;
  }
}
