package io.parley.realtime;

/// Text ready to be sent, shared by all who receive it.
///
/// It stays a `String`: the container takes text frames only as such, turning compact ASCII into
/// bytes is a copy, and text was measured to cost the same as binary.
public final class Frame implements Outgoing {
  private final String text;
  private final int bytes;

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
