package io.parley.chaos;

import io.parley.chaos.Loot.Kind;
import io.parley.chaos.Routes.Route;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Each route once with each thing of the victims' that fits, plainly written, as a stranger would
/// who has found an id. Chance has no part in it: whatever a route forgets to check is found.
///
/// @param routes all there are
/// @param loot what the victims have
/// @param own what the stranger has
record Sweep(List<Route> routes, Loot loot, Loot own) {
  /// Fields that a route does not know are ignored.
  private static final String BODY =
      """
      {"message":"words","reply":false,"title":"mine now","topic":"mine now","rating":"down"}\
      """;

  Sweep {
    routes = List.copyOf(routes);
  }

  /// For any stranger to try.
  List<Plain> visits() {
    List<Plain> all = new ArrayList<>();
    for (Route route : routes) {
      if (route.path().contains("{")) {
        List<String> ids = new ArrayList<>(loot.of(Loot.wanted(route.path())));
        ids.addAll(loot.of(Kind.GONE));
        ids.forEach(id -> all.add(plain(route, id, BODY)));
      }
    }
    return all;
  }

  /// Posts and replies under ids that stand for something already. The owner of the first things in
  /// `own` tries them, so that no refusal is due to these.
  List<Plain> squats() {
    Route post = new Route("POST", "/api/conversations/{id}/messages");
    Route reply = new Route("POST", "/api/messages/{id}/replies");
    List<Plain> all = new ArrayList<>();
    for (Kind kind : List.of(Kind.CONVERSATION, Kind.MESSAGE, Kind.REPLY)) {
      for (String id : loot.of(kind)) {
        String message =
            "{\"message\":\"mine now\",\"message_id\":\"%s\",\"reply\":false}".formatted(id);
        all.add(plain(post, own.of(Kind.CONVERSATION).getFirst(), message));
        all.add(
            plain(
                reply,
                own.of(Kind.MESSAGE).getFirst(),
                "{\"model\":\"test/echo\",\"reply_id\":\"%s\"}".formatted(id)));
      }
    }
    return all;
  }

  private static Plain plain(Route route, String id, String body) {
    String path = route.path().replaceFirst("\\{\\w+}", id);
    return new Plain(route.method() + " " + path, route.method().equals("GET") ? "" : body);
  }

  /// A request, but for where it goes and who sends it.
  record Plain(String call, String body) {
    byte[] bytes(String host, String bearer) {
      String text =
          String.join(
              "\r\n",
              call + " HTTP/1.1",
              "Host: " + host,
              "Authorization: " + bearer,
              "Content-Type: application/json",
              "Content-Length: " + body.length(),
              "Connection: close",
              "",
              body);
      return text.getBytes(StandardCharsets.US_ASCII);
    }
  }
}
