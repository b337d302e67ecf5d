package io.parley.web;

import jakarta.servlet.http.HttpServletRequest;

/// The parts of the site that are treated differently.
enum Area {
  /// What a person navigates to.
  PAGE,
  /// Answers for programs, ours in the page included.
  API,
  /// The same for others' clients: who calls is told by a bearer token alone, never by a cookie.
  BEARER_API,
  /// Files that are the same for everybody.
  ASSET,
  SOCKET;

  private static final String PAGE_SUFFIX = ".xhtml";
  private static final String FACES_RESOURCES = "/jakarta.faces.resource/";

  /// Whether a Facelets file itself is asked for. Pages are rendered under their own addresses,
  /// which know what to show; only the home page's is its file's too.
  static boolean isTemplate(HttpServletRequest request) {
    String path = path(request);
    return path.endsWith(PAGE_SUFFIX) && !path.equals("/index.xhtml");
  }

  /// Whether something is to be changed that only an API can change. Servlets know the other
  /// methods, and refuse them themselves; this one they answer with a 501.
  static boolean isPatchOfNone(HttpServletRequest request) {
    Area area = of(request);
    return request.getMethod().equals("PATCH") && area != API && area != BEARER_API;
  }

  /// Whether somebody wants to stay: by a socket or a stream of events.
  static boolean isLasting(HttpServletRequest request) {
    return of(request) == SOCKET || path(request).endsWith("/stream");
  }

  /// Whether a model is asked, which takes its time.
  static boolean isLong(HttpServletRequest request) {
    return of(request) == BEARER_API || path(request).equals("/api/chat_batch");
  }

  static Area of(HttpServletRequest request) {
    String path = path(request);
    if (path.startsWith("/ws/")) {
      return SOCKET;
    }
    if (path.startsWith("/api/")) {
      return API;
    }
    // Not the address as it was written: encoded slashes and dots could lead it elsewhere.
    if ((request.getServletPath() + "/").startsWith("/v1/")) {
      return BEARER_API;
    }
    boolean isFile = path.indexOf('.', path.lastIndexOf('/') + 1) >= 0;
    return path.startsWith(FACES_RESOURCES) || (isFile && !path.endsWith(PAGE_SUFFIX))
        ? ASSET
        : PAGE;
  }

  private static String path(HttpServletRequest request) {
    return request.getRequestURI().substring(request.getContextPath().length());
  }
}
