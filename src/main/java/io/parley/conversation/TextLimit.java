package io.parley.conversation;

import io.parley.participant.PlainText;
import io.parley.platform.Problem;
import java.util.Locale;

/// The kinds of text that people write about conversations, and what each may be. Lengths are in
/// code points.
public enum TextLimit {
  TITLE(200),
  TOPIC(500),
  SYSTEM_PROMPT(32_768),
  COMMENT(2_000);

  private final int maxLength;

  TextLimit(int maxLength) {
    this.maxLength = maxLength;
  }

  public int maxLength() {
    return maxLength;
  }

  /// The text made harmless, without blanks around it.
  ///
  /// @throws io.parley.platform.ProblemException `invalid_request` if it holds NUL, `too_large`
  public String admit(String text) {
    if (text.indexOf('\0') >= 0) {
      throw Problem.INVALID_REQUEST.because("The " + noun() + " cannot contain NUL characters.");
    }
    String clean = PlainText.clean(text).strip();
    if (PlainText.length(clean) > maxLength) {
      throw Problem.TOO_LARGE.because(
          "The " + noun() + " has at most " + maxLength + " characters.");
    }
    return clean;
  }

  /// Whether it is not longer than this may be.
  public boolean holds(String text) {
    return PlainText.length(text) <= maxLength;
  }

  /// Made harmless, in one line, and cut to what fits.
  public String cut(String text) {
    String clean = PlainText.clean(text).replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
    return holds(clean)
        ? clean
        : clean.substring(0, clean.offsetByCodePoints(0, maxLength - 1)).strip() + "…";
  }

  private String noun() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
