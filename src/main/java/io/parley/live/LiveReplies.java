package io.parley.live;

import io.parley.event.ReplyId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The replies in progress in a conversation, and those that were asked for and have not begun.
/// Guarded by its conversation's lock.
final class LiveReplies {
  private final Map<ReplyId, LiveReply> replies = new LinkedHashMap<>();
  private final Map<ReplyId, Instant> asked = new LinkedHashMap<>();

  void ask(ReplyId reply, Instant at) {
    asked.putIfAbsent(reply, at);
  }

  /// This reply, of which something has come: its start, or a piece that overtook that.
  LiveReply at(ReplyId reply) {
    return replies.computeIfAbsent(reply, _ -> new LiveReply());
  }

  /// Takes a reply out, also one that has only been asked for.
  Optional<LiveReply> end(ReplyId reply) {
    asked.remove(reply);
    return Optional.ofNullable(replies.remove(reply));
  }

  void clear() {
    replies.clear();
    asked.clear();
  }

  /// How many attempts have begun.
  int attempts(ReplyId reply) {
    LiveReply known = replies.get(reply);
    return known == null ? 0 : known.attempt();
  }

  boolean isEmpty() {
    return replies.isEmpty();
  }

  /// Whether one is being made, or was asked for and has not begun.
  boolean isRunning() {
    return !asked.isEmpty() || !replies.isEmpty();
  }

  void expire(Instant before) {
    replies.values().removeIf(reply -> reply.untouchedSince(before));
    asked
        .entrySet()
        .removeIf(
            reply -> reply.getValue().isBefore(before) && !replies.containsKey(reply.getKey()));
  }

  List<LiveSnapshot.Reply> snapshot() {
    return replies.values().stream().flatMap(reply -> reply.snapshot().stream()).toList();
  }
}
