package io.parley.llm;

import java.net.http.HttpHeaders;
import java.util.Locale;

/// What a provider says its response is (RFC 9110, section 8.3), without parameters. Empty if it
/// says nothing.
record MediaType(String name) {
  static MediaType of(HttpHeaders headers) {
    String value = headers.firstValue("content-type").orElse("");
    int end = value.indexOf(';');
    return new MediaType(
        value.substring(0, end < 0 ? value.length() : end).strip().toLowerCase(Locale.ROOT));
  }

  /// Whether it may be a stream of events. Some servers call it plain text.
  boolean mayBeEvents() {
    return !isJson() && !isPage();
  }

  /// Whether it may be a JSON text.
  boolean mayBeJson() {
    return !name.equals("text/event-stream") && !isPage();
  }

  private boolean isJson() {
    return name.equals("application/json") || name.endsWith("+json");
  }

  /// A page for people, which is what a proxy answers when it has lost its server.
  private boolean isPage() {
    return name.equals("text/html") || name.equals("application/xhtml+xml");
  }
}
