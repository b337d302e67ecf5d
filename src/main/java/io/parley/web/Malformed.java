package io.parley.web;

import io.parley.platform.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Requests that are none: what lies behind would end them with a 500 or 501, which input never
/// causes.
final class Malformed {
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE");
  private static final String TOKEN = "[\\w!#$%&'*+.^`|~-]+";
  private static final Pattern MEDIA_TYPE = Pattern.compile(TOKEN + "/" + TOKEN + "\\s*(;.*)?");
  private static final Pattern CHARSET =
      Pattern.compile(";\\s*charset\\s*=\\s*\"?([^\";]*)", Pattern.CASE_INSENSITIVE);

  private Malformed() {}

  /// @throws io.parley.platform.ProblemException `invalid_request`
  static void refuse(HttpServletRequest request) {
    if (!METHODS.contains(request.getMethod())) {
      throw Problem.INVALID_REQUEST.because("There is no such method.");
    }
    if (Area.of(request) == Area.API && !isAddress(request)) {
      throw Problem.INVALID_REQUEST.because(
          "The address holds characters that have to be percent-encoded.");
    }
    if (!Optional.ofNullable(request.getHeader("Content-Encoding"))
        .map("identity"::equalsIgnoreCase)
        .orElse(true)) {
      throw Problem.INVALID_REQUEST.because("A request's body is taken as it is, not compressed.");
    }
    if (!Optional.ofNullable(request.getHeader("Content-Type"))
        .map(Malformed::isType)
        .orElse(true)) {
      throw Problem.UNSUPPORTED_MEDIA_TYPE.because(
          "Content-Type is not a valid media type. Send application/json.");
    }
  }

  /// Pages are rendered once and forgotten: there is no view state to bring back.
  ///
  /// @throws io.parley.platform.ProblemException `invalid_request`, `unsupported_media_type`
  static void refuseFaces(HttpServletRequest request) {
    if (Area.of(request) != Area.PAGE) {
      return;
    }
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

  /// Pages take what browsers leave as it is, such as brackets in a query; the API's parser does
  /// not.
  private static boolean isAddress(HttpServletRequest request) {
    String query = Optional.ofNullable(request.getQueryString()).map(it -> "?" + it).orElse("");
    try {
      return !new URI("http://host" + request.getRequestURI() + query).isOpaque();
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static boolean isType(String type) {
    if (!MEDIA_TYPE.matcher(type.strip()).matches()) {
      return false;
    }
    Matcher charset = CHARSET.matcher(type);
    try {
      return !charset.find() || Charset.isSupported(charset.group(1).strip());
    } catch (IllegalCharsetNameException e) {
      return false;
    }
  }
}
