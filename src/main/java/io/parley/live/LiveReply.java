package io.parley.live;

import io.parley.event.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// A reply in progress as this node has seen it: an order of its own made of two topics that know
/// nothing of each other. Pieces that come before their start wait for it; what is lost on the live
/// topic is made good from the whole text when the reply ends. Guarded by its conversation's lock.
public final class LiveReply {
  /// Beyond this many waiting pieces the reply's end supplies the text instead.
  private static final int MAX_WAITING = 10_000;

  private Optional<Event.ReplyStarted> started = Optional.empty();

  /// 0 until the first start: attempts count from 1.
  private int attempt;

  private final Pieces<Event.ReplyDelta> said = new Pieces<>(Event.ReplyDelta::text);
  private final Pieces<Event.ReplyThinking> thought = new Pieces<>(Event.ReplyThinking::text);
  private Instant touched = Instant.MIN;

  /// Begins an attempt; an earlier one's text is forgotten, unless this one goes on with it. False
  /// if it is not a newer attempt.
  boolean start(Event.ReplyStarted start, Instant now) {
    touched = now;
    if (start.attempt() <= attempt) {
      return false;
    }
    attempt = start.attempt();
    said.begin(attempt, start.textBefore());
    thought.begin(attempt, "");
    started = Optional.of(start);
    return true;
  }

  void hold(Event.ReplyDelta delta, Instant now) {
    touched = now;
    said.hold(new Place(delta.attempt(), delta.seq()), delta, attempt);
  }

  void hold(Event.ReplyThinking thinking, Instant now) {
    touched = now;
    thought.hold(new Place(thinking.attempt(), thinking.seq()), thinking, attempt);
  }

  /// The deltas that can be shown now, in their order.
  List<Event.ReplyDelta> showable() {
    return said.showable(attempt);
  }

  /// The same of what the model thinks.
  List<Event.ReplyThinking> showableThinking() {
    return thought.showable(attempt);
  }

  /// What is still missing of the whole text, as the last delta of this attempt.
  Optional<Event.ReplyDelta> completion(Event.ReplyFinished finished) {
    String whole = finished.text();
    boolean continues =
        started.isPresent()
            && finished.attempt() == attempt
            && whole.length() > said.text.length()
            && whole.startsWith(said.text.toString());
    return continues
        ? Optional.of(
            new Event.ReplyDelta(
                finished.replyId(), attempt, said.seq + 1, whole.substring(said.text.length())))
        : Optional.empty();
  }

  int attempt() {
    return attempt;
  }

  boolean untouchedSince(Instant instant) {
    return touched.isBefore(instant);
  }

  Optional<LiveSnapshot.Reply> snapshot() {
    return started.map(start ->
        new LiveSnapshot.Reply(
            start.replyId(),
            start.messageId(),
            start.model(),
            attempt,
            said.seq,
            said.text.toString(),
            Optional.of(thought)
                .filter(thoughts -> thoughts.seq > 0)
                .map(thoughts ->
                    new LiveSnapshot.Thinking(thoughts.seq, thoughts.text.toString()))));
  }

  private record Place(int attempt, int seq) {}

  /// The pieces of one text, those that wait and those that make it up.
  private static final class Pieces<P> {
    private final Function<P, String> textOf;
    private final StringBuilder text = new StringBuilder();
    private final Map<Place, P> waiting = new HashMap<>();
    private int seq;

    Pieces(Function<P, String> textOf) {
      this.textOf = textOf;
    }

    void begin(int attempt, String before) {
      seq = 0;
      text.setLength(0);
      text.append(before);
      waiting.keySet().removeIf(place -> place.attempt() < attempt);
    }

    void hold(Place place, P piece, int attempt) {
      int known = place.attempt() == attempt ? seq : 0;
      if (place.attempt() >= attempt && place.seq() > known && waiting.size() < MAX_WAITING) {
        waiting.putIfAbsent(place, piece);
      }
    }

    List<P> showable(int attempt) {
      if (waiting.isEmpty()) {
        return List.of();
      }
      List<P> showable = new ArrayList<>();
      P next = waiting.remove(new Place(attempt, seq + 1));
      while (next != null) {
        seq++;
        text.append(textOf.apply(next));
        showable.add(next);
        next = waiting.remove(new Place(attempt, seq + 1));
      }
      return showable;
    }
  }
}
