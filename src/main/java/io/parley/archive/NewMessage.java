package io.parley.archive;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.parley.conversation.MessageText;
import io.parley.event.MessageId;
import io.parley.platform.Ids;
import io.parley.platform.Problem;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// A message to post.
@Schema(
    name = "NewMessage",
    examples =
        """
        {"message":"What is a room?","message_id":"0193a5c0-7d3f-7c3a-9c57-6a1f0d2b4e11"}\
        """)
public record NewMessage(
    @Schema(
            description = "The text; at most 16,384 Unicode code points",
            maxLength = MessageText.MAX_LENGTH,
            required = true)
        String message,
    @Schema(
            description = "Id that the client creates. The same id again is stored once",
            format = "uuid")
        Optional<String> messageId,
    @Schema(
            description = "The model that replies, as `provider/model`",
            examples = {"\"demo/guide\""})
        Optional<String> model,
    @Schema(description = "The message that this one follows", format = "uuid")
        Optional<String> parentId,
    @Schema(description = "Whether a model may reply", defaultValue = "true")
        Optional<Boolean> reply) {

  @JsonCreator
  public NewMessage {
    if (message == null) {
      throw Problem.INVALID_REQUEST.because("The field `message` is missing.");
    }
  }

  public MessageId idOrNew() {
    return messageId.map(text -> id("message_id", text)).orElseGet(() -> new MessageId(Ids.next()));
  }

  public Optional<MessageId> parent() {
    return parentId.map(text -> id("parent_id", text));
  }

  private static MessageId id(String field, String text) {
    return Ids.parse(text)
        .map(MessageId::new)
        .orElseThrow(
            () -> Problem.INVALID_REQUEST.because("The field `" + field + "` is not a UUID."));
  }
}
