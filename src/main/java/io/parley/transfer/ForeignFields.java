package io.parley.transfer;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.parley.transfer.ForeignMessage.Role;
import io.parley.transfer.LeftOut.Kind;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The fields of one message of another product's export.
final class ForeignFields {
  private static final String EVERYBODY = "all";

  private final JsonParser json;
  private final ForeignConversation conversation;
  private final ForeignMessage message;
  private boolean within;

  ForeignFields(JsonParser json, ForeignConversation conversation, ForeignMessage message) {
    this.json = json;
    this.conversation = conversation;
    this.message = message;
  }

  /// @param value the token at which the value begins, which is read to its end
  void read(String name, JsonToken value) throws IOException {
    switch (name) {
      case "id", "messageId" -> message.id = string(message.id);
      case "parent", "parentId", "parentMessageId" -> message.parent = string(message.parent);
      case "message" -> inner(value);
      case "author" -> author(value);
      case "role" -> role(string(null));
      case "isCreatedByUser" -> createdByUser(value);
      case "content" -> content(value);
      case "text" -> text(value);
      case "reasoning", "reasoning_content" -> {
        String thought = string(null);
        if (thought != null) {
          message.thought(thought);
        }
      }
      case "model", "modelName" -> message.model = string(message.model);
      case "metadata" -> metadata(value);
      case "create_time", "timestamp", "createdAt", "created_at" ->
          message.at = ForeignReader.time(json);
      case "recipient" -> {
        String recipient = string(null);
        message.toTool = recipient != null && !recipient.equals(EVERYBODY);
      }
      case "unfinished" -> {
        message.unfinished = value == JsonToken.VALUE_TRUE;
        json.skipChildren();
      }
      case "files", "attachments" -> each(value, () -> part(Kind.FILES));
      case "sources", "citations" -> each(value, () -> part(Kind.REFERENCES));
      case "tool_calls", "plugins" -> each(value, () -> part(Kind.TOOL_CALLS));
      default -> json.skipChildren();
    }
  }

  private void createdByUser(JsonToken value) throws IOException {
    if (conversation.source == null) {
      conversation.source = ForeignConversation.Source.LIBRECHAT;
    }
    message.role = value == JsonToken.VALUE_TRUE ? Role.USER : Role.ASSISTANT;
    json.skipChildren();
  }

  /// ChatGPT keeps a message beside its place in the tree.
  private void inner(JsonToken value) throws IOException {
    if (value != JsonToken.START_OBJECT || within) {
      json.skipChildren();
      return;
    }
    within = true;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      read(name, json.nextToken());
    }
    within = false;
  }

  private void author(JsonToken value) throws IOException {
    if (value == JsonToken.VALUE_STRING) {
      role(json.getText());
      return;
    }
    object(
        value,
        name -> {
          if (name.equals("role")) {
            role(string(null));
          } else {
            json.skipChildren();
          }
        });
  }

  private void role(@Nullable String role) {
    message.role =
        switch (role) {
          case "user", "human" -> Role.USER;
          case "assistant", "model", "ai" -> Role.ASSISTANT;
          case null, default -> Role.OTHER;
        };
    message.system = "system".equals(role) || "developer".equals(role);
  }

  private void metadata(JsonToken value) throws IOException {
    object(
        value,
        name -> {
          switch (name) {
            case "model_slug" -> message.model = string(message.model);
            case "is_visually_hidden_from_conversation" -> {
              message.hidden |= json.currentToken() == JsonToken.VALUE_TRUE;
              json.skipChildren();
            }
            default -> json.skipChildren();
          }
        });
  }

  /// The text itself, a list of parts, or ChatGPT's object that names its type.
  private void content(JsonToken value) throws IOException {
    switch (value) {
      case VALUE_STRING -> message.plain(json.getText());
      case START_ARRAY -> parts();
      case START_OBJECT -> part(Kind.UNKNOWN);
      default -> json.skipChildren();
    }
  }

  private void text(JsonToken value) throws IOException {
    if (value == JsonToken.VALUE_STRING) {
      if (message.text().isBlank()) {
        message.plain(json.getText());
      }
    } else {
      json.skipChildren();
    }
  }

  private void parts() throws IOException {
    each(
        JsonToken.START_ARRAY,
        () -> {
          if (json.currentToken() == JsonToken.VALUE_STRING) {
            message.part(json.getText());
          } else {
            part(Kind.UNKNOWN);
          }
        });
  }

  /// One part, whose type may stand behind its text.
  ///
  /// @param otherwise what it is if its type says nothing
  private void part(Kind otherwise) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      message.leftOut.add(otherwise);
      return;
    }
    ForeignPart part = new ForeignPart();
    object(
        JsonToken.START_OBJECT,
        name -> {
          switch (name) {
            case "type", "content_type" -> part.type = string(part.type);
            case "language" -> part.language = string(part.language);
            case "thoughts" -> each(json.currentToken(), () -> part.takeThought(thought()));
            case "text", "value", "think", "thinking", "reasoning" -> {
              if (json.currentToken() == JsonToken.START_OBJECT) {
                object(JsonToken.START_OBJECT, inner -> part.takeText(inner.equals("value"), json));
              } else {
                part.takeText(true, json);
              }
            }
            case "parts" -> {
              if (json.currentToken() == JsonToken.START_ARRAY) {
                part.nested = true;
                parts();
              }
            }
            default -> json.skipChildren();
          }
        });
    part.addTo(message, otherwise);
  }

  /// ChatGPT keeps each thought with a heading.
  private String thought() throws IOException {
    String[] texts = {"", ""};
    object(
        json.currentToken(),
        name -> {
          switch (name) {
            case "summary" -> texts[0] = Objects.requireNonNullElse(string(null), "");
            case "content" -> texts[1] = Objects.requireNonNullElse(string(null), "");
            default -> json.skipChildren();
          }
        });
    return ForeignText.join(texts[0], texts[1]);
  }

  private interface Step {
    void run() throws IOException;
  }

  private interface Field {
    void read(String name) throws IOException;
  }

  private void each(JsonToken value, Step entry) throws IOException {
    if (value != JsonToken.START_ARRAY) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() != JsonToken.END_ARRAY && json.currentToken() != null) {
      entry.run();
    }
  }

  private void object(JsonToken value, Field field) throws IOException {
    if (value != JsonToken.START_OBJECT) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      field.read(name);
    }
  }

  private @Nullable String string(@Nullable String before) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      return before == null ? json.getText() : before;
    }
    json.skipChildren();
    return before;
  }
}
