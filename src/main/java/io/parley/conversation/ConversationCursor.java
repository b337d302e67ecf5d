package io.parley.conversation;

import io.parley.platform.Ids;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// Where a page of conversations ends, and the next one begins; opaque to clients.
public record ConversationCursor(Instant at, UUID id) {
  /// Before all pages: a time far ahead that PostgreSQL can hold.
  public static final ConversationCursor NEWEST =
      new ConversationCursor(Instant.parse("9999-01-01T00:00:00Z"), new UUID(0, 0));

  public static ConversationCursor of(Conversation last) {
    return new ConversationCursor(last.updatedAt(), last.id().value());
  }

  /// In the order of [ConversationStore#rooms].
  public static ConversationCursor ofRoom(Conversation last) {
    return new ConversationCursor(last.lastMessageAt().orElse(Instant.EPOCH), last.id().value());
  }

  /// @throws io.parley.platform.ProblemException `invalid_request` if it is not one
  public static ConversationCursor read(String cursor) {
    return OpaqueCursor.read(cursor)
        .flatMap(ConversationCursor::parse)
        .orElseThrow(OpaqueCursor::unknown);
  }

  @Override
  public String toString() {
    return OpaqueCursor.of(at + "," + id);
  }

  private static Optional<ConversationCursor> parse(String text) {
    try {
      int comma = text.indexOf(',');
      if (comma < 0) {
        return Optional.empty();
      }
      Instant at = Instant.parse(text.substring(0, comma));
      return at.isAfter(NEWEST.at()) || at.isBefore(Instant.EPOCH)
          ? Optional.empty()
          : Ids.parse(text.substring(comma + 1)).map(id -> new ConversationCursor(at, id));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
