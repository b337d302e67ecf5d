package io.parley.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.llm.GenerationEvent.Completed;
import io.parley.llm.ModelId;
import io.parley.platform.Json;
import java.io.IOException;

/// A response as the stream of events that OpenAI documents for it, numbered from 0. It begins with
/// the first text: until then a failure can have its status.
final class ResponseEvents implements Spoken.Listener {
  private final ResponseDocument document;
  private final Exchange exchange;
  private final StringBuilder text = new StringBuilder();
  private int next;

  ResponseEvents(ResponseDocument document, Exchange exchange) {
    this.document = document;
    this.exchange = exchange;
  }

  @Override
  public void began(ModelId model) {
    document.answeredBy(model);
  }

  @Override
  public void text(String piece) throws IOException {
    begin();
    text.append(piece);
    ObjectNode delta = inPart("response.output_text.delta").put("delta", piece);
    delta.putArray("logprobs");
    send(delta);
  }

  void end(Completed completed) throws IOException {
    begin();
    ObjectNode done = inPart("response.output_text.done").put("text", text.toString());
    done.putArray("logprobs");
    send(done);
    ObjectNode part = inPart("response.content_part.done");
    part.set("part", ResponseDocument.part(text.toString()));
    send(part);
    String status = ResponseDocument.isWhole(completed) ? "completed" : "incomplete";
    ObjectNode item = inItem("response.output_item.done");
    item.set("item", document.message(text.toString(), status));
    send(item);
    send(response("response." + status, document.ended(text.toString(), completed)));
  }

  /// Only after it has begun.
  void fail(OpenAiError error) throws IOException {
    send(response("response.failed", document.failed(text.toString(), error)));
  }

  private void begin() throws IOException {
    if (next > 0) {
      return;
    }
    send(response("response.created", document.inProgress()));
    send(response("response.in_progress", document.inProgress()));
    ObjectNode item = inItem("response.output_item.added");
    item.set("item", document.emptyMessage("in_progress"));
    send(item);
    ObjectNode part = inPart("response.content_part.added");
    part.set("part", ResponseDocument.part(""));
    send(part);
  }

  private ObjectNode response(String type, ObjectNode response) {
    ObjectNode event = event(type);
    event.set("response", response);
    return event;
  }

  private ObjectNode inPart(String type) {
    return inItem(type).put("item_id", document.messageId()).put("content_index", 0);
  }

  private ObjectNode inItem(String type) {
    return event(type).put("output_index", 0);
  }

  private ObjectNode event(String type) {
    return Json.MAPPER.createObjectNode().put("type", type).put("sequence_number", next++);
  }

  private void send(ObjectNode event) throws IOException {
    exchange.send(
        "event: " + event.path("type").asText() + "\ndata: " + Json.write(event) + "\n\n");
  }
}
