package io.parley.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.platform.Json;

/// The system messages of a request for models that refuse them. The instructions stay: they go to
/// the beginning of the user message that follows.
final class SystemMessages {
  private SystemMessages() {}

  static boolean isSystem(JsonNode message) {
    String role = message.path("role").asText();
    return role.equals("system") || role.equals("developer");
  }

  /// Calls developers `system`, which is what they were called before.
  static void forDevelopers(JsonNode messages) {
    for (JsonNode message : messages) {
      if (message instanceof ObjectNode one && one.path("role").asText().equals("developer")) {
        one.put("role", "system");
      }
    }
  }

  static void fold(ObjectNode request) {
    if (!(request.path("messages") instanceof ArrayNode messages)) {
      return;
    }
    ArrayNode folded = Json.MAPPER.createArrayNode();
    StringBuilder instructions = new StringBuilder();
    for (JsonNode message : messages) {
      if (isSystem(message)) {
        append(instructions, text(message.path("content")));
      } else if (message instanceof ObjectNode user
          && user.path("role").asText().equals("user")
          && !instructions.isEmpty()) {
        folded.add(instructed(user, instructions));
      } else {
        // Models that insist on turns want the user's first.
        if (folded.isEmpty() && !instructions.isEmpty()) {
          folded.add(user(instructions));
        }
        folded.add(message);
      }
    }
    if (!instructions.isEmpty()) {
      folded.add(user(instructions));
    }
    request.set("messages", folded);
  }

  private static void append(StringBuilder instructions, String text) {
    instructions.append(instructions.isEmpty() || text.isEmpty() ? "" : "\n\n").append(text);
  }

  private static ObjectNode user(StringBuilder instructions) {
    ObjectNode user =
        Json.MAPPER.createObjectNode().put("role", "user").put("content", instructions.toString());
    instructions.setLength(0);
    return user;
  }

  private static ObjectNode instructed(ObjectNode user, StringBuilder instructions) {
    if (user.path("content") instanceof ArrayNode parts) {
      parts.insertObject(0).put("type", "text").put("text", instructions.toString());
    } else {
      user.put("content", instructions + "\n\n" + user.path("content").asText());
    }
    instructions.setLength(0);
    return user;
  }

  /// A content that is a text, or a list of parts that are.
  private static String text(JsonNode content) {
    StringBuilder text = new StringBuilder(content.isTextual() ? content.asText() : "");
    for (JsonNode part : content) {
      append(text, part.path("text").asText());
    }
    return text.toString();
  }
}
