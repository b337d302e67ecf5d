package io.parley.conversation;

import io.parley.participant.PlainText;
import io.parley.platform.Problem;

/// What the text of a message may be that somebody writes.
public final class MessageText {
  /// In code points.
  public static final int MAX_LENGTH = 16_384;

  private MessageText() {}

  /// The text made harmless.
  ///
  /// @throws io.parley.platform.ProblemException `invalid_request` if it holds NUL or is blank,
  ///   `too_large`
  public static String admit(String text) {
    if (text.indexOf('\0') >= 0) {
      throw Problem.INVALID_REQUEST.because("A message cannot contain NUL characters.");
    }
    String clean = PlainText.clean(text);
    if (clean.isBlank()) {
      throw Problem.INVALID_REQUEST.because("A message cannot be empty.");
    }
    if (PlainText.length(clean) > MAX_LENGTH) {
      throw Problem.TOO_LARGE.because("A message has at most " + MAX_LENGTH + " characters.");
    }
    return clean;
  }
}
