package io.parley.chat;

import io.parley.conversation.Conversation;
import io.parley.event.ConversationId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// A page of somebody's private conversations, those that something happened in last first.
///
/// @param next names the page after this one, if there are more
@Schema(name = "ConversationList")
public record ConversationList(List<Item> items, Optional<String> next) {
  public ConversationList {
    items = List.copyOf(items);
  }

  /// A conversation as a list shows it.
  @Schema(name = "ConversationListItem")
  public record Item(
      ConversationId id,
      Conversation.Kind kind,
      Optional<String> title,
      Optional<String> defaultModel,
      @Schema(description = "Whether a reply is requested or in progress") boolean running,
      Instant createdAt,
      Instant updatedAt,
      Optional<Instant> lastMessageAt) {
    static Item of(Conversation conversation, boolean running) {
      return new Item(
          conversation.id(),
          conversation.kind(),
          conversation.title(),
          conversation.defaultModel(),
          running,
          conversation.createdAt(),
          conversation.updatedAt(),
          conversation.lastMessageAt());
    }
  }
}
