package io.parley.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Everything one client of a room was told, in order, and each place where that breaks the
/// promises of docs/protocol.md. Written by one thread, read by any.
final class Ledger {
  /// A broken promise.
  record Breach(Kind kind, String what) {
    @Override
    public String toString() {
      return kind + ": " + what;
    }
  }

  enum Kind {
    TWICE,
    OUT_OF_ORDER,
    /// A reply's text that has a gap, shrinks, or is not what its end says.
    TEXT
  }

  /// A reply as it is shown: in progress, or as far as the connection before had it.
  private static final class Shown {
    private int attempt;
    private int seq;
    private boolean live;
    private final StringBuilder text = new StringBuilder();
  }

  /// Messages that are older than a reload's page and newer than what was shown before it.
  ///
  /// @param at where they belong in the order
  /// @param before leads to the page of history that ends with them
  record Gap(int at, String before) {}

  private final List<String> order = new ArrayList<>();
  private final Set<String> messages = new LinkedHashSet<>();

  /// Messages and ends of replies since history came the last time: they may not come again.
  private final Set<String> told = new HashSet<>();

  private final Deque<Gap> gaps = new ArrayDeque<>();
  private final Set<String> started = new LinkedHashSet<>();
  private final Map<String, String> ended = new HashMap<>();
  private final Map<String, Shown> replies = new HashMap<>();
  private final List<Breach> breaches = new ArrayList<>();
  private String position = "";
  private long fence = -1;
  private long deltas;
  private int reloads;

  /// The answer to a join: what was missed since [#position], or history, and what is live.
  synchronized void welcomed(JsonNode welcome) {
    if (welcome.path("recovered").asBoolean()) {
      replies.values().forEach(reply -> reply.live = false);
      welcome.path("events").forEach(this::told);
    } else {
      reload(welcome.path("messages"), welcome.path("next").asText());
    }
    live(welcome);
  }

  /// What is live now, in place of whatever was.
  synchronized void live(JsonNode snapshot) {
    replies.values().forEach(reply -> reply.live = false);
    for (JsonNode running : snapshot.path("replies")) {
      String id = running.path("reply_id").asText();
      Shown reply = replies.computeIfAbsent(id, _ -> new Shown());
      String text = running.path("text").asText();
      int attempt = running.path("attempt").asInt();
      if (attempt == reply.attempt && !text.startsWith(reply.text.toString())) {
        breach(Kind.TEXT, "a snapshot of reply " + id + " takes shown text back");
      }
      reply.attempt = attempt;
      reply.seq = running.path("seq").asInt();
      reply.live = true;
      reply.text.setLength(0);
      reply.text.append(text);
    }
    resumeFrom(snapshot.path("position").asText());
  }

  synchronized void told(JsonNode event) {
    if (event.has("position")) {
      long offset = offset(event.path("position").asText());
      if (offset <= fence) {
        breach(
            told.contains(event.at("/message/id").asText()) ? Kind.TWICE : Kind.OUT_OF_ORDER,
            event.path("type").asText() + " at " + offset + " after " + fence);
      }
      resumeFrom(event.path("position").asText());
    }
    switch (event.path("type").asText()) {
      case "message" -> message(event.at("/message/id").asText());
      case "reply.started" -> started(event);
      case "reply.delta" -> delta(event);
      case "reply.finished" -> finished(event);
      default -> {}
    }
  }

  private void message(String id) {
    if (!told.add(id)) {
      breach(Kind.TWICE, "message " + id);
    }
    if (messages.add(id)) {
      order.add("message " + id);
    }
  }

  private void started(JsonNode event) {
    String id = event.path("reply_id").asText();
    order.add("started " + id + " " + event.path("attempt").asInt());
    started.add(id);
    Shown reply = replies.computeIfAbsent(id, _ -> new Shown());
    int attempt = event.path("attempt").asInt();
    if (told.contains(id) || attempt <= reply.attempt) {
      breach(Kind.TWICE, "the start of reply " + id + ", attempt " + attempt);
    }
    reply.attempt = attempt;
    reply.seq = 0;
    reply.live = true;
    reply.text.setLength(0);
  }

  private void delta(JsonNode event) {
    deltas++;
    String id = event.path("reply_id").asText();
    Shown reply = replies.computeIfAbsent(id, _ -> new Shown());
    if (!reply.live || event.path("attempt").asInt() != reply.attempt) {
      breach(Kind.TEXT, "a delta outside of reply " + id);
    } else if (event.path("seq").asInt() != reply.seq + 1) {
      breach(
          Kind.TEXT,
          "delta %d of reply %s after %d".formatted(event.path("seq").asInt(), id, reply.seq));
    }
    reply.seq = event.path("seq").asInt();
    reply.text.append(event.path("text").asText());
  }

