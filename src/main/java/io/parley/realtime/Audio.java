package io.parley.realtime;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// A piece of speech, sent as one binary message.
///
/// Its generation is the number of the spoken reply that it belongs to. When somebody interrupts,
/// [Connection#dropAudio] removes all pieces up to a generation; a later reply has a higher one.
public final class Audio implements Outgoing {
  /// Maximum size of one piece: a third of a second of 16-bit samples at 24 kHz. No piece keeps the
  /// writer longer than a small frame does.
  public static final int MAX_BYTES = 16 * 1024;

  private static final int MIN_WEIGHT = 256;

  private final int generation;
  private final int bytes;
  private final byte[] wire;

  private Audio(int generation, byte[] samples) {
    this.generation = generation;
    this.bytes = samples.length;
    this.wire = Frame.encoded(Frame.FINAL_BINARY, samples);
  }

  /// @param samples at least one byte, at most [#MAX_BYTES]; copied
  public static Audio of(int generation, byte[] samples) {
    if (samples.length == 0 || samples.length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "A piece of audio has %,d bytes, not 1 to %,d".formatted(samples.length, MAX_BYTES));
    }
    return new Audio(generation, samples);
  }

  public int generation() {
    return generation;
  }

  @Override
  public int bytes() {
    return bytes;
  }

  /// What it counts while it waits: the objects around a small piece take more than its samples.
  int weight() {
    return Math.max(bytes, MIN_WEIGHT);
  }

  /// The samples alone, for the container, which makes a frame of them by itself: a copy of its
  /// own.
  ByteBuffer samples() {
    return ByteBuffer.wrap(Arrays.copyOfRange(wire, wire.length - bytes, wire.length));
  }

  /// The whole frame as it goes over a WebSocket.
  ByteBuffer wire() {
    return ByteBuffer.wrap(wire);
  }

  @Override
  public String toString() {
    return "Audio of " + bytes + " bytes, generation " + generation;
  }
}
