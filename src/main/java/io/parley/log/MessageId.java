package io.parley.log;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/// A message, minted by the client that posts it.
public record MessageId(@JsonValue UUID value) {
  @JsonCreator
  public MessageId {}

  @Override
  public String toString() {
    return value.toString();
  }
}
