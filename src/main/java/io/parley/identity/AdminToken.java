package io.parley.identity;

import io.parley.platform.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/// The operator's bearer token. Without one configured nobody is the operator.
public final class AdminToken {
  private final Optional<byte[]> digest;

  public AdminToken(Optional<String> token) {
    this.digest = token.filter(text -> !text.isBlank()).map(AdminToken::digest);
  }

  public boolean permits(HttpServletRequest request) {
    return Identities.bearer(request).filter(this::matches).isPresent();
  }

  /// @throws io.parley.platform.ProblemException `unauthenticated` without a bearer token,
  ///   `forbidden` with another one
  public void require(HttpServletRequest request) {
    String token =
        Identities.bearer(request)
            .orElseThrow(() -> Problem.UNAUTHENTICATED.because("This needs the operator's token."));
    if (!matches(token)) {
      throw Problem.FORBIDDEN.because("Only the operator may do this.");
    }
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
