package io.parley.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What a request asks for, as it is named at `/metrics`: one of few, whatever the address says.
enum Route {
  ASSETS("assets"),
  HOME("/"),
  ROOMS("/rooms"),
  LIVE("/live"),
  CONNECT("/connect"),
  CONVERSATIONS("/conversations"),
  SHARED("/shared"),
  DOCS("/docs"),
  TAKE("/take"),
  API_CHAT_BATCH("/api/chat_batch"),
  API_CONVERSATIONS("/api/conversations"),
  API_IMPORT("/api/conversations/import"),
  API_GUESTS("/api/guests"),
  API_KEYS("/api/keys"),
  API_ME("/api/me"),
  API_MESSAGES("/api/messages"),
  API_MODELS("/api/models"),
  API_PROVIDERS("/api/providers"),
  API_REPLIES("/api/replies"),
  API_ROOMS("/api/rooms"),
  API_SEARCH("/api/search"),
  API_SHARES("/api/shares"),
  AZURE("/openai"),
  V1_CHAT("/v1/chat/completions"),
  V1_COMPLETIONS("/v1/completions"),
  V1_EMBEDDINGS("/v1/embeddings"),
  V1_MODELS("/v1/models"),
  V1_MODERATIONS("/v1/moderations"),
  V1_RESPONSES("/v1/responses"),
  OTHER("other");

  private static final List<Route> LONGEST_FIRST =
      Arrays.stream(values())
          .filter(route -> route.wire.length() > 1 && route.wire.startsWith("/"))
          .sorted(Comparator.comparingInt((Route route) -> route.wire.length()).reversed())
          .toList();

  private final String wire;

  Route(String wire) {
    this.wire = wire;
  }

  String wire() {
    return wire;
  }

  static Route of(HttpServletRequest request) {
    // as the container understands it, not as it was written
    return of(
        Optional.ofNullable(request.getServletPath()).orElse("")
            + Optional.ofNullable(request.getPathInfo()).orElse(""));
  }

  static Route of(String path) {
    if (path.isEmpty() || path.equals("/") || path.equals("/index.xhtml")) {
      return HOME;
    }
    return LONGEST_FIRST.stream()
        .filter(route -> (path + "/").startsWith(route.wire + "/"))
        .findFirst()
        .orElse(isFile(path) ? ASSETS : OTHER);
  }

  private static boolean isFile(String path) {
    return path.indexOf('.', path.lastIndexOf('/') + 1) >= 0;
  }
}
