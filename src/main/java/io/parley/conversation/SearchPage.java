package io.parley.conversation;

import io.parley.log.ConversationId;
import io.parley.log.MessageId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// Some of the messages that were looked for, the best first.
///
/// @param next names the page after this one, if there may be more; that one may be empty
@Schema(name = "SearchPage")
public record SearchPage(List<Found> items, Optional<String> next) {
  public SearchPage {
    items = List.copyOf(items);
  }

  /// A message or a reply with a stretch of its text around what was looked for.
  @Schema(name = "Found")
  public record Found(
      ConversationId conversationId,
      Conversation.Kind kind,
      @Schema(description = "The room's name") Optional<String> name,
      @Schema(description = "The private conversation's title") Optional<String> title,
      MessageId messageId,
      Message.Role role,
      Message.Author author,
      Optional<String> model,
      @Schema(description = "Only there if it came from a file", implementation = Boolean.class)
          Optional<Boolean> imported,
      @Schema(description = "Plain text, never HTML") String snippet,
      @Schema(description = "Where in the snippet the words are") List<Excerpt.Mark> marks,
      Instant createdAt,
      @Schema(description = "As `before`: the page of history that ends with this message")
          String page) {
    public Found {
      marks = List.copyOf(marks);
    }

    static Found of(Conversation conversation, Message message, SearchQuery query) {
      Excerpt excerpt = Excerpt.of(message.content(), query);
      return new Found(
          conversation.id(),
          conversation.kind(),
          conversation.name(),
          conversation.title(),
          message.id(),
          message.role(),
          message.author(),
          message.model(),
          Optional.of(true).filter(_ -> message.imported()),
          excerpt.text(),
          excerpt.marks(),
          message.createdAt(),
          Cursor.of(message.positionAfter()));
    }
  }
}
