package io.parley.http;

import jakarta.servlet.http.HttpServletRequest;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The proxies in front of this server whose word counts on where a request came from. Anybody can
/// send `X-Forwarded-*`: from all others these headers mean nothing.
public final class Proxies {
  /// A network of this size is one household or office: a client can take any address within it.
  private static final int IPV6_CLIENT_BITS = 64;

  private final Networks trusted;

  /// @param trusted IP networks in CIDR notation
  /// @throws IllegalArgumentException naming the entry that is not a network
  public Proxies(Collection<String> trusted) {
    this.trusted = Networks.parse(trusted);
  }

  /// Whom to count a request against: the IPv4 address of the client, or its IPv6 network of 64
  /// bits. The client is the last address in the chain that is not a trusted proxy.
  public String client(HttpServletRequest request) {
    InetAddress client = peer(request).orElse(InetAddress.getLoopbackAddress());
    List<String> chain = forwarded(request, "X-Forwarded-For").reversed();
    for (String hop : chain) {
      Optional<InetAddress> before = Networks.address(hop);
      if (!trusted.contain(client) || before.isEmpty()) {
        break;
      }
      client = before.get();
    }
    return key(client);
  }

  /// Whether the browser speaks TLS, to this server or to a proxy.
  public boolean isSecure(HttpServletRequest request) {
    return scheme(request).equals("https");
  }

  /// Every host, with its port, that a request names as the one it asks: that in the word of a
  /// trusted proxy, or those in its `Host` header and its address, which may differ.
  public List<String> hosts(HttpServletRequest request) {
    return trustedHeader(request, "X-Forwarded-Host")
        .map(List::of)
        .orElseGet(() ->
            Stream.concat(
                    Collections.list(request.getHeaders("Host")).stream(),
                    Stream.of(request.getServerName()))
                .toList());
  }

  /// The origin under which the browser sees this server, such as `https://chat.example.org`.
  public String ownOrigin(HttpServletRequest request) {
    String scheme = scheme(request);
    Optional<String> host = trustedHeader(request, "X-Forwarded-Host");
    if (host.isPresent()) {
      return scheme + "://" + host.get();
    }
    // a proxy that ends TLS passes the Host header on, but the port is that of its own connection
    boolean ended = !scheme.equals(request.getScheme());
    String name = request.getServerName();
    return ended && request.getServerPort() == defaultPort(request.getScheme())
        ? scheme + "://" + name
        : scheme + "://" + name + ":" + request.getServerPort();
  }

  private String scheme(HttpServletRequest request) {
    return trustedHeader(request, "X-Forwarded-Proto").orElse(request.getScheme());
  }

  private Optional<String> trustedHeader(HttpServletRequest request, String name) {
    return peer(request).filter(trusted::contain).stream()
        .flatMap(_ -> forwarded(request, name).stream())
        .findFirst();
  }

  private static int defaultPort(String scheme) {
    return scheme.equals("https") ? 443 : 80;
  }

  private static Optional<InetAddress> peer(HttpServletRequest request) {
    return Networks.address(request.getRemoteAddr());
  }

  private static List<String> forwarded(HttpServletRequest request, String name) {
    return Collections.list(request.getHeaders(name)).stream()
        .flatMap(value -> Stream.of(value.split(",")))
        .map(String::strip)
        .filter(value -> !value.isEmpty())
        .toList();
  }

  private static String key(InetAddress client) {
    if (client instanceof Inet6Address) {
      byte[] network = Arrays.copyOf(client.getAddress(), IPV6_CLIENT_BITS / Byte.SIZE);
      return HexFormat.of().formatHex(network);
    }
    return client.getHostAddress();
  }
}
