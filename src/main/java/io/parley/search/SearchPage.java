package io.parley.search;

import io.parley.conversation.Conversation;
import io.parley.conversation.Message;
import io.parley.event.ConversationId;
import io.parley.event.MessageId;
import io.parley.history.HistoryCursor;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// Some of what was looked for, the best first: on the first page the rooms and conversations whose
/// names fit, then messages.
///
/// @param next names the page after this one, if there may be more; that one may be empty
/// @param excluded the words and phrases that were read as excluded
@Schema(name = "SearchPage")
public record SearchPage(
    List<Found> items,
    Optional<String> next,
    @Schema(description = "What `-` in the search left out") List<String> excluded) {
  public SearchPage {
    items = List.copyOf(items);
    excluded = List.copyOf(excluded);
  }

  /// A message or a reply with a stretch of its text around what was looked for. Or a room or
  /// conversation whose name fits: `snippet` is the name, and there is no `message_id`, `role`,
  /// `author` or `page`.
  @Schema(name = "Found")
  public record Found(
      ConversationId conversationId,
      Conversation.Kind kind,
      @Schema(description = "The room's name") Optional<String> name,
      @Schema(description = "The private conversation's title") Optional<String> title,
      @Schema(
              description = "Absent where the name was found, not a message",
              format = "uuid",
              implementation = String.class)
          Optional<MessageId> messageId,
      Optional<Message.Role> role,
      Optional<Message.Author> author,
      Optional<String> model,
      @Schema(description = "Only there if it came from a file", implementation = Boolean.class)
          Optional<Boolean> imported,
      @Schema(description = "Plain text, never HTML") String snippet,
      @Schema(description = "Where in the snippet the words are") List<Excerpt.Mark> marks,
      Instant createdAt,
      @Schema(description = "As `before`: the page of history that ends with this message")
          Optional<String> page) {
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
          Optional.of(message.id()),
          Optional.of(message.role()),
          Optional.of(message.author()),
          message.model(),
          Optional.of(true).filter(_ -> message.imported()),
          excerpt.text(),
          excerpt.marks(),
          message.createdAt(),
          Optional.of(HistoryCursor.of(message.positionAfter())));
    }

    /// Found by its name.
    static Found of(Conversation conversation, SearchQuery query) {
      Excerpt excerpt =
          Excerpt.whole(conversation.name().or(conversation::title).orElse(""), query);
      return new Found(
          conversation.id(),
          conversation.kind(),
          conversation.name(),
          conversation.title(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          excerpt.text(),
          excerpt.marks(),
          conversation.createdAt(),
          Optional.empty());
    }
  }
}
