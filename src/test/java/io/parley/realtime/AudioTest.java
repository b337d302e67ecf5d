package io.parley.realtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class AudioTest {
  private static final byte[] SAMPLES = {1, 2, (byte) 0xff};

  /// RFC 6455, section 5.2: opcode 2, final, unmasked.
  @Test
  void onTheWireItIsAWholeUnmaskedBinaryMessage() {
    assertEquals(
        ByteBuffer.wrap(new byte[] {(byte) 0x82, 3, 1, 2, (byte) 0xff}),
        Audio.of(1, SAMPLES).wire());
  }

  @Test
  void theContainerGetsTheSamplesAlone() {
    Audio audio = Audio.of(1, SAMPLES);
    assertEquals(ByteBuffer.wrap(SAMPLES), audio.samples());
    assertEquals(3, audio.bytes());
  }

  @Test
  void aPieceThatIsTooLargeIsRefused() {
    Audio largest = Audio.of(1, new byte[Audio.MAX_BYTES]);
    assertEquals(Audio.MAX_BYTES, largest.samples().remaining());

    assertThrows(IllegalArgumentException.class, () -> Audio.of(1, new byte[Audio.MAX_BYTES + 1]));
  }

  @Test
  void anEmptyPieceIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Audio.of(1, new byte[0]));
  }
}
