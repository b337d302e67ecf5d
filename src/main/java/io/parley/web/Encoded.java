package io.parley.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// How an address is written: visible ASCII, and everything else as the percent-encoded bytes of
/// its UTF-8 (RFC 3986, section 2.5). The parsers behind agree on nothing else.
final class Encoded {
  private static final int HEX = 16;

  private Encoded() {}

  static boolean isWellFormed(HttpServletRequest request) {
    String path = Address.written(request);
    String query = Optional.ofNullable(request.getQueryString()).orElse("");
    return isWellFormed(path)
        && isWellFormed(query)
        && (!isForParsers(request) || isUri(path, query));
  }

  /// Pages take what browsers leave as it is, such as brackets in a query; the API's parser does
  /// not.
  private static boolean isForParsers(HttpServletRequest request) {
    return RequestKind.of(request) == RequestKind.API;
  }

  private static boolean isUri(String path, String query) {
    try {
      return !new URI("http://host" + path + (query.isEmpty() ? "" : "?" + query)).isOpaque();
    } catch (URISyntaxException e) {
      return false;
    }
  }

  static boolean isWellFormed(String text) {
    boolean encoded = false;
    for (int at = 0; at < text.length(); at++) {
      char next = text.charAt(at);
      if (next <= ' ' || next > '~') {
        return false;
      }
      if (next == '%') {
        if (octet(text, at) < 0) {
          return false;
        }
        encoded = true;
      }
    }
    return !encoded || isUtf8(text);
  }

  private static boolean isUtf8(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    for (int at = 0; at < text.length(); at++) {
      if (text.charAt(at) == '%') {
        bytes.write(octet(text, at));
        at += 2;
      } else {
        bytes.write(text.charAt(at));
      }
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray()));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  /// The byte that `%xx` stands for, or less than 0 if it is none.
  private static int octet(String text, int at) {
    if (at + 2 >= text.length()) {
      return -1;
    }
    int high = Character.digit(text.charAt(at + 1), HEX);
    int low = Character.digit(text.charAt(at + 2), HEX);
    return high < 0 || low < 0 ? -1 : high * HEX + low;
  }
}
