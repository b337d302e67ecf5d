package io.parley.identity;

import io.parley.apikey.ApiKeys;
import io.parley.http.Credentials;
import io.parley.http.Proxies;
import io.parley.limits.RateLimits;
import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/// The operator's bearer token. Without one configured nobody is the operator.
///
/// Wrong tokens are counted per address: after too many, no token of that address is looked at
/// until the limit allows it again, not even the right one. Guests' tokens and API keys are not
/// guesses and do not count.
final class OperatorToken {
  /// Characters. A token is a secret made by a machine, such as `openssl rand -base64 32` prints.
  static final int MIN_LENGTH = 24;

  private final Optional<byte[]> digest;
  private final RateLimits rateLimits;
  private final Proxies proxies;

  /// @throws IllegalArgumentException if the token is too short
  OperatorToken(Optional<String> token, RateLimits rateLimits, Proxies proxies) {
    Optional<String> secret = token.filter(text -> !text.isBlank());
    if (secret.filter(text -> text.length() < MIN_LENGTH).isPresent()) {
      throw new IllegalArgumentException(
          "parley.admin.token has fewer than %d characters. Set a random one, such as `openssl rand -base64 32` prints."
              .formatted(MIN_LENGTH));
    }
    this.digest = secret.map(OperatorToken::digest);
    this.rateLimits = rateLimits;
    this.proxies = proxies;
  }

  /// @throws io.parley.platform.ProblemException `unauthenticated` without a bearer token,
  ///   `forbidden` with another one, `rate_limited` after too many wrong ones from the address
  void require(HttpServletRequest request) {
    String token =
        Credentials.bearer(request)
            .orElseThrow(() ->
                Problem.UNAUTHENTICATED.because("Send the operator token as a bearer token."));
    String address = proxies.client(request);
    if (rateLimits.isLockedOut(address) || !matches(token)) {
      if (!Guests.issues(token) && !ApiKeys.issues(token)) {
        RateLimits.require(rateLimits.wrongToken(address));
      }
      throw refusal();
    }
  }

  /// Of a bearer token that is another one.
  static ProblemException refusal() {
    return Problem.FORBIDDEN.because(
        "Only the operator may do this: the bearer token is not the operator token.");
  }

  /// Digests of equal length are compared, so that time tells nothing of the token's length either.
  boolean matches(String token) {
    return digest.filter(expected -> MessageDigest.isEqual(expected, digest(token))).isPresent();
  }

  private static byte[] digest(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
