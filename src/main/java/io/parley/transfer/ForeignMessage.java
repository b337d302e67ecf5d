package io.parley.transfer;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A message or reply of another product's export while it is being read. Products write the same
/// facts under several names and in any order, so it is filled in bit by bit.
final class ForeignMessage {
  /// Who said it, as far as it counts here.
  enum Role {
    USER,
    ASSISTANT,
    /// Instructions, tools, and what was not shown.
    OTHER
  }

  final @Nullable ForeignMessage enclosing;
  final LeftOut leftOut = new LeftOut();
  private final StringBuilder parts = new StringBuilder();
  private final StringBuilder thoughts = new StringBuilder();
  @Nullable String id;
  @Nullable String parent;
  @Nullable String model;
  @Nullable Instant at;
  Role role = Role.OTHER;
  boolean system;
  boolean hidden;
  boolean unfinished;
  boolean toTool;
  private String plain = "";

  /// @param enclosing the message in whose list of children this one stands
  ForeignMessage(@Nullable ForeignMessage enclosing, @Nullable String id) {
    this.enclosing = enclosing;
    this.id = id;
  }

  /// A text that stands for all of the message where it has no parts.
  void plain(String text) {
    plain = text;
  }

  void part(String text) {
    append(parts, text);
  }

  /// Something that a model thought before it said the text.
  void thought(String text) {
    append(thoughts, text);
  }

  private static void append(StringBuilder texts, String text) {
    if (!text.isBlank()) {
      texts.append(texts.isEmpty() ? "" : ForeignText.GAP).append(text);
    }
  }

  String text() {
    return parts.isEmpty() ? plain : parts.toString();
  }

  String thoughts() {
    return thoughts.toString();
  }

  /// In characters, of all that is kept of it.
  int length() {
    return text().length() + thoughts.length();
  }

  /// The id of what it follows or answers.
  Optional<String> parentId() {
    return Optional.ofNullable(parent)
        .or(() -> Optional.ofNullable(enclosing).flatMap(above -> Optional.ofNullable(above.id)));
  }
}
