package io.parley.web;

import io.parley.platform.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

/// Whether headers are written as RFC 9110 has them. The parsers behind throw at what is not, in
/// the middle of Liberty or RESTEASY, where the exception is logged with its stack and answered
/// with a 5xx.
///
/// Dates, ranges and entity tags are not checked: what cannot be read of them is ignored (sections
/// 13.1.3 and 14.2). [Caching] keeps unreadable dates from Liberty.
final class Headers {
  /// Browsers send less than 200, and few programs more than 1,000.
  static final int MOST_CHARACTERS = 4_000;

  static final String TOKEN = "[\\w!#$%&'*+.^`|~-]+";

  private static final Pattern TYPE = Pattern.compile(TOKEN + "/" + TOKEN);
  private static final Pattern RANGE = Pattern.compile(TOKEN + "/" + TOKEN + "|\\*");
  private static final Pattern WORD = Pattern.compile(TOKEN);
  private static final Pattern LANGUAGE =
      Pattern.compile("[A-Za-z0-9*]{1,8}(?:[-_.@][A-Za-z0-9*]{1,8})*");
  private static final Pattern PARAMETER =
      Pattern.compile(TOKEN + "(?:\\s*=\\s*(?:" + TOKEN + "|\"[^\"]*\"))?");
  private static final Pattern WEIGHT =
      Pattern.compile("0(?:\\.\\d{0,9})?|1(?:\\.0{0,9})?|\\.\\d{1,9}");

  /// The length of a body. Longer numbers are no size of anything.
  private static final Pattern LENGTH = Pattern.compile("\\d{1,18}");

  /// Cookies of RFC 2109 say their version, which Liberty reads as a number.
  private static final Pattern COOKIE_VERSION =
      Pattern.compile(
          "\\$Version\\s*+=\\s*+\"?+(?!\\d{1,2}\"?\\s*(?:[;,]|$))", Pattern.CASE_INSENSITIVE);

  private Headers() {}

  /// @throws io.parley.platform.ProblemException `invalid_request`, naming the header
  static void check(HttpServletRequest request) {
    list(request, "Accept", RANGE);
    list(request, "Accept-Language", LANGUAGE);
    list(request, "Accept-Encoding", WORD);
    list(request, "Accept-Charset", WORD);
    require(
        all(request, "Cookie").stream().noneMatch(it -> COOKIE_VERSION.matcher(it).find()),
        "Cookie",
        "The value of $Version must be a number.");
    framing(request);
  }

  /// How long the body is must be beyond doubt: a proxy that understood it in another way would
  /// take one request for two.
  private static void framing(HttpServletRequest request) {
    List<String> lengths = all(request, "Content-Length");
    require(
        lengths.size() <= 1
            && lengths.stream().allMatch(it -> LENGTH.matcher(it.strip()).matches()),
        "Content-Length",
        "Send one number of bytes.");
    List<String> codings = all(request, "Transfer-Encoding");
    require(
        codings.isEmpty()
            || (codings.size() == 1
                && codings.getFirst().strip().equalsIgnoreCase("chunked")
                && lengths.isEmpty()),
        "Transfer-Encoding",
        "Send `chunked`, and no Content-Length, or no Transfer-Encoding.");
  }

  private static void list(HttpServletRequest request, String name, Pattern element) {
    int characters = 0;
    for (String value : all(request, name)) {
      characters += value.length();
      require(
          characters <= MOST_CHARACTERS, name, "Send at most " + MOST_CHARACTERS + " characters.");
      require(
          parts(value, ',').stream().allMatch(it -> isElement(it, element)),
          name,
          "See RFC 9110, section 12.5. A weight such as `q=0.5` is between 0 and 1.");
    }
  }

  /// Empty elements are allowed in every list (RFC 9110, section 5.6.1.2).
  private static boolean isElement(String text, Pattern element) {
    if (text.isBlank()) {
      return true;
    }
    List<String> parts = parts(text, ';');
    return element.matcher(parts.getFirst().strip()).matches()
        && parts.stream()
            .skip(1)
            .map(String::strip)
            .allMatch(it -> it.isEmpty() || isParameter(it));
  }

  static boolean isMediaType(String text) {
    return !text.isBlank() && isElement(text, TYPE);
  }

  private static boolean isParameter(String text) {
    if (!PARAMETER.matcher(text).matches()) {
      return false;
    }
    int equals = text.indexOf('=');
    String name = equals < 0 ? text : text.substring(0, equals);
    return !name.strip().equalsIgnoreCase("q")
        || WEIGHT.matcher(text.substring(equals + 1).strip()).matches();
  }

  /// Splits at a separator that no quotation marks enclose.
  private static List<String> parts(String text, char separator) {
    List<String> parts = new ArrayList<>();
    boolean quoted = false;
    int begin = 0;
    for (int at = 0; at < text.length(); at++) {
      char next = text.charAt(at);
      if (next == '"') {
        quoted = !quoted;
      } else if (next == separator && !quoted) {
        parts.add(text.substring(begin, at));
        begin = at + 1;
      }
    }
    parts.add(text.substring(begin));
    return parts;
  }

  static List<String> all(HttpServletRequest request, String name) {
    return Collections.list(request.getHeaders(name));
  }

  static void require(boolean holds, String header, String advice) {
    if (!holds) {
      throw Problem.INVALID_REQUEST.because(
          "The header %s cannot be read. %s".formatted(header, advice));
    }
  }
}
