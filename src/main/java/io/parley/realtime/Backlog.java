package io.parley.realtime;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.function.UnaryOperator;

/// What waits in an [Outbox], in one order, and how much that is. Audio is counted by itself, so
/// that it takes no room from anything else. Not safe for use by several threads.
final class Backlog {
  private final Queue<Outgoing> waiting = new ArrayDeque<>(2);
  private int frames;
  private int bytes;
  private int audioBytes;
  private int droppedUpTo = Integer.MIN_VALUE;

  /// Whether this one more would be too many, or too much. The first is always welcome, however
  /// large.
  boolean exceeds(int mostFrames, int mostBytes, Outgoing next) {
    return frames > 0 && (frames >= mostFrames || bytes + next.bytes() > mostBytes);
  }

  /// Whether this is audio that is no longer wanted, or more than may wait.
  boolean refuses(Audio next, int mostAudioBytes) {
    return next.generation() <= droppedUpTo
        || (audioBytes > 0 && audioBytes + next.weight() > mostAudioBytes);
  }

  void add(Outgoing next) {
    waiting.add(next);
    count(next, 1);
  }

  /// Empty when nothing waits.
  Optional<Outgoing> poll() {
    Optional<Outgoing> first = Optional.ofNullable(waiting.poll());
    first.ifPresent(it -> count(it, -1));
    return first;
  }

  void clear() {
    waiting.clear();
    frames = 0;
    bytes = 0;
    audioBytes = 0;
  }

  /// Removes the audio of these generations, and [#refuses] what still comes of them.
  void dropAudio(int upTo) {
    droppedUpTo = Math.max(droppedUpTo, upTo);
    if (audioBytes > 0) {
      Outgoing[] before = waiting.toArray(Outgoing[]::new);
      clear();
      for (Outgoing each : before) {
        if (!(each instanceof Audio audio) || audio.generation() > droppedUpTo) {
          add(each);
        }
      }
    }
  }

  /// Removes all audio, and puts another batch in the place of each; one that is empty has none.
  void reduce(UnaryOperator<Batch> change) {
    Outgoing[] before = waiting.toArray(Outgoing[]::new);
    clear();
    for (Outgoing each : before) {
      switch (each) {
        case Batch batch -> {
          Batch changed = change.apply(batch);
          if (!changed.isEmpty()) {
            add(changed);
          }
        }
        case Frame _, Outgoing.Ping _ -> add(each);
        case Audio _ -> {}
      }
    }
  }

  private void count(Outgoing each, int sign) {
    if (each instanceof Audio audio) {
      audioBytes += sign * audio.weight();
    } else {
      frames += sign;
      bytes += sign * each.bytes();
    }
  }
}
