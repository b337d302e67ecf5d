package io.parley.event;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Objects;

/// One edit of a draft, after XEP-0301: positions and counts are Unicode code points.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "op")
@JsonSubTypes({
  @JsonSubTypes.Type(value = TextOp.Insert.class, name = "insert"),
  @JsonSubTypes.Type(value = TextOp.Erase.class, name = "erase")
})
public sealed interface TextOp {
  /// Puts `text` before the code point at `at`.
  record Insert(int at, String text) implements TextOp {
    public Insert {
      Objects.requireNonNull(text, "text");
    }
  }

  /// Takes away the `count` code points *before* `at`.
  record Erase(int at, int count) implements TextOp {}
}
