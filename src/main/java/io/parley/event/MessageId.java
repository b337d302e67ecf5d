package io.parley.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.parley.platform.Ids;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// A message, minted by the client that posts it.
@Schema(type = SchemaType.STRING, format = "uuid")
public record MessageId(@JsonValue UUID value) {
  public MessageId {
    Objects.requireNonNull(value, "an id");
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static MessageId read(String text) {
    return new MessageId(Ids.read(text));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
