package io.parley.log;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// A conversation: a room or a private conversation.
@Schema(type = SchemaType.STRING, format = "uuid")
public record ConversationId(@JsonValue UUID value) {
  @JsonCreator
  public ConversationId {}

  @Override
  public String toString() {
    return value.toString();
  }
}
