package io.parley.log;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/// A conversation: a room or a private conversation.
public record ConversationId(@JsonValue UUID value) {
  @JsonCreator
  public ConversationId {}

  @Override
  public String toString() {
    return value.toString();
  }
}
