package io.parley.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.parley.platform.Ids;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// A reply, minted by the node that accepts the message it answers.
@Schema(type = SchemaType.STRING, format = "uuid")
public record ReplyId(@JsonValue UUID value) {
  public ReplyId {
    Objects.requireNonNull(value, "an id");
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static ReplyId read(String text) {
    return new ReplyId(Ids.read(text));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
