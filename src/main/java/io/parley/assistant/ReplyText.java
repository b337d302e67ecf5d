package io.parley.assistant;

import io.parley.participant.PlainText;

/// The text of a reply as it comes in pieces, made harmless piece by piece, so that the pieces that
/// were shown make up the whole that is kept. Not thread-safe.
final class ReplyText {
  private final int maxLength;
  private final StringBuilder whole = new StringBuilder();
  private final StringBuilder unsent = new StringBuilder();
  private String half = "";

  ReplyText(int maxLength) {
    this(maxLength, "");
  }

  /// @param maxLength in UTF-16 units
  /// @param before what it goes on with; counts, and is not sent again
  ReplyText(int maxLength, String before) {
    this.maxLength = maxLength;
    whole.append(before);
  }

  /// Takes the next piece. A provider may cut a character outside of the basic plane in two: its
  /// first half waits for the second.
  void add(String piece) {
    String text = half + piece;
    half = "";
    if (!text.isEmpty() && Character.isHighSurrogate(text.charAt(text.length() - 1))) {
      half = text.substring(text.length() - 1);
      text = text.substring(0, text.length() - 1);
    }
    String harmless = PlainText.clean(text).replace("\0", "");
    int room = maxLength - whole.length();
    String fitting = harmless.length() <= room ? harmless : cut(harmless, room);
    whole.append(fitting);
    unsent.append(fitting);
  }

  boolean isEmpty() {
    return whole.isEmpty();
  }

  boolean isFull() {
    return whole.length() >= maxLength - 1;
  }

  boolean hasUnsent() {
    return !unsent.isEmpty();
  }

  /// What has come since this was last asked.
  String takeUnsent() {
    String text = unsent.toString();
    unsent.setLength(0);
    return text;
  }

  @Override
  public String toString() {
    return whole.toString();
  }

  private static String cut(String text, int length) {
    boolean splits = length > 0 && Character.isHighSurrogate(text.charAt(length - 1));
    return text.substring(0, splits ? length - 1 : Math.max(length, 0));
  }
}
