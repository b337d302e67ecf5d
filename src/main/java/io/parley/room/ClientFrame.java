package io.parley.room;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import io.parley.event.DraftId;
import io.parley.event.Event;
import io.parley.event.MessageId;
import io.parley.event.ReplyId;
import io.parley.event.TextOp;
import io.parley.platform.Json;
import io.parley.platform.Problem;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// What a client may send on a room's socket.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ClientFrame.Join.class, name = "join"),
  @JsonSubTypes.Type(value = ClientFrame.Draft.class, name = "draft"),
  @JsonSubTypes.Type(value = ClientFrame.Post.class, name = "post"),
  @JsonSubTypes.Type(value = ClientFrame.Stop.class, name = "stop"),
  @JsonSubTypes.Type(value = ClientFrame.Ping.class, name = "ping")
})
sealed interface ClientFrame {
  ObjectReader READER = Json.STRICT.forType(ClientFrame.class);

  /// Comes first. `after` is the last position the client has seen, when it comes back.
  record Join(Optional<String> name, Optional<String> after) implements ClientFrame {}

  record Draft(DraftId draftId, int seq, Event.DraftEvent event, List<TextOp> ops)
      implements ClientFrame {
    /// A keystroke is one or two operations; a frame of this many is not typing.
    static final int MAX_OPS = 200;

    public Draft {
      Objects.requireNonNull(draftId, "draft_id");
      Objects.requireNonNull(event, "event");
      ops = ops == null ? List.of() : List.copyOf(ops);
      if (seq < 1 || ops.size() > MAX_OPS) {
        throw new IllegalArgumentException("draft");
      }
    }
  }

  record Post(
      MessageId messageId,
      String text,
      Optional<DraftId> draftId,
      Optional<String> model,
      Optional<Boolean> reply)
      implements ClientFrame {
    public Post {
      Objects.requireNonNull(messageId, "message_id");
      Objects.requireNonNull(text, "text");
    }
  }

  record Stop(ReplyId replyId) implements ClientFrame {
    public Stop {
      Objects.requireNonNull(replyId, "reply_id");
    }
  }

  record Ping() implements ClientFrame {}

  /// @throws io.parley.platform.ProblemException `invalid_request` for what is not a frame
  static ClientFrame parse(String text) {
    try {
      ClientFrame frame = READER.readValue(text);
      if (frame != null) {
        return frame;
      }
    } catch (JsonProcessingException malformed) {
      // What exactly is wrong is the client's to find in the contract: the parser's message would
      // quote people's text.
    }
    throw Problem.INVALID_REQUEST.because(
        "This is not a frame of the room protocol: see docs/protocol.md.");
  }
}
