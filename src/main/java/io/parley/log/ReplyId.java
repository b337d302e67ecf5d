package io.parley.log;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/// A reply, minted by the node that accepts the message it answers.
public record ReplyId(@JsonValue UUID value) {
  @JsonCreator
  public ReplyId {}

  @Override
  public String toString() {
    return value.toString();
  }
}
