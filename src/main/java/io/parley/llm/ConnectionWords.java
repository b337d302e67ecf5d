package io.parley.llm;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/// Why no connection to an address came about, for whoever chose the address. Reads the kinds of
/// failures and never shows their messages.
final class ConnectionWords {
  /// What the JDK says if the other side ends the connection amid the handshake.
  private static final List<String> BROKEN_OFF =
      List.of(
          "terminated the handshake",
          "closed the channel",
          "shut down incorrectly",
          "connection reset",
          "eof");

  private static final int MOST_CAUSES = 10;
  private static final String LOCALHOST =
      " In a container, localhost is the container itself: use the machine's name.";

  private ConnectionWords() {}

  /// Empty if the failure is none of a connection.
  static Optional<String> of(Throwable failure, URI url) {
    if (has(failure, UnresolvedAddressException.class)
        || has(failure, UnknownHostException.class)) {
      return Optional.of(
          "The host name %s cannot be resolved. Check its spelling and this server's DNS."
              .formatted(url.getHost()));
    }
    if (has(failure, HttpTimeoutException.class)) {
      return Optional.of(
          "%s did not accept a connection in time. Check the address and the firewall."
              .formatted(place(url)));
    }
    if (has(failure, ConnectException.class)) {
      return Optional.of(
          "%s refused the connection. Start the provider or correct the port.%s"
              .formatted(place(url), isThisMachine(url) ? LOCALHOST : ""));
    }
    return tls(failure, url).or(() -> closed(failure, url));
  }

  private static Optional<String> tls(Throwable failure, URI url) {
    Optional<Throwable> tls = causes(failure).filter(SSLException.class::isInstance).findFirst();
    if (tls.isEmpty()) {
      return Optional.empty();
    }
    String lower = causes(failure).toList().toString().toLowerCase(Locale.ROOT);
    if (lower.contains("unsupported or unrecognized ssl message") || lower.contains("plaintext")) {
      return Optional.of(
          "%s does not speak TLS. Begin the base URL with http:// instead of https://."
              .formatted(place(url)));
    }
    if (BROKEN_OFF.stream().anyMatch(lower::contains)) {
      return Optional.of(
          "%s does not speak TLS, or broke off the TLS handshake. Begin the base URL with http:// instead of https://, or check the certificate."
              .formatted(place(url)));
    }
    if (lower.contains("no subject alternative") || lower.contains("no name matching")) {
      return Optional.of(
          "The certificate of %s is for another host name. Use the name in the certificate."
              .formatted(url.getHost()));
    }
    if (has(failure, CertificateException.class) || lower.contains("pkix")) {
      return Optional.of(
          "This server does not trust the certificate of %s. Add its authority to Java's trust store."
              .formatted(url.getHost()));
    }
    return Optional.of(
        "The TLS handshake with %s failed. Check its certificate and TLS version."
            .formatted(place(url)));
  }

  private static Optional<String> closed(Throwable failure, URI url) {
    return causes(failure).anyMatch(IOException.class::isInstance)
        ? Optional.of(
            "%s closed the connection without a response. If it uses TLS, begin the base URL with https://."
                .formatted(place(url)))
        : Optional.empty();
  }

  private static String place(URI url) {
    int usual = "https".equals(url.getScheme()) ? 443 : 80;
    return "%s, port %d,".formatted(url.getHost(), url.getPort() < 0 ? usual : url.getPort());
  }

  private static boolean isThisMachine(URI url) {
    return Stream.of("localhost", "127.0.0.1", "[::1]").anyMatch(url.getHost()::equals);
  }

  private static boolean has(Throwable failure, Class<? extends Throwable> kind) {
    return causes(failure).anyMatch(kind::isInstance);
  }

  private static Stream<Throwable> causes(Throwable failure) {
    List<Throwable> causes = new ArrayList<>();
    Throwable cause = failure;
    while (cause != null && causes.size() < MOST_CAUSES) {
      causes.add(cause);
      cause = cause.getCause();
    }
    return causes.stream();
  }
}
