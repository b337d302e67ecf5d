package io.parley.chat;

import io.parley.event.ReplyId;
import io.parley.platform.Ids;
import io.parley.platform.Problem;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// Another reply to ask for.
@Schema(name = "NewReply", examples = "{\"model\":\"demo/guide\"}")
public record NewReply(
    @Schema(
            description = "The model that replies; by default the conversation's",
            implementation = String.class)
        Optional<String> model,
    @Schema(
            description =
                "Id that the client creates. The same id again gets the same response, and one reply",
            format = "uuid",
            implementation = String.class)
        Optional<String> replyId) {

  Optional<ReplyId> id() {
    return replyId.map(text ->
        Ids.parse(text)
            .map(ReplyId::new)
            .orElseThrow(
                () -> Problem.INVALID_REQUEST.because("The field `reply_id` is not a UUID.")));
  }
}
