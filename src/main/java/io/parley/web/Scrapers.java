package io.parley.web;

import io.parley.http.Credentials;
import io.parley.platform.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.stream.Stream;

/// Who may read `/metrics`: whoever knows the token. Where none is configured, whoever calls
/// directly, without a proxy, from this machine or a private network.
final class Scrapers {
  /// Characters.
  static final int MIN_LENGTH = 24;

  private static final int UNIQUE_LOCAL = 0xfc;
  private static final int UNIQUE_LOCAL_MASK = 0xfe;

  private final Optional<byte[]> token;
  private final boolean deployed;

  /// @param deployed whether the server has public names. Then a proxy may be in front of it, and
  ///   not every proxy adds a header: without a token nobody is served
  /// @throws IllegalArgumentException if the token is too short
  Scrapers(Optional<String> token, boolean deployed) {
    if (token.filter(it -> it.length() < MIN_LENGTH).isPresent()) {
      throw new IllegalArgumentException(
          "parley.metrics.token has fewer than %d characters. Set a random one, such as `openssl rand -base64 32` prints."
              .formatted(MIN_LENGTH));
    }
    this.deployed = deployed;
    this.token = token.map(it -> it.getBytes(StandardCharsets.UTF_8));
  }

  /// @throws io.parley.platform.ProblemException `unauthenticated` or `forbidden`
  void require(HttpServletRequest request) {
    if (token.isPresent()) {
      String sent =
          Credentials.bearer(request)
              .orElseThrow(() ->
                  Problem.UNAUTHENTICATED.because("Send parley.metrics.token as a bearer token."));
      if (!MessageDigest.isEqual(token.get(), sent.getBytes(StandardCharsets.UTF_8))) {
        throw Problem.FORBIDDEN.because("The bearer token is not parley.metrics.token.");
      }
    } else if (deployed || isProxied(request) || !isNear(request.getRemoteAddr())) {
      throw Problem.FORBIDDEN.because(
          "Without parley.metrics.token, metrics are for this machine and private networks: without"
              + " a proxy, and only while parley.http.public-url and parley.http.hosts are unset.");
    }
  }

  /// A proxy's own address says nothing of who asks it.
  private static boolean isProxied(HttpServletRequest request) {
    return Stream.of("X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "Forwarded", "Via")
        .anyMatch(name -> request.getHeader(name) != null);
  }

  private static boolean isNear(String literal) {
    try {
      InetAddress peer = InetAddress.ofLiteral(literal);
      return peer.isLoopbackAddress()
          || peer.isSiteLocalAddress()
          || peer.isLinkLocalAddress()
          || (peer instanceof Inet6Address
              && (peer.getAddress()[0] & UNIQUE_LOCAL_MASK) == UNIQUE_LOCAL);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
