package io.parley.sharing;

import io.parley.conversation.Conversation;
import io.parley.conversation.Message;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// What a share shows: some messages as they were said, oldest first, and nothing of what came
/// after it was made. Without what its owner alone knows: settings, tokens, costs, and what the
/// models thought, which may quote the system prompt.
///
/// @param createdAt when it was made
/// @param next names the page before this one, if there are older messages
@Schema(name = "SharedPage")
public record SharedPage(
    @Schema(implementation = String.class) Optional<String> title,
    Conversation.Kind kind,
    Instant createdAt,
    List<Message> items,
    @Schema(implementation = String.class) Optional<String> next) {
  public SharedPage {
    items = List.copyOf(items);
  }

  static SharedPage of(Conversation conversation, ShareStore.Slice slice, List<Message> messages) {
    return new SharedPage(
        conversation.title().or(() -> conversation.name().map(name -> "#" + name)),
        conversation.kind(),
        slice.share().createdAt(),
        messages.stream().map(SharedPage::published).toList(),
        Optional.of(slice.start()).filter(start -> start > 0).map(String::valueOf));
  }

  private static Message published(Message message) {
    return new Message(
        message.id(),
        message.conversationId(),
        message.role(),
        message.author(),
        message.content(),
        message.model(),
        message.status(),
        message.parentId(),
        Optional.empty(),
        message.position(),
        message.createdAt(),
        message.finishedAt(),
        Optional.empty(),
        message.finishReason(),
        message.refusal(),
        Optional.empty(),
        message.citations(),
        message.error(),
        Optional.empty(),
        message.origin(),
        message.attempt());
  }
}
