package io.parley.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.parley.event.Position;
import io.parley.platform.Json;
import io.parley.realtime.Batch;
import io.parley.realtime.ConnectionId;
import io.parley.realtime.Frame;
import io.parley.realtime.Subscriber;
import io.parley.realtime.WireEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A reader of a conversation that behaves as the contract asks of clients, and fails where the
/// server breaks its promises to them.
public final class Reader implements Subscriber {
  private final ConnectionId id = ConnectionId.next();
  final List<String> durable = new ArrayList<>();
  final Map<String, String> texts = new LinkedHashMap<>();
  final Map<String, String> drafts = new LinkedHashMap<>();
  final List<String> participants = new ArrayList<>();
  private boolean replaying;
  private final Map<String, int[]> running = new LinkedHashMap<>();
  private final Map<String, Integer> thoughts = new HashMap<>();
  private Optional<Position> position = Optional.empty();
  Optional<LiveConversation.Arrival> arrival = Optional.empty();

  Frame welcomed(LiveConversation.Arrival found) {
    arrival = Optional.of(found);
    replaying = true;
    found.missed().ifPresent(missed -> missed.forEach(this::take));
    replaying = false;
    replaceLive(found.snapshot());
    position = Optional.of(found.snapshot().position());
    return Frame.of("{}");
  }

  Optional<Position> position() {
    return position;
  }

  private void replaceLive(LiveSnapshot live) {
    running.clear();
    for (LiveSnapshot.Reply reply : live.replies()) {
      String replyId = reply.replyId().toString();
      texts.put(replyId, reply.text());
      running.put(replyId, new int[] {reply.attempt(), reply.seq()});
      thoughts.put(replyId, reply.thinking().map(LiveSnapshot.Thinking::seq).orElse(0));
    }
    drafts.clear();
    live.drafts().forEach(draft -> drafts.put(draft.draftId().toString(), draft.text()));
    participants.clear();
    live.participants().forEach(participant -> participants.add(participant.name()));
  }

  @Override
  public ConnectionId id() {
    return id;
  }

  @Override
  public void start(Frame state) {}

  @Override
  public boolean deliver(Batch batch) {
    batch.events().forEach(this::take);
    return true;
  }

  private void take(WireEvent event) {
    JsonNode json = parse(event.json());
    String reply = json.path("reply_id").asText();
    switch (event.type()) {
      case "message" -> {
        durable.add("message " + json.at("/message/id").asText());
        drafts.remove(json.at("/message/draft_id").asText());
      }
      case "reply.started" -> {
        durable.add("started " + reply + " " + json.get("attempt"));
        int[] before = running.put(reply, new int[] {json.get("attempt").asInt(), 0});
        check(before == null || before[0] < json.get("attempt").asInt(), "attempt " + json);
        texts.put(reply, json.path("text").asText(""));
        thoughts.put(reply, 0);
      }
      case "reply.thinking" -> {
        int[] state = running.getOrDefault(reply, new int[] {0, 0});
        check(state[0] == json.get("attempt").asInt(), "a thought of another attempt: " + json);
        check(
            thoughts.merge(reply, 1, Integer::sum) == json.get("seq").asInt(),
            "a gap or a repetition in thoughts: " + json);
      }
      case "reply.delta" -> {
        int[] state = running.getOrDefault(reply, new int[] {0, 0});
        check(state[0] > 0, "a delta outside of its reply: " + json);
        check(state[0] == json.get("attempt").asInt(), "a delta of another attempt: " + json);
        check(++state[1] == json.get("seq").asInt(), "a gap or a repetition: " + json);
        texts.merge(reply, json.get("text").asText(), String::concat);
      }
      case "reply.finished" -> {
        durable.add("finished " + reply);
        String whole = json.get("text").asText();
        String shown = texts.put(reply, whole);
        check(
            running.remove(reply) == null || replaying || whole.equals(shown),
            "the deltas did not bring the whole text: " + json);
      }
      case "draft" -> drafts.put(json.get("draft_id").asText(), json.get("ops").toString());
      case "joined" -> participants.add(json.at("/participant/name").asText());
      case "left" -> participants.remove(json.at("/participant/name").asText());
      case "removed" -> {
        durable.add("removed " + json.get("message_id").asText());
        texts.remove(json.get("message_id").asText());
        running.remove(json.get("message_id").asText());
      }
      case "conversation.deleted" -> {
        durable.add("erased");
        texts.clear();
        running.clear();
      }
      default -> throw new AssertionError("an event of no contract: " + event.type());
    }
    event.position().flatMap(Position::parse).ifPresent(next -> position = Optional.of(next));
  }

  private static JsonNode parse(String json) {
    try {
      return Json.MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + json, e);
    }
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
