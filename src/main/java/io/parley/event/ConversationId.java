package io.parley.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.parley.platform.Ids;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// A conversation: a room or a private conversation.
@Schema(type = SchemaType.STRING, format = "uuid")
public record ConversationId(@JsonValue UUID value) {
  public ConversationId {
    Objects.requireNonNull(value, "an id");
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static ConversationId read(String text) {
    return new ConversationId(Ids.read(text));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
