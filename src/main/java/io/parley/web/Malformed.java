package io.parley.web;

import io.parley.platform.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Requests that are none: what lies behind would end them with a 500 or 501, which input never
/// causes (decision 0140).
final class Malformed {
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE");
  private static final Pattern CHARSET =
      Pattern.compile(";\\s*charset\\s*=\\s*\"?([^\";]*)", Pattern.CASE_INSENSITIVE);

  /// 16 bytes in Base64 (RFC 6455, section 4.1).
  private static final Pattern SOCKET_KEY = Pattern.compile("[A-Za-z0-9+/]{22}==");

  private Malformed() {}

  /// @throws io.parley.platform.ProblemException `invalid_request`, `unsupported_media_type`
  static void refuse(HttpServletRequest request) {
    if (!METHODS.contains(request.getMethod())) {
      throw Problem.INVALID_REQUEST.because("The HTTP method is unknown.");
    }
    if (!Encoded.isWellFormed(request)) {
      throw Problem.INVALID_REQUEST.because(
          "The address holds characters that must be percent-encoded as UTF-8.");
    }
    Headers.check(request);
    if (!Optional.ofNullable(request.getHeader("Content-Encoding"))
        .map("identity"::equalsIgnoreCase)
        .orElse(true)) {
      throw Problem.INVALID_REQUEST.because("Compressed bodies are not accepted.");
    }
    if (!Optional.ofNullable(request.getHeader("Content-Type"))
        .map(Malformed::isType)
        .orElse(true)) {
      throw Problem.UNSUPPORTED_MEDIA_TYPE.because(
          "Content-Type is not a valid media type. Send application/json.");
    }
  }

  /// A request for a socket that is no handshake would be looked for among the files.
  ///
  /// @throws io.parley.platform.ProblemException `invalid_request`
  static void refuseHandshake(HttpServletRequest request) {
    if (RequestKind.of(request) != RequestKind.SOCKET || !request.getMethod().equals("GET")) {
      return;
    }
    Headers.require(names(request, "Upgrade", "websocket"), "Upgrade", "Send `websocket`.");
    Headers.require(names(request, "Connection", "upgrade"), "Connection", "Send `Upgrade`.");
    Headers.require(
        names(request, "Sec-WebSocket-Version", "13"), "Sec-WebSocket-Version", "Send `13`.");
    Headers.require(
        Headers.all(request, "Sec-WebSocket-Key").stream()
            .allMatch(key -> SOCKET_KEY.matcher(key.strip()).matches()),
        "Sec-WebSocket-Key",
        "Send 16 bytes in Base64.");
  }

  private static boolean names(HttpServletRequest request, String header, String value) {
    return Headers.all(request, header).stream()
        .flatMap(line -> Pattern.compile(",").splitAsStream(line))
        .anyMatch(it -> it.strip().toLowerCase(Locale.ROOT).equals(value));
  }

  /// What a servlet finds wrong when it first asks for a parameter, Liberty logs with a stack
  /// trace.
  ///
  /// @throws io.parley.platform.ProblemException `invalid_request`, `unsupported_media_type`
  static void refuseParameters(HttpServletRequest request) {
    switch (RequestKind.of(request)) {
      case PAGE -> refuseFaces(request);
      case ASSET, OPERATIONS, NOWHERE -> {
        if (request instanceof WithBody complete) {
          Form _ = complete.form();
        }
      }
      // their resources read bodies themselves
      case API, BEARER_API, SOCKET -> {}
    }
  }

  /// Pages are rendered once and forgotten: there is no view state to bring back.
  private static void refuseFaces(HttpServletRequest request) {
    Form form;
    if (request instanceof WithBody complete) {
      if (!WithBody.isForm(request)) {
        throw Problem.UNSUPPORTED_MEDIA_TYPE.because(
            "Send forms as application/x-www-form-urlencoded.");
      }
      form = complete.form();
    } else {
      form = Form.parse(Optional.ofNullable(request.getQueryString()).orElse(""));
    }
    if (form.isForFaces()) {
      throw Problem.INVALID_REQUEST.because(
          "Parameters of Faces are not accepted. Remove those that begin with jakarta.faces.");
    }
  }

  private static boolean isType(String type) {
    if (!Headers.isMediaType(type)) {
      return false;
    }
    Matcher charset = CHARSET.matcher(type);
    try {
      return !charset.find() || Charset.isSupported(charset.group(1).strip());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
