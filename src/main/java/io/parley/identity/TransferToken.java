package io.parley.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/// What the link to another device holds, 192 random bits: whoever has it may become the guest.
record TransferToken(String text) {
  static final int DIGEST_BYTES = 32;

  private static final int BYTES = 24;
  private static final Pattern FORM = Pattern.compile("[0-9A-Za-z_-]{32}");
  private static final SecureRandom RANDOM = new SecureRandom();

  static TransferToken random() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return new TransferToken(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  static Optional<TransferToken> parse(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new TransferToken(text)) : Optional.empty();
  }

  /// All that is stored of it. As many random bits as it has need no slow digest.
  byte[] digest() {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  String digestText() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(digest());
  }

  @Override
  public String toString() {
    return "a token for another device";
  }
}
