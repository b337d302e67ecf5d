package io.parley.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.conversation.MessageText;
import io.parley.platform.Ids;
import io.parley.platform.Json;
import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ImportedMessagesTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final String ROOT = Ids.next().toString();
  private static final String QUESTION = Ids.next().toString();
  private static final String REPLY = Ids.next().toString();

  @Test
  void aSoundDocumentIsAdmittedWithAParentForEachMessage() throws JsonProcessingException {
    ObjectNode document = document();
    message(document, 0).remove("parent_id");
    message(document, 1).remove("parent_id");
    List<ExportedMessage> messages = admit(document);
    assertEquals(Optional.of(UUID.fromString(ROOT)), messages.get(0).parentId());
    assertEquals(Optional.of(UUID.fromString(QUESTION)), messages.get(1).parentId());
  }

  /// What is wrong, and a change that makes it so.
  record Wrong(String what, Consumer<ObjectNode> change) {
    @Override
    public String toString() {
      return what;
    }
  }

  static Stream<Wrong> unsound() {
    return Stream.of(
        new Wrong("another format", it -> it.put("format", "chat")),
        new Wrong("no format", it -> it.remove("format")),
        new Wrong("a version from the future", it -> it.put("version", 2)),
        new Wrong("no version", it -> it.remove("version")),
        new Wrong("no conversation", it -> it.remove("conversation")),
        new Wrong("no messages", it -> it.putNull("messages")),
        new Wrong("a message that is null", it -> messages(it).setNull(0)),
        new Wrong("the same id twice", it -> message(it, 1).put("id", QUESTION)),
        new Wrong("the conversation's id", it -> message(it, 1).put("id", ROOT)),
        new Wrong("its own parent", it -> message(it, 1).put("parent_id", REPLY)),
        new Wrong("a cycle", it -> message(it, 0).put("parent_id", REPLY)),
        new Wrong(
            "an unknown parent", it -> message(it, 1).put("parent_id", Ids.next().toString())),
        new Wrong("no id", it -> message(it, 0).remove("id")),
        new Wrong("no text", it -> message(it, 0).remove("content")),
        new Wrong("NUL", it -> message(it, 0).put("content", "a\0b")),
        new Wrong("NUL in a reply", it -> message(it, 1).put("content", "a\0b")),
        new Wrong("a blank message", it -> message(it, 0).put("content", " ")),
        new Wrong("a posted reply", it -> message(it, 1).put("status", "posted")),
        new Wrong("a finished message", it -> message(it, 0).put("status", "finished")),
        new Wrong("no model", it -> message(it, 1).remove("model")),
        new Wrong("no model's name", it -> message(it, 1).put("model", "x")),
        new Wrong("a message of a model", it -> message(it, 0).put("model", "demo/guide")),
        new Wrong(
            "no author's name", it -> ((ObjectNode) message(it, 0).get("author")).remove("name")),
        new Wrong(
            "two lines of a name",
            it -> ((ObjectNode) message(it, 0).get("author")).put("name", "a\nb")),
        new Wrong("the past", it -> message(it, 0).put("created_at", "-200000-01-01T00:00:00Z")),
        new Wrong("the future", it -> message(it, 1).put("finished_at", "2099-01-01T00:00:00Z")),
        new Wrong(
            "a script for a link",
            it ->
                message(it, 1)
                    .putArray("citations")
                    .addObject()
                    .put("marker", "1")
                    .put("title", "x")
                    .put("url", "javascript:alert(1)")),
        new Wrong(
            "an endless cost",
            it ->
                message(it, 1)
                    .putObject("details")
                    .putObject("cost")
                    .put("currency", "USD")
                    .put("amount", new BigDecimal("1e999999"))),
        new Wrong(
            "usage below zero",
            it ->
                message(it, 1)
                    .putObject("usage")
                    .put("prompt_tokens", -1)
                    .put("completion_tokens", 1)));
  }

  @ParameterizedTest
  @MethodSource("unsound")
  void isRefused(Wrong wrong) {
    ObjectNode document = document();
    wrong.change().accept(document);
    Exception refusal = assertThrows(Exception.class, () -> admit(document));
    Throwable cause = refusal instanceof ProblemException ? refusal : refusal.getCause();
    assertTrue(
        refusal instanceof JsonProcessingException || cause instanceof ProblemException,
        refusal.toString());
  }

  @Test
  void whatIsTooLargeIsToldAsSuch() {
    ObjectNode longText = document();
    message(longText, 0).put("content", "x".repeat(MessageText.MAX_LENGTH + 1));
    ObjectNode longReply = document();
    message(longReply, 1).put("content", "x".repeat(200_001));
    for (ObjectNode document : List.of(longText, longReply)) {
      ProblemException refusal = assertThrows(ProblemException.class, () -> admit(document));
      assertEquals(Problem.TOO_LARGE, refusal.problem());
      assertTrue(refusal.detail().startsWith("Message "), refusal.detail());
    }
    ProblemException many =
        assertThrows(
            ProblemException.class, () -> ImportedMessages.admit(read(document()), 1, NOW));
    assertEquals(Problem.TOO_LARGE, many.problem());
  }

  private static List<ExportedMessage> admit(ObjectNode document) throws JsonProcessingException {
    return ImportedMessages.admit(read(document), 100, NOW);
  }

  private static ExportDocument read(ObjectNode document) throws JsonProcessingException {
    return Json.MAPPER.readValue(document.toString(), ExportDocument.class);
  }

  private static ArrayNode messages(ObjectNode document) {
    return (ArrayNode) document.get("messages");
  }

  private static ObjectNode message(ObjectNode document, int index) {
    return (ObjectNode) messages(document).get(index);
  }

  static ObjectNode document() {
    ObjectNode document = Json.MAPPER.createObjectNode();
    document.put("format", "parley.conversation").put("version", 1);
    document
        .putObject("conversation")
        .put("id", ROOT)
        .put("kind", "private")
        .put("created_at", "2026-11-20T12:00:00Z");
    ArrayNode messages = document.putArray("messages");
    ObjectNode question = messages.addObject();
    question
        .put("id", QUESTION)
        .put("parent_id", ROOT)
        .put("role", "user")
        .put("status", "posted")
        .put("created_at", "2026-11-20T12:00:01Z")
        .put("content", "Why?");
    question.putObject("author").put("id", Ids.next().toString()).put("name", "ada");
    ObjectNode reply = messages.addObject();
    reply
        .put("id", REPLY)
        .put("parent_id", QUESTION)
        .put("role", "assistant")
        .put("model", "demo/guide")
        .put("status", "finished")
        .put("created_at", "2026-11-20T12:00:02Z")
        .put("finished_at", "2026-11-20T12:00:03Z")
        .put("content", "Because.");
    reply.putObject("author").put("id", "demo/guide").put("name", "guide");
    return document;
  }
}
