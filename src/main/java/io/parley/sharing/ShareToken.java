package io.parley.sharing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a share's link holds, 128 random bits: whoever has it may read.
record ShareToken(String text) {
  private static final int BYTES = 16;
  private static final Pattern FORM = Pattern.compile("[0-9A-Za-z_-]{22}");
  private static final SecureRandom RANDOM = new SecureRandom();

  static ShareToken random() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return new ShareToken(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  static Optional<ShareToken> parse(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new ShareToken(text)) : Optional.empty();
  }

  /// All that is stored of it. As many random bits as it has need no slow digest.
  byte[] digest() {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "a share's token";
  }
}
