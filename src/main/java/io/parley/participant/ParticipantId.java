package io.parley.participant;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.parley.platform.Ids;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// A guest's or an account's id: the same in every tab, and the author's id of what they post.
@Schema(type = SchemaType.STRING, format = "uuid")
public record ParticipantId(@JsonValue UUID value) {
  public ParticipantId {
    Objects.requireNonNull(value, "an id");
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static ParticipantId read(String text) {
    return new ParticipantId(Ids.read(text));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
