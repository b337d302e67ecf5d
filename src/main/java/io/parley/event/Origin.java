package io.parley.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where a message or a reply comes from that was not said in its conversation.
///
/// @param imported whether it came from a file, or is a copy of one that did: nothing proves who
///   has said it
/// @param copiedFrom what it is a copy of on this server: the message, what that is a copy of, and
///   so on, the first one first
public record Origin(boolean imported, List<Source> copiedFrom) {
  /// A longer line of copies keeps its beginning and its end.
  private static final int MAX_SOURCES = 32;

  public Origin {
    copiedFrom = List.copyOf(copiedFrom);
  }

  /// A message that came from a file.
  public static Origin file() {
    return new Origin(true, List.of());
  }

  /// The origin of a copy.
  ///
  /// @param origin of the message that is copied
  public static Origin copy(
      Optional<Origin> origin, ConversationId conversation, MessageId message) {
    List<Source> sources = new ArrayList<>(origin.map(Origin::copiedFrom).orElse(List.of()));
    sources.add(new Source(conversation, message));
    if (sources.size() > MAX_SOURCES) {
      sources.remove(1);
    }
    return new Origin(origin.filter(Origin::imported).isPresent(), sources);
  }

  /// A message of this server.
  public record Source(ConversationId conversation, MessageId message) {}
}
