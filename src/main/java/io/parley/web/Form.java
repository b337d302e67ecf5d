package io.parley.web;

import io.parley.platform.Problem;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The fields of a query or a form (`application/x-www-form-urlencoded`, URL standard, section
/// 5.1).
record Form(Map<String, List<String>> fields) {
  private static final int MOST = 1_000;

  /// @throws io.parley.platform.ProblemException `invalid_request`
  static Form parse(String... texts) {
    Map<String, List<String>> fields = new LinkedHashMap<>();
    int count = 0;
    for (String text : texts) {
      for (String pair : text.split("&", -1)) {
        if (pair.isEmpty()) {
          continue;
        }
        if (++count > MOST) {
          throw Problem.INVALID_REQUEST.because("A request has at most 1,000 parameters.");
        }
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        fields.computeIfAbsent(decoded(name), _ -> new ArrayList<>()).add(decoded(value));
      }
    }
    return new Form(fields);
  }

  /// Whether it speaks to Faces, whose pages here are rendered once and sent back by nobody.
  boolean isForFaces() {
    return fields.keySet().stream()
        .anyMatch(name -> name.contains("jakarta.faces.") || name.contains("javax.faces."));
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Problem.INVALID_REQUEST.because(
          "A parameter holds a % that two hexadecimal digits do not follow.");
    }
  }
}
