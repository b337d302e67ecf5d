package io.parley.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.platform.Json;
import java.io.IOException;

/// One item of a response's output while it comes, and what is told of it.
abstract sealed class ResponseItem {
  private final String id;
  private final int index;
  private final ResponseEvents events;
  private String status = "incomplete";
  private boolean closed;

  private ResponseItem(String id, int index, ResponseEvents events) {
    this.id = id;
    this.index = index;
    this.events = events;
  }

  /// As it is now.
  abstract ObjectNode json(String status);

  /// What is to be told before its end.
  abstract void finish() throws IOException;

  void open() throws IOException {
    send(
        ResponseEvents.of("response.output_item.added", "item", json("in_progress"))
            .put("output_index", index));
  }

  /// @param ending `completed` or `incomplete`
  void close(String ending) throws IOException {
    if (!closed) {
      closed = true;
      status = ending;
      finish();
      send(
          ResponseEvents.of("response.output_item.done", "item", json(status))
              .put("output_index", index));
    }
  }

  /// As it is in the end, whether it came to its own or not.
  ObjectNode ended() {
    return json(status);
  }

  final void send(ObjectNode event) throws IOException {
    events.send(event);
  }

  /// An event within the item.
  final ObjectNode inside(String type) {
    return ResponseEvents.of(type).put("item_id", id).put("output_index", index);
  }

  final ObjectNode frame(String type) {
    return Json.MAPPER.createObjectNode().put("id", id).put("type", type);
  }

  /// What the model says: a text, a refusal, or one after the other.
  static final class Message extends ResponseItem {
    private final ArrayNode parts = Json.MAPPER.createArrayNode();
    private final StringBuilder text = new StringBuilder();
    private ArrayNode logprobs = Json.MAPPER.createArrayNode();
    private ArrayNode annotations = Json.MAPPER.createArrayNode();
    private boolean refusal;

    Message(ResponseId response, int index, ResponseEvents events) {
      super(response.output("msg", index), index, events);
    }

    void text(String piece, ArrayNode itsLogprobs) throws IOException {
      part(false);
      text.append(piece);
      logprobs.addAll(itsLogprobs);
      ObjectNode delta = inPart("response.output_text.delta").put("delta", piece);
      delta.set("logprobs", itsLogprobs);
      send(delta);
    }

    void refusal(String piece) throws IOException {
      part(true);
      text.append(piece);
      send(inPart("response.refusal.delta").put("delta", piece));
    }

    void annotation(ObjectNode annotation) throws IOException {
      part(false);
      ObjectNode event =
          inPart("response.output_text.annotation.added")
              .put("annotation_index", annotations.size());
      event.set("annotation", annotation);
      annotations.add(annotation);
      send(event);
    }

    @Override
    ObjectNode json(String status) {
      if (!parts.isEmpty()) {
        parts.set(parts.size() - 1, written());
      }
      ObjectNode message = frame("message").put("status", status).put("role", "assistant");
      message.set("content", parts.deepCopy());
      return message;
    }

    @Override
    void finish() throws IOException {
      if (!parts.isEmpty()) {
        endPart();
      }
    }

    /// The part that is written to now.
    private void part(boolean isRefusal) throws IOException {
      if (!parts.isEmpty() && refusal == isRefusal) {
        return;
      }
      finish();
      refusal = isRefusal;
      text.setLength(0);
      logprobs = Json.MAPPER.createArrayNode();
      annotations = Json.MAPPER.createArrayNode();
      parts.add(written());
      ObjectNode added = inPart("response.content_part.added");
      added.set("part", written());
      send(added);
    }

    private void endPart() throws IOException {
      if (refusal) {
        send(inPart("response.refusal.done").put("refusal", text.toString()));
      } else {
        ObjectNode done = inPart("response.output_text.done").put("text", text.toString());
        done.set("logprobs", logprobs);
        send(done);
      }
      parts.set(parts.size() - 1, written()); // another one may follow
      ObjectNode done = inPart("response.content_part.done");
      done.set("part", written());
      send(done);
    }

    private ObjectNode written() {
      ObjectNode part = Json.MAPPER.createObjectNode();
      if (refusal) {
        return part.put("type", "refusal").put("refusal", text.toString());
      }
      part.put("type", "output_text").put("text", text.toString());
      part.set("annotations", annotations.deepCopy());
      part.set("logprobs", logprobs.deepCopy());
      return part;
    }

    private ObjectNode inPart(String type) {
      return inside(type).put("content_index", parts.size() - 1);
    }
  }

  /// What the model thinks aloud.
  static final class Reasoning extends ResponseItem {
    private final StringBuilder text = new StringBuilder();

    Reasoning(ResponseId response, int index, ResponseEvents events) {
      super(response.output("rs", index), index, events);
    }

    @Override
    void open() throws IOException {
      super.open();
      send(part("response.reasoning_summary_part.added"));
    }

    void text(String piece) throws IOException {
      text.append(piece);
      send(inSummary("response.reasoning_summary_text.delta").put("delta", piece));
    }

    @Override
    ObjectNode json(String status) {
      ObjectNode reasoning = frame("reasoning");
      ArrayNode summary = reasoning.putArray("summary");
      if (!text.isEmpty()) {
        summary.add(summary());
      }
      return reasoning.put("status", status);
    }

    @Override
    void finish() throws IOException {
      send(inSummary("response.reasoning_summary_text.done").put("text", text.toString()));
      send(part("response.reasoning_summary_part.done"));
    }

    private ObjectNode part(String type) {
      ObjectNode event = inSummary(type);
      event.set("part", summary());
      return event;
    }

    private ObjectNode summary() {
      return ResponseEvents.of("summary_text").put("text", text.toString());
    }

    private ObjectNode inSummary(String type) {
      return inside(type).put("summary_index", 0);
    }
  }

  /// A function that the model wants called.
  static final class Call extends ResponseItem {
    private final String callId;
    private final String name;
    private final StringBuilder arguments = new StringBuilder();

    Call(ResponseId response, int index, ResponseEvents events, String callId, String name) {
      super(response.output("fc", index), index, events);
      this.callId = callId;
      this.name = name;
    }

    void arguments(String piece) throws IOException {
      arguments.append(piece);
      send(inside("response.function_call_arguments.delta").put("delta", piece));
    }

    @Override
    ObjectNode json(String status) {
      return frame("function_call")
          .put("status", status)
          .put("call_id", callId)
          .put("name", name)
          .put("arguments", arguments.toString());
    }

    /// Where there is nothing to hand over, some providers write nothing, which is no JSON.
    @Override
    void finish() throws IOException {
      if (arguments.toString().isBlank()) {
        arguments.setLength(0);
        arguments("{}");
      }
      send(
          inside("response.function_call_arguments.done")
              .put("name", name)
              .put("arguments", arguments.toString()));
    }
  }
}
