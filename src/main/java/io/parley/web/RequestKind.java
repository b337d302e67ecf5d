package io.parley.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Set;

/// The parts of the site that are treated differently. What a request belongs to is told by its
/// [Address].
enum RequestKind {
  /// What a person navigates to.
  PAGE,
  /// Answers for programs, ours in the page included.
  API,
  /// The same for others' clients: who calls is told by a bearer token alone, never by a cookie.
  BEARER_API,
  /// Files that are the same for everybody.
  ASSET,
  SOCKET,
  /// What operators and their tools read: health, metrics and the description of the API.
  OPERATIONS,
  /// Not served by Parley.
  NOWHERE;

  /// The directories of files, and nothing but files. Pages name them below [Assets#VERSIONED].
  static final List<String> FILES = List.of("/css/", "/img/", "/js/", "/vendor/");

  private static final List<String> PAGES =
      List.of("/connect", "/conversations", "/docs", "/live", "/rooms", "/shared", "/take");
  private static final List<String> OPERATORS = List.of("/health", "/metrics", "/openapi");
  private static final Set<String> OPERATORS_PAGES =
      Set.of("/health", "/health/live", "/health/ready", "/health/started", "/metrics", "/openapi");
  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
  private static final String SOCKETS = "/ws/rooms/";
  private static final String HOME = "/index.xhtml";
  private static final Set<String> HOMES = Set.of("", "/", HOME);
  private static final String PAGE_SUFFIX = ".xhtml";
  private static final String ERROR_PAGES = "/error/";

  /// Scripts and styles as the build has bundled them; their addresses are those of their sources.
  static final String BUNDLE = "/bundle/";

  /// Whether a Facelets file, an error page or a bundled file itself is requested. Pages are
  /// rendered under their own addresses, which know what to show; only the home page's is its
  /// file's too.
  static boolean isTemplate(HttpServletRequest request) {
    String path = Address.of(request);
    return (path.endsWith(PAGE_SUFFIX) && !path.equals(HOME))
        || path.startsWith(ERROR_PAGES)
        || path.startsWith(BUNDLE);
  }

  /// Whether a refusal is to be a page, and no document for programs.
  static boolean isForPeople(HttpServletRequest request) {
    RequestKind area = of(request);
    return area == PAGE || area == ASSET || area == NOWHERE;
  }

  /// Whether nothing is there, whatever the server of files would find.
  static boolean isNowhere(HttpServletRequest request) {
    String path = Address.of(request);
    return switch (of(request)) {
      case NOWHERE -> true;
      case SOCKET -> !path.startsWith(SOCKETS);
      case OPERATIONS -> !OPERATORS_PAGES.contains(path);
      case PAGE, API, BEARER_API, ASSET -> false;
    };
  }

  /// Whether a method is used that nothing of the area knows. Left to servlets, some end in a 501.
  static boolean isOtherMethod(HttpServletRequest request) {
    String method = request.getMethod();
    return switch (of(request)) {
      case API, BEARER_API -> method.equals("TRACE");
      case PAGE -> method.equals("TRACE") || method.equals("PATCH");
      case ASSET, SOCKET, OPERATIONS, NOWHERE -> !READING.contains(method);
    };
  }

  /// Whether somebody wants to stay: by a socket or a stream of events.
  static boolean isLasting(HttpServletRequest request) {
    return of(request) == SOCKET || Address.of(request).endsWith("/stream");
  }

  /// Whether a model is asked, which takes its time.
  static boolean isLong(HttpServletRequest request) {
    return of(request) == BEARER_API || Address.of(request).equals("/api/chat_batch");
  }

  static RequestKind of(HttpServletRequest request) {
    String path = Address.of(request);
    if (isBelow(path, "/ws")) {
      return SOCKET;
    }
    if (isBelow(path, "/api")) {
      return API;
    }
    if (isBelow(path, "/v1") || isBelow(path, "/openai")) {
      return BEARER_API;
    }
    if (OPERATORS.stream().anyMatch(root -> isBelow(path, root))) {
      return OPERATIONS;
    }
    if (path.startsWith(Assets.VERSIONED) || FILES.stream().anyMatch(path::startsWith)) {
      return path.endsWith(PAGE_SUFFIX) ? NOWHERE : ASSET;
    }
    boolean isPage = HOMES.contains(path) || PAGES.stream().anyMatch(page -> isBelow(path, page));
    return isPage ? PAGE : NOWHERE;
  }

  private static boolean isBelow(String path, String root) {
    return path.equals(root) || path.startsWith(root + "/");
  }
}
