package io.parley.log;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// A message, minted by the client that posts it.
@Schema(type = SchemaType.STRING, format = "uuid")
public record MessageId(@JsonValue UUID value) {
  @JsonCreator
  public MessageId {}

  @Override
  public String toString() {
    return value.toString();
  }
}
