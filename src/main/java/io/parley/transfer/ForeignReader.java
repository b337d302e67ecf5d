package io.parley.transfer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads conversations out of the exports of ChatGPT, Open WebUI and LibreChat, one at a time and
/// as the file comes in: of a large file no more than one conversation's texts are in memory.
///
/// One reader knows the fields of all of them, since they come in several versions:
///
/// * ChatGPT: `{title, create_time, current_node, mapping: {id: {message, parent, children}}}`
/// * Open WebUI: `{chat: {title, history: {messages: {id: {…}}, currentId}, messages: […]}}`, or
///   the inner object alone
/// * LibreChat: `{conversationId, title, options, messages: […]}`, as a list whose entries name
///   their parents, or as a tree of `children`
///
/// Nesting is followed with a stack of our own, so that no file exhausts the thread's.
final class ForeignReader {
  /// Of what is read: a LibreChat tree nests two levels for each message.
  private static final int MAX_DEPTH = 50_000;

  /// A picture in base64 is skipped, and may be larger.
  private static final int MAX_STRING = 4_000_000;

  private static final int MAX_ID = 200;
  private static final long MILLISECONDS_SINCE = 100_000_000_000L;

  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(MAX_STRING)
                  .build())
          .build();

  private final JsonParser json;
  private final int maxMessages;
  private final long maxLength;
  private ForeignConversation conversation = new ForeignConversation();

  /// @param maxMessages of a conversation
  /// @param maxLength of a conversation's texts, in characters
  ForeignReader(JsonParser json, int maxMessages, long maxLength) {
    this.json = json;
    this.maxMessages = maxMessages;
    this.maxLength = maxLength;
  }

  /// Reads an array of conversations, or one alone.
  void read(Consumer<ForeignConversation> found) throws IOException {
    JsonToken first = json.nextToken();
    if (first == JsonToken.START_OBJECT) {
      one(found);
    } else if (first == JsonToken.START_ARRAY) {
      while (json.nextToken() != JsonToken.END_ARRAY) {
        if (json.currentToken() == null) {
          return;
        }
        if (json.currentToken() == JsonToken.START_OBJECT) {
          one(found);
        } else {
          json.skipChildren();
        }
      }
    }
  }

  private void one(Consumer<ForeignConversation> found) throws IOException {
    conversation = new ForeignConversation();
    conversationFields(0);
    found.accept(conversation);
  }

  private void conversationFields(int depth) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      switch (name) {
        case "title" -> conversation.title = string(conversation.title);
        case "create_time", "created_at", "createdAt", "timestamp" ->
            conversation.at = conversation.at == null ? time() : conversation.at;
        case "current_node", "currentId" -> conversation.current = string(conversation.current);
        case "default_model_slug", "model" -> conversation.model = string(conversation.model);
        case "models" -> models();
        case "endpoint" -> conversation.endpoint = string(conversation.endpoint);
        case "system", "promptPrefix" ->
            conversation.instructions = string(conversation.instructions);
        case "conversationId" -> {
          is(ForeignConversation.Source.LIBRECHAT);
          json.skipChildren();
        }
        case "mapping" -> {
          is(ForeignConversation.Source.CHATGPT);
          forget();
          messages(value);
        }
        case "history" -> {
          is(ForeignConversation.Source.OPEN_WEBUI);
          history(value);
        }
        case "chat", "options", "params" -> inner(name, value, depth);
        case "messages", "messagesTree" -> {
          if (conversation.messages.isEmpty()) {
            messages(value);
          } else {
            json.skipChildren();
          }
        }
        default -> json.skipChildren();
      }
    }
  }

  /// Fields of the conversation that stand in an object of their own.
  private void inner(String name, JsonToken value, int depth) throws IOException {
    if (name.equals("chat") && value == JsonToken.START_OBJECT) {
      is(ForeignConversation.Source.OPEN_WEBUI);
    }
    if (value == JsonToken.START_OBJECT && depth < 3) {
      conversationFields(depth + 1);
    } else {
      json.skipChildren();
    }
  }

  private void is(ForeignConversation.Source source) {
    conversation.source = conversation.source == null ? source : conversation.source;
  }

  /// What stands elsewhere in the file is the same, and more.
  private void forget() {
    conversation.messages.clear();
    conversation.above.clear();
    conversation.length = 0;
  }

  private void history(JsonToken value) throws IOException {
    if (value != JsonToken.START_OBJECT) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      JsonToken inner = json.nextToken();
      switch (name) {
        case "messages" -> {
          forget();
          messages(inner);
        }
        case "currentId" -> conversation.current = string(conversation.current);
        default -> json.skipChildren();
      }
    }
  }

  private void models() throws IOException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() == JsonToken.VALUE_STRING) {
        conversation.model = string(conversation.model);
      } else {
        json.skipChildren();
      }
    }
  }

  /// Messages in an object under their ids, in a list, or in lists of `children` within each other.
  private void messages(JsonToken value) throws IOException {
    if (value == JsonToken.START_OBJECT || value == JsonToken.START_ARRAY) {
      messages();
    }
  }

  private void messages() throws IOException {
    ForeignMessage open = null;
    int lists = 0;
    while (true) {
      switch (json.nextToken()) {
        case FIELD_NAME -> {
          String name = json.currentName();
          JsonToken inner = json.nextToken();
          if (open == null) {
            open = named(name, inner);
          } else if (name.equals("children") && inner == JsonToken.START_ARRAY) {
            lists++;
          } else {
            new ForeignFields(json, conversation, open).read(name, inner);
          }
        }
        case START_OBJECT -> open = new ForeignMessage(open, null);
        case END_OBJECT -> {
          if (open == null) {
            return;
          }
          add(open);
          open = open.enclosing;
        }
        case END_ARRAY -> {
          if (lists-- == 0) {
            return;
          }
        }
        case START_ARRAY -> json.skipChildren();
        case VALUE_STRING -> above(open);
        case null -> {
          return;
        }
        default -> {}
      }
    }
  }

  private void above(@Nullable ForeignMessage message) throws IOException {
    if (message != null) {
      conversation.above.putIfAbsent(json.getText(), message);
    }
  }

  /// The message that begins under this name; none if something else stands there.
  private @Nullable ForeignMessage named(String name, JsonToken value) throws IOException {
    if (value == JsonToken.START_OBJECT) {
      return new ForeignMessage(null, id(name));
    }
    json.skipChildren();
    return null;
  }

  private void add(ForeignMessage message) {
    conversation.length += message.length();
    if (conversation.messages.size() >= maxMessages) {
      conversation.problem = "It has more than %,d messages.".formatted(maxMessages);
    } else if (conversation.length > maxLength) {
      conversation.problem = "Its text is longer than %,d characters.".formatted(maxLength);
    } else {
      conversation.messages.add(message);
    }
  }

  private static @Nullable String id(String name) {
    return name.length() <= MAX_ID ? name : null;
  }

  /// The value here if it is a text, otherwise what was known before.
  private @Nullable String string(@Nullable String before) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      return before == null ? json.getText() : before;
    }
    json.skipChildren();
    return before;
  }

  private @Nullable Instant time() throws IOException {
    return time(json);
  }

  /// Seconds or milliseconds since 1970, or as ISO 8601 has it.
  static @Nullable Instant time(JsonParser json) throws IOException {
    try {
      return switch (json.currentToken()) {
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
          double number = json.getDoubleValue();
          double millis = Math.abs(number) >= MILLISECONDS_SINCE ? number : number * 1_000;
          yield Instant.ofEpochMilli((long) millis);
        }
        case VALUE_STRING -> Instant.parse(json.getText());
        default -> {
          json.skipChildren();
          yield null;
        }
      };
    } catch (DateTimeException e) {
      return null;
    }
  }
}
