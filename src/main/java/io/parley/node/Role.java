package io.parley.node;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What a node does beside reading the log.
public enum Role {
  /// Pages, REST, sockets and streams.
  EDGE,
  /// Copies the log into PostgreSQL. Also the name of the channel that it reads.
  ARCHIVE,
  /// Answers. Also the name of the channel that it reads.
  ASSISTANT,
  /// Loads the embedding model on this machine, and serves it.
  KNOWLEDGE;

  /// As it is written in `parley.roles`.
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The role of this name; empty if there is none.
  public static Optional<Role> of(String name) {
    return Arrays.stream(values()).filter(role -> role.wire().equals(name)).findFirst();
  }
}
