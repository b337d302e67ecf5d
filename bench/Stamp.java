import io.parley.testing.SocketLoad;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// The moment at which something was sent, as a word of five letters and a blank: about as long as a token or a word is. In
/// steps of 10 µs, beginning anew every ten minutes. Sender and reader share a clock.
final class Stamp {
  static final int LENGTH = 6;

  private static final int STEP_MICROS = 10;
  private static final int RADIX = 36;
  private static final long RANGE = (long) Math.pow(RADIX, LENGTH - 1);
  private static final byte[] TYPE = {'"', 't', 'y', 'p', 'e', '"', ':', '"'};
  private static final byte[] TEXT = {'"', 't', 'e', 'x', 't', '"', ':', '"'};

  private Stamp() {}

  static String now() {
    long steps = SocketLoad.micros() / STEP_MICROS % RANGE;
    String digits = Long.toString(steps, RADIX);
    return "0".repeat(LENGTH - 1 - digits.length()) + digits + " ";
  }

  /// In microseconds.
  static long age(long step, long nowMicros) {
    return Math.floorMod(nowMicros / STEP_MICROS - step, RANGE) * STEP_MICROS;
  }

  /// The steps of all stamps in the texts of deltas and drafts, whatever frame they travel in: `"text"` belongs to the
  /// `"type"` before it. Stamps have no characters that JSON would escape.
  static long[] in(ByteBuffer frame) {
    byte[] bytes = frame.array();
    int from = frame.arrayOffset() + frame.position();
    int to = from + frame.remaining();
    long[] steps = new long[8];
    int count = 0;
    boolean counts = false;
    for (int at = from; at < to - TYPE.length; at++) {
      if (bytes[at] != '"') {
        continue;
      }
      if (is(TYPE, bytes, at)) {
        at += TYPE.length;
        counts = bytes[at] == 'd' || (bytes[at] == 'r' && at + 6 < to && bytes[at + 6] == 'd');
      } else if (counts && is(TEXT, bytes, at)) {
        at += TEXT.length;
        for (; bytes[at] != '"'; at += LENGTH) {
          if (count == steps.length) {
            steps = Arrays.copyOf(steps, count * 2);
          }
          steps[count++] = step(bytes, at);
        }
      }
    }
    return Arrays.copyOf(steps, count);
  }

  private static long step(byte[] bytes, int at) {
    long step = 0;
    for (int i = 0; i < LENGTH - 1; i++) {
      step = step * RADIX + Character.digit(bytes[at + i], RADIX);
    }
    return step;
  }

  private static boolean is(byte[] what, byte[] bytes, int at) {
    return Arrays.equals(what, 0, what.length, bytes, at, at + what.length);
  }
}
