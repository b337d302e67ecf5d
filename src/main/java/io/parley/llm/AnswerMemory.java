package io.parley.llm;

import java.io.IOException;

/// The memory of this node for what providers send in one piece: an event of a stream, or an answer
/// that is not streamed. Small pieces, which nearly all are, cost no counting. Others share what
/// there is, and one that does not fit ends its answer. Safe for use by many threads.
///
/// Counted are bytes as they came. To be parsed and passed on they take several times as much for a
/// moment, so that all of it is to be a small part of the heap.
public final class AnswerMemory {
  /// Of one piece that is not counted, nor kept for the next one.
  public static final int FREE_BYTES = 64 * 1024;

  /// Of all events at a time: with what is made of them, a sixteenth of the default heap.
  static final long ALL_EVENTS_BYTES = 16 * 1024 * 1024;

  /// Of all answers in one piece at a time. They are passed on as they are kept.
  static final long ALL_ANSWERS_BYTES = 64 * 1024 * 1024;

  private final int mostBytes;
  private final long allBytes;
  private long taken;

  /// @param mostBytes of one piece
  /// @param allBytes of all pieces at a time
  AnswerMemory(int mostBytes, long allBytes) {
    this.mostBytes = mostBytes;
    this.allBytes = allBytes;
  }

  static AnswerMemory ofEvents(int mostBytes) {
    return new AnswerMemory(mostBytes, Math.max(ALL_EVENTS_BYTES, 2L * mostBytes));
  }

  static AnswerMemory ofAnswers(int mostBytes) {
    return new AnswerMemory(mostBytes, Math.max(ALL_ANSWERS_BYTES, mostBytes));
  }

  /// What an answer ends in that has more than this many bytes.
  static NoRoom tooLarge(long mostBytes) {
    return new NoRoom(
        FailureCode.ANSWER_TOO_LARGE, "a response exceeds %,d bytes".formatted(mostBytes));
  }

  /// What the pieces of one answer take, one after the other.
  public Hold hold() {
    return new Hold();
  }

  int mostBytes() {
    return mostBytes;
  }

  synchronized long taken() {
    return taken;
  }

  private synchronized void take(long wanted) throws NoRoom {
    if (taken + wanted > allBytes) {
      throw new NoRoom(
          FailureCode.RATE_LIMITED,
          "all large pieces together exceed %,d bytes".formatted(allBytes));
    }
    taken += wanted;
  }

  private synchronized void giveBack(long bytes) {
    taken -= bytes;
  }

  /// The memory of one answer.
  public final class Hold implements AutoCloseable {
    private long held;
    private boolean closed;

    /// The piece that is arriving has become so large, or is about to.
    ///
    /// @throws NoRoom if it is too large, or there is no memory for it
    public synchronized void grow(int size) throws NoRoom {
      if (size > mostBytes) {
        throw new NoRoom(
            FailureCode.ANSWER_TOO_LARGE, "a piece exceeds %,d bytes".formatted(mostBytes));
      }
      if (size > FREE_BYTES && size > held && !closed) {
        take(size - held);
        held = size;
      }
    }

    /// How large a buffer becomes that has to hold more than its size: twice as large, but no
    /// larger than a piece may be.
    public int larger(int size, int needed) {
      return Math.max(needed, (int) Math.min(2L * size, mostBytes));
    }

    /// Of the piece, only so much is still held.
    public synchronized void shrink(int size) {
      long kept = size > FREE_BYTES ? size : 0;
      if (held > kept) {
        giveBack(held - kept);
        held = kept;
      }
    }

    @Override
    public synchronized void close() {
      closed = true;
      shrink(0);
    }
  }

  /// A piece is larger than any may be, or than what is left.
  public static final class NoRoom extends IOException {
    private static final long serialVersionUID = 1;

    private final FailureCode code;

    NoRoom(FailureCode code, String message) {
      super(message);
      this.code = code;
    }

    /// What it is for whoever waits for the answer.
    public FailureCode code() {
      return code;
    }
  }
}
