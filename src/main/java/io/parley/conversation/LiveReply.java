package io.parley.conversation;

import io.parley.log.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A reply in progress as this node has seen it: an order of its own made of two topics that know
/// nothing of each other. Deltas that come before their start wait for it; what is lost on the live
/// topic is made good from the whole text when the reply ends. Guarded by its conversation's lock.
final class LiveReply {
  /// Beyond this many waiting deltas the reply's end supplies the text instead.
  private static final int MAX_WAITING = 10_000;

  private Optional<Event.ReplyStarted> started = Optional.empty();

  /// 0 until the first start: attempts count from 1.
  private int attempt;

  private int seq;
  private final StringBuilder text = new StringBuilder();
  private final Map<Place, Event.ReplyDelta> waiting = new HashMap<>();

  private Instant touched = Instant.MIN;

  private record Place(int attempt, int seq) {}

  /// Begins an attempt; an earlier one's text is forgotten. False if it is not a newer attempt.
  boolean start(Event.ReplyStarted start, Instant now) {
    touched = now;
    if (start.attempt() <= attempt) {
      return false;
    }
    attempt = start.attempt();
    seq = 0;
    text.setLength(0);
    waiting.keySet().removeIf(place -> place.attempt() < attempt);
    started = Optional.of(start);
    return true;
  }

  void hold(Event.ReplyDelta delta, Instant now) {
    touched = now;
    if (delta.attempt() >= attempt
        && delta.seq() > seqOf(delta.attempt())
        && waiting.size() < MAX_WAITING) {
      waiting.putIfAbsent(new Place(delta.attempt(), delta.seq()), delta);
    }
  }

  /// The deltas that can be shown now, in their order.
  List<Event.ReplyDelta> showable() {
    List<Event.ReplyDelta> showable = new ArrayList<>();
    Event.ReplyDelta next = waiting.remove(new Place(attempt, seq + 1));
    while (next != null) {
      seq = next.seq();
      text.append(next.text());
      showable.add(next);
      next = waiting.remove(new Place(attempt, seq + 1));
    }
    return showable;
  }

  /// What is still missing of the whole text, as the last delta of this attempt.
  Optional<Event.ReplyDelta> completion(Event.ReplyFinished finished) {
    String whole = finished.text();
    boolean continues =
        started.isPresent()
            && finished.attempt() == attempt
            && whole.length() > text.length()
            && whole.startsWith(text.toString());
    return continues
        ? Optional.of(
            new Event.ReplyDelta(
                finished.replyId(), attempt, seq + 1, whole.substring(text.length())))
        : Optional.empty();
  }

  int attempt() {
    return attempt;
  }

  boolean untouchedSince(Instant instant) {
    return touched.isBefore(instant);
  }

  Optional<Wire.LiveReply> snapshot() {
    return started.map(start ->
        new Wire.LiveReply(
            start.replyId(), start.messageId(), start.model(), attempt, seq, text.toString()));
  }

  private int seqOf(int anAttempt) {
    return anAttempt == attempt ? seq : 0;
  }
}
