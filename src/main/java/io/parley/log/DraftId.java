package io.parley.log;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/// A draft, minted by the client that composes it.
public record DraftId(@JsonValue UUID value) {
  @JsonCreator
  public DraftId {}

  @Override
  public String toString() {
    return value.toString();
  }
}
