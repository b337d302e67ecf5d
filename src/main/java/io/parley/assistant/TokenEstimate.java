package io.parley.assistant;

/// About how many tokens a text is. Tokenizers differ by model and none is at hand for most of
/// them; four characters of English, or one of a script without spaces, make about one token
/// (OpenAI's rule of thumb; for CJK the tokenizers in use come to 0.7–1.3 per character). Meant to
/// stay on the safe side of a limit, not to be billed.
public final class TokenEstimate {
  /// Role and separators around each message.
  private static final int PER_MESSAGE = 4;

  private TokenEstimate() {}

  public static int of(String text) {
    int narrow = 0;
    int wide = 0;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < 0x2E80) {
        narrow++;
      } else {
        wide++;
      }
    }
    return PER_MESSAGE + (narrow + 3) / 4 + wide;
  }
}
