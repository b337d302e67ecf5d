package io.parley.llm;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import io.parley.llm.PromptMessage.Role;
import java.util.ArrayList;
import java.util.List;

/// A prompt in the form that every provider takes. Speakers' names go in front of the text. Blank
/// messages are left out, and adjacent messages of one role become one: several people talk in a
/// row in a room, and many models' templates insist on strict turns.
final class ChatMessages {
  private ChatMessages() {}

  static List<ChatMessage> of(Prompt prompt) {
    List<ChatMessage> messages = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    Role role = Role.SYSTEM;
    for (PromptMessage message : prompt.messages()) {
      if (message.content().isBlank()) {
        continue;
      }
      if (message.role() != role) {
        flush(role, text, messages);
      }
      role = message.role();
      text.append(text.isEmpty() ? "" : "\n\n");
      message.speaker().ifPresent(speaker -> text.append(speaker).append(": "));
      text.append(message.content());
    }
    flush(role, text, messages);
    return messages;
  }

  private static void flush(Role role, StringBuilder text, List<ChatMessage> messages) {
    if (text.isEmpty()) {
      return;
    }
    String content = text.toString();
    text.setLength(0);
    messages.add(
        switch (role) {
          case SYSTEM -> SystemMessage.from(content);
          case USER -> UserMessage.from(content);
          case ASSISTANT -> AiMessage.from(content);
        });
  }
}
