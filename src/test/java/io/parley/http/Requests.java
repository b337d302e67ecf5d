package io.parley.http;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Servlet requests and responses for tests: as much of them as this code reads and writes.
public final class Requests {
  private final Map<String, List<String>> headers = new HashMap<>();
  private final Map<String, Object> attributes = new HashMap<>();
  private final String method;
  private final String path;
  private String scheme = "http";
  private String host = "parley.test";
  private int port = 80;
  private String peer = "192.0.2.1";
  private String query = "";

  private Requests(String method, String path) {
    this.method = method;
    this.path = path;
  }

  public static Requests get(String path) {
    return new Requests("GET", path);
  }

  public static Requests to(String method, String path) {
    return new Requests(method, path);
  }

  public Requests with(String header, String value) {
    headers.computeIfAbsent(header.toLowerCase(Locale.ROOT), _ -> new ArrayList<>()).add(value);
    return this;
  }

  public Requests at(String scheme, String host, int port) {
    this.scheme = scheme;
    this.host = host;
    this.port = port;
    return this;
  }

  public Requests query(String query) {
    this.query = query;
    return this;
  }

  public Requests from(String peer) {
    this.peer = peer;
    return this;
  }

  public HttpServletRequest request() {
    return proxy(
        HttpServletRequest.class,
        (name, arguments) ->
            switch (name) {
              case "getHeader" -> values(arguments).stream().findFirst().orElse(null);
              case "getHeaders" -> Collections.enumeration(values(arguments));
              case "getMethod" -> method;
              // Liberty leaves the id of a session out here, and keeps it in the URL
              case "getRequestURI" -> path.replaceFirst(";jsessionid=[^/]*", "");
              case "getServletPath" -> decoded();
              case "getPathInfo" -> null;
              case "getContentType" ->
                  values(new Object[] {"Content-Type"}).stream().findFirst().orElse(null);
              case "getContentLengthLong" -> -1L;
              case "getContextPath" -> "";
              case "getHttpServletMapping" -> null;
              case "getRequestURL" ->
                  new StringWriter().append(scheme + "://" + host + path).getBuffer();
              case "getScheme" -> scheme;
              case "isSecure" -> scheme.equals("https");
              case "isAsyncStarted" -> false;
              case "getServerName" -> host;
              case "getServerPort" -> port;
              case "getRemoteAddr" -> peer;
              case "getQueryString" -> query.isEmpty() ? null : query;
              case "getAttribute" -> attributes.get(arguments[0]);
              case "setAttribute" -> attributes.put((String) arguments[0], arguments[1]);
              default -> throw new UnsupportedOperationException(name);
            });
  }

  /// As containers do: without matrix parameters.
  private String decoded() {
    return URLDecoder.decode(path.replaceAll(";[^/]*", ""), StandardCharsets.UTF_8);
  }

  private List<String> values(Object[] arguments) {
    return headers.getOrDefault(((String) arguments[0]).toLowerCase(Locale.ROOT), List.of());
  }

  /// What a response was given.
  public static final class Response {
    public final Map<String, String> headers = new HashMap<>();
    public final List<Cookie> cookies = new ArrayList<>();
    public int status = 200;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    public String body() {
      return body.toString(StandardCharsets.UTF_8);
    }

    private ServletOutputStream output() {
      return new ServletOutputStream() {
        @Override
        public void write(int octet) {
          body.write(octet);
        }

        @Override
        public boolean isReady() {
          return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
          throw new UnsupportedOperationException();
        }
      };
    }

    private boolean answered(int with) {
      status = with;
      return true;
    }

    public HttpServletResponse response() {
      return proxy(
          HttpServletResponse.class,
          (name, arguments) ->
              switch (name) {
                case "setHeader", "addHeader" ->
                    headers.put((String) arguments[0], (String) arguments[1]);
                case "addCookie" -> cookies.add((Cookie) arguments[0]);
                case "setContentType" -> headers.put("Content-Type", (String) arguments[0]);
                case "setContentLength" -> headers.put("Content-Length", arguments[0].toString());
                case "getOutputStream" -> output();
                case "resetBuffer" -> true;
                case "isCommitted" -> false;
                case "setStatus", "sendError" -> answered((int) arguments[0]);
                default -> throw new UnsupportedOperationException(name);
              });
    }
  }

  private interface Answer {
    @Nullable Object to(String name, Object[] arguments);
  }

  private static <T> T proxy(Class<T> type, Answer answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, called, arguments) ->
                answer.to(called.getName(), arguments == null ? new Object[0] : arguments)));
  }
}
