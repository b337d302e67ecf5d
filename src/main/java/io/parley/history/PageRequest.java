package io.parley.history;

import io.parley.platform.Problem;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/// Which page of a list is asked for.
public record PageRequest(Optional<String> before, int limit) {
  public static final String DEFAULT_LIMIT = "50";
  public static final int MAX_LIMIT = 200;

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,3}");

  /// @param before a page's `next`, or empty for the last page
  /// @throws io.parley.platform.ProblemException `invalid_request` if the limit is not 1 to 200
  public static PageRequest of(String before, String limit) {
    int number = NUMBER.matcher(limit).matches() ? Integer.parseInt(limit) : 0;
    if (number < 1 || number > MAX_LIMIT) {
      throw Problem.INVALID_REQUEST.because("`limit` is a number from 1 to " + MAX_LIMIT + ".");
    }
    return new PageRequest(Optional.of(before).filter(it -> !it.isEmpty()), number);
  }

  /// The link to the page before one that is shown.
  ///
  /// @param next what the shown page names, empty if it is the first; so is the link then
  public static String link(String path, String next) {
    return next.isEmpty()
        ? ""
        : path + "?before=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
  }
}