  private void finished(JsonNode event) {
    String id = event.path("reply_id").asText();
    order.add("finished " + id);
    String text = event.path("text").asText();
    ended.put(id, event.path("status").asText());
    if (!told.add(id)) {
      breach(Kind.TWICE, "the end of reply " + id);
    }
    Shown reply = replies.computeIfAbsent(id, _ -> new Shown());
    boolean fits =
        reply.live
            ? text.contentEquals(reply.text)
            : reply.attempt != event.path("attempt").asInt()
                || text.startsWith(reply.text.toString());
    if (!fits) {
      breach(Kind.TEXT, "the end of reply " + id + " is not what was shown");
    }
    reply.live = false;
    reply.text.setLength(0);
    reply.text.append(text);
  }

  /// History in place of events: what it has, this client has seen. It goes on from there, even if
  /// it had been further with another node.
  private void reload(JsonNode page, String before) {
    if (!order.isEmpty()) {
      reloads++;
    }
    if (!messages.isEmpty() && !before.isEmpty() && !meets(page)) {
      gaps.addLast(new Gap(order.size(), before));
    }
    fence = -1;
    told.clear();
    replies.clear();
    for (JsonNode message : page) {
      show(message, order.size());
      if (!isStreaming(message)) {
        told.add(message.path("id").asText());
      }
    }
  }

  /// Where history is to be read further back, the newest such place first.
  synchronized Optional<Gap> gap() {
    return Optional.ofNullable(gaps.peekLast());
  }

  /// One more page of history before the newest gap.
  ///
  /// @param before leads to the page before it; empty if there is none
  synchronized void readBack(JsonNode page, String before) {
    Gap gap = gaps.removeLast();
    if (!before.isEmpty() && !meets(page)) {
      gaps.addLast(new Gap(gap.at(), before));
    }
    for (int i = page.size() - 1; i >= 0; i--) {
      show(page.get(i), gap.at());
    }
  }

  /// Whether a page of history has what was shown before.
  private boolean meets(JsonNode page) {
    for (JsonNode message : page) {
      if (messages.contains(message.path("id").asText())) {
        return true;
      }
    }
    return false;
  }

  private void show(JsonNode message, int at) {
    String id = message.path("id").asText();
    if (message.path("role").asText().equals("user")) {
      if (messages.add(id)) {
        order.add(at, "message " + id);
      }
    } else {
      started.add(id);
      if (!isStreaming(message)) {
        ended.put(id, message.path("status").asText());
      }
    }
  }

  private static boolean isStreaming(JsonNode message) {
    return message.path("status").asText().equals("streaming");
  }

  private void resumeFrom(String next) {
    long offset = offset(next);
    if (offset >= fence) {
      fence = offset;
      position = next;
    }
  }

  private static long offset(String position) {
    return Long.parseLong(position.substring(position.lastIndexOf(':') + 1));
  }

  private void breach(Kind kind, String what) {
    breaches.add(new Breach(kind, what));
  }

  /// Where to resume from; nothing before the first welcome.
  synchronized Optional<String> position() {
    return position.isEmpty() ? Optional.empty() : Optional.of(position);
  }

  /// Durable events in the order they came, each as its type and id.
  synchronized List<String> order() {
    return List.copyOf(order);
  }

  synchronized Set<String> messages() {
    return Set.copyOf(messages);
  }

  /// Whether it has all of these messages, and every reply that it saw begin has ended.
  synchronized boolean isWhole(Collection<String> wanted) {
    return messages.containsAll(wanted) && ended.keySet().containsAll(started);
  }

  /// Replies whose start was told and whose end was not.
  synchronized Set<String> unended() {
    Set<String> open = new HashSet<>(started);
    open.removeAll(ended.keySet());
    return open;
  }

  /// The last attempt at this reply that was told; 0 before the first.
  synchronized int attempt(String reply) {
    Shown shown = replies.get(reply);
    return shown == null ? 0 : shown.attempt;
  }

  /// How replies ended, by their ids.
  synchronized Map<String, String> ended() {
    return Map.copyOf(ended);
  }

  synchronized List<Breach> breaches() {
    return List.copyOf(breaches);
  }

  synchronized long deltas() {
    return deltas;
  }

  /// How often history came in place of what was missed.
  synchronized int reloads() {
    return reloads;
  }
}
