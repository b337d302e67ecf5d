package io.parley.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What may be kept, and for how long. What is personal is not; a file whose address names this
/// node's version is kept for a year without a question; of any other file the browser asks whether
/// it is still the same.
///
/// That question is answered by the version of all files together and not by their dates: builds
/// are reproducible, so the files of two releases can have the same date.
final class Caching {
  private static final String CACHE_CONTROL = "Cache-Control";
  private static final String NO_STORE = "no-store";
  private static final String REVALIDATE = "no-cache";
  private static final String IMMUTABLE = "public, max-age=31536000, immutable";
  private static final String LAST_MODIFIED = "Last-Modified";
  private static final String IF_MODIFIED_SINCE = "If-Modified-Since";

  private final String tag;
  private final String current;
  private final boolean live;

  /// @param version of all files that are served
  Caching(String version) {
    // weak: the same file may travel compressed or not
    this.tag = "W/\"" + version + "\"";
    // another version's files, which a page of another node may name, this node does not have
    this.current = Assets.VERSIONED + version + "/";
    this.live = version.equals(Assets.LIVE);
  }

  /// Sets the headers. Empty if that was the whole answer: the browser has the file already.
  Optional<HttpServletResponse> apply(HttpServletRequest request, HttpServletResponse response) {
    return switch (RequestKind.of(request)) {
      case SOCKET -> Optional.of(response);
      case PAGE -> {
        response.setHeader(CACHE_CONTROL, NO_STORE);
        // for a cache that keeps what it must not: at least for one guest alone
        response.addHeader("Vary", "Cookie");
        yield Optional.of(response);
      }
      case API, BEARER_API, OPERATIONS, NOWHERE -> {
        // an event stream replaces it: proxies are not to transform it either
        response.setHeader(CACHE_CONTROL, NO_STORE);
        yield Optional.of(response);
      }
      case ASSET -> file(request, response);
    };
  }

  /// The request as the server of files is to see it: without its question about a date.
  static HttpServletRequest withoutDates(HttpServletRequest request) {
    return RequestKind.of(request) == RequestKind.ASSET ? new Undated(request) : request;
  }

  private Optional<HttpServletResponse> file(
      HttpServletRequest request, HttpServletResponse response) {
    if (live) {
      response.setHeader(CACHE_CONTROL, NO_STORE);
      return Optional.of(new KeptOnlyIfFound(response));
    }
    boolean named = Address.of(request).startsWith(current);
    response.setHeader(CACHE_CONTROL, named ? IMMUTABLE : REVALIDATE);
    response.setHeader("ETag", tag);
    if (isKnown(request)) {
      response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
      return Optional.empty();
    }
    return Optional.of(new KeptOnlyIfFound(response));
  }

  private boolean isKnown(HttpServletRequest request) {
    return Collections.list(request.getHeaders("If-None-Match")).stream()
        .anyMatch(tags -> tags.contains(tag));
  }

  /// A request for a file, whose only condition is its tag.
  private static final class Undated extends HttpServletRequestWrapper {
    Undated(HttpServletRequest request) {
      super(request);
    }

    @Override
    public long getDateHeader(String name) {
      return IF_MODIFIED_SINCE.equalsIgnoreCase(name) ? -1 : super.getDateHeader(name);
    }

    @Override
    public @Nullable String getHeader(String name) {
      return IF_MODIFIED_SINCE.equalsIgnoreCase(name) ? null : super.getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
      return IF_MODIFIED_SINCE.equalsIgnoreCase(name)
          ? Collections.emptyEnumeration()
          : super.getHeaders(name);
    }
  }

  /// During an update a node may not have a file yet that the page of another already names: such
  /// an answer must not be kept for a year.
  private static final class KeptOnlyIfFound extends HttpServletResponseWrapper {
    KeptOnlyIfFound(HttpServletResponse response) {
      super(response);
    }

    @Override
    public void setDateHeader(String name, long date) {
      if (!LAST_MODIFIED.equalsIgnoreCase(name)) {
        super.setDateHeader(name, date);
      }
    }

    @Override
    public void setHeader(String name, String value) {
      if (!LAST_MODIFIED.equalsIgnoreCase(name)) {
        super.setHeader(name, value);
      }
    }

    @Override
    public void setStatus(int status) {
      forget(status);
      super.setStatus(status);
    }

    @Override
    public void sendError(int status) throws IOException {
      forget(status);
      super.sendError(status);
    }

    @Override
    public void sendError(int status, String message) throws IOException {
      forget(status);
      super.sendError(status, message);
    }

    private void forget(int status) {
      if (status >= SC_BAD_REQUEST) {
        super.setHeader(CACHE_CONTROL, NO_STORE);
      }
    }
  }
}
