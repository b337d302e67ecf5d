package io.parley.testing.openai;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.platform.Json;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// How the server answers a chat completion. Immutable: each setting gives a changed copy. What
/// goes over `POST /script` are the same settings, named as the methods in `snake_case`, times in
/// milliseconds.
///
/// A token is a word with the blank before it. The `…_after` settings count tokens already sent:
/// `resetAfter(3)` resets the connection in place of the fourth. Without a setting the server
/// answers with the last user message, as fast as the socket takes it, properly to the end.
public record Script(@JsonValue ObjectNode settings) {
  /// Longer than any test waits.
  public static final Duration FOREVER = Duration.ofHours(1);

  @JsonCreator
  public Script {
    settings = settings.deepCopy();
  }

  /// Says what the last user message says.
  public static Script echo() {
    return new Script(Json.MAPPER.createObjectNode());
  }

  public static Script text(String text) {
    return echo().with("text", text);
  }

  /// Says this many words, numbered.
  public static Script tokens(int count) {
    return echo().with("tokens", count);
  }

  /// Answers with an error status and a body like OpenAI's.
  public static Script error(int status, String code, String message) {
    ObjectNode error = Json.MAPPER.createObjectNode();
    error.putObject("error").put("message", message).put("type", code).put("code", code);
    return echo().with("status", status).body(Json.write(error));
  }

  /// The body that goes with an error status, as it is.
  public Script body(String body) {
    return with("body", body);
  }

  /// Answers with this body and status 200, whatever was asked: what the other settings cannot say.
  public static Script answer(String body) {
    return echo().with("answer", body);
  }

  /// Streams these chunks, as they are, and `[DONE]`.
  public static Script chunks(String... chunks) {
    return echo().with("chunks", List.of(chunks));
  }

  /// Refuses requests that hold something: the name of one of their own fields, or `role:system`.
  /// Can be said several times; what is asked without all of it is answered.
  public Script refusing(String what, int status, String body) {
    ArrayNode refusals = Json.MAPPER.createArrayNode();
    settings.path("refusals").forEach(refusals::add);
    refusals.addObject().put("what", what).put("status", status).put("body", body);
    return with("refusals", refusals);
  }

  /// Streams these pieces, as they are, whatever was asked; with status 200.
  public static Script raw(String... pieces) {
    return echo().with("raw", List.of(pieces));
  }

  /// The `Content-Type` of whatever is answered.
  public Script contentType(String value) {
    return with("content_type", value);
  }

  /// The `Content-Encoding` of whatever is answered; see [Coding].
  public Script encoded(String coding) {
    return with("encoded", coding);
  }

  /// The HTTP body does not end, and the connection stays open until the client closes it.
  public Script leftOpen() {
    return with("left_open", true);
  }

  /// Comments before the stream's first event, or empty lines before an answer in one piece.
  public Script commentsFirst(int count, Duration every) {
    return commentsAfter(-1, count, every);
  }

  /// Comments in the middle of the stream.
  public Script commentsAfter(int tokens, int count, Duration every) {
    return with("comments_after", tokens)
        .with("comments", count)
        .with("comments_every", every.toMillis());
  }

  public Script retryAfter(String value) {
    return with("retry_after", value);
  }

  /// Tokens per second.
  public Script rate(double tokensPerSecond) {
    return with("rate", tokensPerSecond);
  }

  /// Each word is the moment it was sent, in microseconds since 1970.
  public Script timestamps() {
    return with("timestamps", true);
  }

  /// Silence before the first byte.
  public Script stallFirst(Duration time) {
    return with("stall_first", time.toMillis());
  }

  /// Headers and the empty "role" chunk, then silence.
  public Script stallAfterRole(Duration time) {
    return with("stall_after", 0).with("stall", time.toMillis());
  }

  public Script stallAfter(int tokens, Duration time) {
    return with("stall_after", tokens).with("stall", time.toMillis());
  }

  /// TCP reset. A client that reads slowly may lose the last tokens before it: a test of what is
  /// kept uses [#endAfter].
  public Script resetAfter(int tokens) {
    return with("reset_after", tokens);
  }

  /// A proper end of the HTTP body, without finish reason and `[DONE]`.
  public Script endAfter(int tokens) {
    return with("end_after", tokens);
  }

  /// An event whose JSON breaks off; the stream goes on after it.
  public Script malformedAfter(int tokens) {
    return with("malformed_after", tokens);
  }

  /// An `error` object in the middle of the stream.
  public Script errorAfter(int tokens, String code, String message) {
    return with("error_after", tokens).with("error_code", code).with("error_message", message);
  }

  /// An event with this data in the middle of the stream.
  public Script eventAfter(int tokens, String data) {
    return with("event_after", tokens).with("event", data);
  }

  /// Usage in the chunk with the finish reason, asked for or not, as Mistral has it.
  public Script usageAtTheEnd() {
    return with("usage_at_the_end", true);
  }

  public Script withoutDone() {
    return with("done", false);
  }

  public Script withoutUsage() {
    return with("usage", false);
  }

  public Script finishReason(String reason) {
    return with("finish_reason", reason);
  }

  /// What the model thinks first, as `reasoning_content`.
  public Script reasoning(String text) {
    return with("reasoning", text);
  }

  /// CRLF line endings and comments between the events.
  public Script dressed() {
    return with("dressed", true);
  }

  /// Does not know `stream`.
  public Script unstreamed() {
    return with("unstreamed", true);
  }

  /// Writes in pieces of this many bytes, each a chunk of its own, whatever they cut.
  public Script pieces(int bytes) {
    return with("pieces", bytes);
  }

  Script with(String name, Object value) {
    ObjectNode changed = settings.deepCopy();
    changed.set(name, Json.MAPPER.valueToTree(value));
    return new Script(changed);
  }

  Optional<String> string(String name) {
    return settings.hasNonNull(name) ? Optional.of(settings.get(name).asText()) : Optional.empty();
  }

  OptionalInt count(String name) {
    JsonNode value = settings.path(name);
    return value.isNumber() ? OptionalInt.of(value.intValue()) : OptionalInt.empty();
  }

  boolean at(String name, int tokens) {
    return count(name).orElse(-1) == tokens;
  }

  double number(String name) {
    return settings.path(name).asDouble(0);
  }

  boolean is(String name, boolean otherwise) {
    return settings.path(name).asBoolean(otherwise);
  }
}
