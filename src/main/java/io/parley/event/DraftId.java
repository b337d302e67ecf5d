package io.parley.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.parley.platform.Ids;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// A draft, minted by the client that composes it.
@Schema(type = SchemaType.STRING, format = "uuid")
public record DraftId(@JsonValue UUID value) {
  public DraftId {
    Objects.requireNonNull(value, "an id");
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static DraftId read(String text) {
    return new DraftId(Ids.read(text));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
