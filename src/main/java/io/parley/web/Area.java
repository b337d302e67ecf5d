package io.parley.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Set;

/// The parts of the site that are treated differently. What a request belongs to is told by its
/// [Address].
enum Area {
  /// What a person navigates to.
  PAGE,
  /// Answers for programs, ours in the page included.
  API,
  /// The same for others' clients: who calls is told by a bearer token alone, never by a cookie.
  BEARER_API,
  /// Files that are the same for everybody.
  ASSET,
  SOCKET,
  /// Nothing of ours.
  NOWHERE;

  /// The directories of files, and nothing but files.
  static final List<String> FILES = List.of("/css/", "/img/", "/js/", "/vendor/");

  private static final List<String> PAGES = List.of("/conversations", "/docs", "/rooms", "/shared");
  private static final String HOME = "/index.xhtml";
  private static final Set<String> HOMES = Set.of("", "/", HOME);
  private static final String PAGE_SUFFIX = ".xhtml";
  private static final String ERROR_PAGES = "/error/";

  /// Whether a Facelets file or an error page itself is requested. Pages are rendered under their
  /// own addresses, which know what to show; only the home page's is its file's too.
  static boolean isTemplate(HttpServletRequest request) {
    String path = Address.of(request);
    return (path.endsWith(PAGE_SUFFIX) && !path.equals(HOME)) || path.startsWith(ERROR_PAGES);
  }

  /// Whether a refusal is to be a page, and no document for programs.
  static boolean isForPeople(HttpServletRequest request) {
    Area area = of(request);
    return area == PAGE || area == ASSET || area == NOWHERE;
  }

  /// Whether something is to be changed that only an API can change. Servlets know the other
  /// methods, and refuse them themselves; this one they answer with a 501.
  static boolean isPatchOfNone(HttpServletRequest request) {
    Area area = of(request);
    return request.getMethod().equals("PATCH") && area != API && area != BEARER_API;
  }

  /// Whether somebody wants to stay: by a socket or a stream of events.
  static boolean isLasting(HttpServletRequest request) {
    return of(request) == SOCKET || Address.of(request).endsWith("/stream");
  }

  /// Whether a model is asked, which takes its time.
  static boolean isLong(HttpServletRequest request) {
    return of(request) == BEARER_API || Address.of(request).equals("/api/chat_batch");
  }

  static Area of(HttpServletRequest request) {
    String path = Address.of(request);
    if (isBelow(path, "/ws")) {
      return SOCKET;
    }
    if (isBelow(path, "/api")) {
      return API;
    }
    if (isBelow(path, "/v1")) {
      return BEARER_API;
    }
    if (FILES.stream().anyMatch(path::startsWith)) {
      return path.endsWith(PAGE_SUFFIX) ? NOWHERE : ASSET;
    }
    boolean isPage = HOMES.contains(path) || PAGES.stream().anyMatch(page -> isBelow(path, page));
    return isPage ? PAGE : NOWHERE;
  }

  private static boolean isBelow(String path, String root) {
    return path.equals(root) || path.startsWith(root + "/");
  }
}
