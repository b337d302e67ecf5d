package io.parley.realtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FrameTest {
  @Test
  void itsSizeIsThatOfItsUtf8() {
    for (String text : new String[] {"", "plain", "Grüße", "数", "👍🏽 done"}) {
      assertEquals(text.getBytes(StandardCharsets.UTF_8).length, Frame.of(text).bytes(), text);
    }
  }

  /// The examples of RFC 6455, section 5.7, and the first lengths of the longer heads.
  @Test
  void onTheWireItHasTheHeadOfAWholeUnmaskedText() {
    assertArrayEquals(
        new byte[] {(byte) 0x81, 5, 'H', 'e', 'l', 'l', 'o'}, wire(Frame.of("Hello")));
    assertArrayEquals(new byte[] {(byte) 0x81, 125}, head("x".repeat(125), 2));
    assertArrayEquals(new byte[] {(byte) 0x81, 126, 0, 126}, head("x".repeat(126), 4));
    assertArrayEquals(new byte[] {(byte) 0x81, 126, -1, -1}, head("x".repeat(65_535), 4));
    assertArrayEquals(
        new byte[] {(byte) 0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0}, head("x".repeat(65_536), 10));
  }

  @Test
  void itsTextOnTheWireIsUtf8() {
    String text = "数 👍🏽";
    byte[] wire = wire(Frame.of(text));
    assertEquals(text, new String(wire, 2, wire.length - 2, StandardCharsets.UTF_8));
  }

  @Test
  void whoReadsItTakesNothingFromTheOthers() {
    Frame frame = Frame.of("shared");
    frame.wire().position(4);
    assertEquals(0, frame.wire().position());
  }

  @Test
  void aPingIsAnEmptyFrame() {
    assertArrayEquals(new byte[] {(byte) 0x89, 0}, bytes(Outgoing.Ping.PING.wire()));
  }

  private static byte[] head(String text, int length) {
    byte[] wire = wire(Frame.of(text));
    assertEquals(length + text.length(), wire.length);
    return Arrays.copyOf(wire, length);
  }

  private static byte[] wire(Frame frame) {
    return bytes(frame.wire());
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }
}
