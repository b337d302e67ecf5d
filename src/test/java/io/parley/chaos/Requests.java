package io.parley.chaos;

import io.parley.chaos.Loot.Kind;
import io.parley.chaos.Routes.Route;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// HTTP requests, byte by byte: every route, with ids of others, in odd spellings, with odd headers
/// and bodies. What comes is a matter of the random generator alone.
final class Requests {
  private static final Pattern PLACE = Pattern.compile("\\{\\w+}");
  private static final List<String> METHODS =
      List.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "BREW", "get");

  private static final List<String> QUERIES =
      List.of(
          "before",
          "limit",
          "after",
          "q",
          "format",
          "provider",
          "conversation_id",
          "message_id",
          "reply_id",
          "v",
          "token",
          "jakarta.faces.ViewState",
          "jakarta.faces.source",
          "%00",
          "");

  private final RandomGenerator random;
  private final List<Route> routes;
  private final Spellings spellings;
  private final Mutations mutations;
  private final Oddities oddities;

  Requests(RandomGenerator random, List<Route> routes, Spellings spellings) {
    this.random = random;
    this.routes = routes;
    this.spellings = spellings;
    this.mutations = new Mutations(random, spellings);
    this.oddities = new Oddities(random, spellings, mutations);
  }

  /// @param bearer what says who asks, if anything does
  byte[] next(String host, Optional<String> bearer) {
    Route route = routes.get(random.nextInt(routes.size()));
    // what the platform itself serves knows no other methods and spellings, and has its own answers
    boolean ours = !route.isPlatforms();
    String method =
        ours && oneIn(12) ? METHODS.get(random.nextInt(METHODS.size())) : route.method();
    String path = filled(route.path());
    if (ours && oneIn(6)) {
      path = spellings.path(path);
    }
    StringBuilder head = new StringBuilder();
    head.append(method).append(' ').append(path);
    head.append(path.contains("?") ? "" : query(route)).append(" HTTP/1.1\r\n");
    head.append("Host: ").append(host).append("\r\n");
    bearer.ifPresent(token -> head.append("Authorization: ").append(token).append("\r\n"));
    for (int more = Math.max(0, random.nextInt(6) - 3); more > 0; more--) {
      head.append(oddities.header()).append("\r\n");
    }
    byte[] body = new byte[0];
    if (!route.method().equals("GET") || oneIn(10)) {
      Oddities.Body odd = oddities.body(route);
      body = odd.bytes();
      head.append("Content-Type: ").append(odd.type()).append("\r\n");
      if (oneIn(10)) {
        head.append("Transfer-Encoding: chunked\r\n");
        body = chunked(body);
      } else {
        head.append("Content-Length: ").append(body.length).append("\r\n");
      }
    }
    head.append("Connection: close\r\n\r\n");
    return Frames.joined(List.of(head.toString().getBytes(StandardCharsets.UTF_8), body));
  }

  private boolean oneIn(int times) {
    return random.nextInt(times) == 0;
  }

  private String filled(String path) {
    Kind wanted = Loot.wanted(path);
    return PLACE.matcher(path).replaceAll(_ -> Matcher.quoteReplacement(place(wanted)));
  }

  private String place(Kind wanted) {
    return spellings.escaped(
        oneIn(6)
            ? Mutations.VALUES.get(random.nextInt(Mutations.VALUES.size())).replace("\"", "")
            : spellings.id(wanted));
  }

  private String query(Route route) {
    boolean searches = route.path().equals("/api/search");
    if (!searches && !oneIn(3)) {
      return "";
    }
    StringBuilder query = new StringBuilder(searches ? "?q=" + place(Kind.MESSAGE) : "?");
    for (int more = random.nextInt(3); more > 0; more--) {
      query
          .append('&')
          .append(QUERIES.get(random.nextInt(QUERIES.size())))
          .append('=')
          .append(place(Kind.MESSAGE));
    }
    return query.toString();
  }

  private byte[] chunked(byte[] body) {
    byte[] size = Frames.ascii(Integer.toHexString(body.length) + "\r\n");
    byte[] end = Frames.ascii(body.length == 0 ? "" : "\r\n0\r\n\r\n");
    return Frames.joined(List.of(size, body, body.length == 0 ? Frames.ascii("\r\n") : end));
  }
}
