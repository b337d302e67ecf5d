package io.parley.chaos;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// WebSocket frames byte by byte (RFC 6455, section 5.2), right ones and wrong ones.
final class Frames {
  static final int CONTINUATION = 0x0;
  static final int TEXT = 0x1;
  static final int BINARY = 0x2;
  static final int CLOSE = 0x8;
  static final int PING = 0x9;
  static final int PONG = 0xA;

  private static final byte[] MASK = {0x37, (byte) 0xfa, 0x21, 0x3d};

  private Frames() {}

  static byte[] text(String text) {
    return frame(true, 0, TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] frame(int opcode, byte[] payload) {
    return frame(true, 0, opcode, payload);
  }

  /// A masked frame.
  ///
  /// @param rsv the three reserved bits, as a number
  static byte[] frame(boolean fin, int rsv, int opcode, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(payload.length + 14);
    frame.put((byte) ((fin ? 0x80 : 0) | rsv << 4 | opcode));
    if (payload.length < 126) {
      frame.put((byte) (0x80 | payload.length));
    } else if (payload.length < 65_536) {
      frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
    } else {
      frame.put((byte) (0x80 | 127)).putLong(payload.length);
    }
    frame.put(MASK);
    for (int i = 0; i < payload.length; i++) {
      frame.put((byte) (payload[i] ^ MASK[i & 3]));
    }
    return Arrays.copyOf(frame.array(), frame.position());
  }

  /// One message in frames of so many bytes.
  static List<byte[]> fragments(int opcode, byte[] payload, int size) {
    List<byte[]> frames = new ArrayList<>();
    for (int from = 0; from < payload.length; from += size) {
      int to = Math.min(payload.length, from + size);
      frames.add(
          frame(
              to == payload.length,
              0,
              from == 0 ? opcode : CONTINUATION,
              Arrays.copyOfRange(payload, from, to)));
    }
    return frames;
  }

  static byte[] close(int code, byte[] reason) {
    return frame(
        CLOSE, ByteBuffer.allocate(reason.length + 2).putShort((short) code).put(reason).array());
  }

  static byte[] joined(List<byte[]> parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    parts.forEach(all::writeBytes);
    return all.toByteArray();
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  static byte[] repeated(int value, int count) {
    byte[] bytes = new byte[count];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }
}
