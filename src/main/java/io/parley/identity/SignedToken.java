package io.parley.identity;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signs small values so that a client can carry them: `prefix` + base64url(payload ‖ HMAC-SHA256).
///
/// The prefix names the kind and version of the value; it is signed along, so that a token of one
/// kind is never read as another.
final class SignedToken {
  static final int MIN_KEY_BYTES = 32;

  private static final String ALGORITHM = "HmacSHA256";
  private static final int MAC_BYTES = 32;

  private final String prefix;
  private final SecretKeySpec current;
  private final List<SecretKeySpec> previous;

  /// @param previous keys that are still accepted while they are being replaced
  SignedToken(String prefix, byte[] current, List<byte[]> previous) {
    this.prefix = prefix;
    this.current = key(current);
    this.previous = previous.stream().map(SignedToken::key).toList();
  }

  /// What a token held; `current` is false if an older key signed it.
  record Opened(ByteBuffer payload, boolean current) {}

  String close(byte[] payload) {
    byte[] mac = mac(current, payload);
    byte[] signed = Arrays.copyOf(payload, payload.length + MAC_BYTES);
    System.arraycopy(mac, 0, signed, payload.length, MAC_BYTES);
    return prefix + encode(signed);
  }

  Optional<Opened> open(String token) {
    if (!token.startsWith(prefix)) {
      return Optional.empty();
    }
    String body = token.substring(prefix.length());
    byte[] signed;
    try {
      signed = Base64.getUrlDecoder().decode(body);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    // the decoder ignores the unused bits of the last character: a token has one spelling only
    if (signed.length < MAC_BYTES || !encode(signed).equals(body)) {
      return Optional.empty();
    }
    byte[] payload = Arrays.copyOf(signed, signed.length - MAC_BYTES);
    byte[] mac = Arrays.copyOfRange(signed, payload.length, signed.length);
    if (MessageDigest.isEqual(mac, mac(current, payload))) {
      return Optional.of(new Opened(ByteBuffer.wrap(payload), true));
    }
    return previous.stream().anyMatch(key -> MessageDigest.isEqual(mac, mac(key, payload)))
        ? Optional.of(new Opened(ByteBuffer.wrap(payload), false))
        : Optional.empty();
  }

  private byte[] mac(SecretKeySpec key, byte[] payload) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update(prefix.getBytes(StandardCharsets.UTF_8));
      return mac.doFinal(payload);
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }

  private static SecretKeySpec key(byte[] secret) {
    if (secret.length < MIN_KEY_BYTES) {
      throw new IllegalArgumentException(
          "a signing secret has at least %d bytes".formatted(MIN_KEY_BYTES));
    }
    return new SecretKeySpec(secret, ALGORITHM);
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
