package io.parley.transfer;

import com.fasterxml.jackson.core.JsonGenerator;
import io.parley.conversation.Conversation;
import io.parley.conversation.Message;
import io.parley.event.MessageId;
import io.parley.event.ReplyId;
import io.parley.feedback.Feedback;
import io.parley.history.HistoryReader;
import io.parley.platform.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Writes a conversation as an [ExportDocument], message by message.
final class JsonExport {
  private final Conversation conversation;
  private final Map<ReplyId, Feedback> feedback;
  private final MessageId root;
  private final Set<MessageId> written = new HashSet<>();
  private Optional<MessageId> before = Optional.empty();

  /// @param feedback of the one who exports it
  JsonExport(Conversation conversation, Map<ReplyId, Feedback> feedback) {
    this.conversation = conversation;
    this.feedback = Map.copyOf(feedback);
    this.root = new MessageId(conversation.id().value());
  }

  void write(HistoryReader.Reading reading, Instant now, OutputStream out) throws IOException {
    try (JsonGenerator json = Json.MAPPER.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("format", ExportDocument.FORMAT);
      json.writeNumberField("version", ExportDocument.VERSION);
      json.writeObjectField("exported_at", now);
      json.writeObjectField("conversation", ExportHead.of(conversation));
      json.writeArrayFieldStart("messages");
      reading.forEach(message -> json.writeObject(exported(message)));
      json.writeEndArray();
      json.writeEndObject();
    }
  }

  private ExportedMessage exported(Message message) {
    Optional<UUID> parent = parent(message).map(MessageId::value);
    written.add(message.id());
    before = Optional.of(message.id());
    return ExportedMessage.of(
        message, parent, Optional.ofNullable(feedback.get(new ReplyId(message.id().value()))));
  }

  /// By the rules of [Branches], so that a reader of the document need not know them.
  private Optional<MessageId> parent(Message message) {
    Optional<MessageId> named =
        message.parentId().filter(id -> id.equals(root) || written.contains(id));
    return conversation.kind() == Conversation.Kind.ROOM
        ? named
        : named.or(() -> before).or(() -> Optional.of(root));
  }
}
