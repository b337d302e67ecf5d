package io.parley.realtime;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Text ready to be sent, shared by all who receive it: as a `String`, which is what the container
/// takes, and as the bytes of a WebSocket's frame, made once, for [DirectLine].
public final class Frame implements Outgoing {
  static final int FINAL_TEXT = 0x81;
  static final int FINAL_BINARY = 0x82;

  private static final int SIZE_IN_16_BITS = 126;
  private static final int SIZE_IN_64_BITS = 127;

  private final String text;
  private final int bytes;
  private volatile byte @Nullable [] wire;

  private Frame(String text) {
    this.text = text;
    this.bytes = utf8Bytes(text);
  }

  public static Frame of(String text) {
    return new Frame(text);
  }

  public String text() {
    return text;
  }

  @Override
  public int bytes() {
    return bytes;
  }

  /// The whole frame as it goes over a WebSocket (RFC 6455, section 5.2): from a server, unmasked.
  ByteBuffer wire() {
    byte[] made = wire;
    if (made == null) {
      made = encoded(FINAL_TEXT, text.getBytes(StandardCharsets.UTF_8));
      wire = made;
    }
    return ByteBuffer.wrap(made);
  }

  /// @param kind the first byte of the frame: that it is a whole message, and of which type
  static byte[] encoded(int kind, byte[] payload) {
    int bytes = payload.length;
    int head = bytes < SIZE_IN_16_BITS ? 2 : bytes <= 0xffff ? 4 : 10;
    ByteBuffer frame = ByteBuffer.allocate(head + bytes).put((byte) kind);
    switch (head) {
      case 2 -> frame.put((byte) bytes);
      case 4 -> frame.put((byte) SIZE_IN_16_BITS).putShort((short) bytes);
      default -> frame.put((byte) SIZE_IN_64_BITS).putLong(bytes);
    }
    return frame.put(payload).array();
  }

  @Override
  public String toString() {
    return "Frame of " + bytes + " bytes";
  }

  /// Counts without encoding: each half of a surrogate pair is two of its four bytes.
  static int utf8Bytes(String text) {
    int bytes = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        bytes += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
      }
    }
    return bytes;
  }
}
