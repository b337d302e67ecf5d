package io.parley.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// A guest's or an account's id: the same in every tab, and the author's id of what they post.
@Schema(type = SchemaType.STRING, format = "uuid")
public record ParticipantId(@JsonValue UUID value) {
  @JsonCreator
  public ParticipantId {}

  @Override
  public String toString() {
    return value.toString();
  }
}
