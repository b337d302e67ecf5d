package io.parley.conversation;

import io.parley.platform.Problem;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a page of hits ended: `next`, opaque to clients.
///
/// @param asked when the first page was asked for: what is recent does not change between pages
/// @param before the number before which the block's hits are, empty for the newest
/// @param last the last hit of the page, if the block has more
record SearchCursor(Instant asked, Optional<Long> before, Optional<Last> last) {
  private static final Pattern FORM =
      Pattern.compile("(\\d{1,15})/(\\d{1,18})?(?:/(-?\\d{1,19})/(\\d{1,18}))?");

  /// A hit's place in its block's order: by score, then the newer first.
  record Last(double score, long no) {
    boolean isBefore(double otherScore, long otherNo) {
      return otherScore < score || (otherScore == score && otherNo < no);
    }
  }

  static SearchCursor first(Instant now) {
    return new SearchCursor(
        Instant.ofEpochMilli(now.toEpochMilli()), Optional.empty(), Optional.empty());
  }

  /// The rest of the same block.
  SearchCursor after(long block, Last hit) {
    return new SearchCursor(asked, Optional.of(block), Optional.of(hit));
  }

  /// The next block.
  SearchCursor from(long block) {
    return new SearchCursor(asked, Optional.of(block), Optional.empty());
  }

  /// @throws io.parley.platform.ProblemException `invalid_request` if it is not one
  static SearchCursor read(String cursor) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
      Matcher matcher = FORM.matcher(text);
      if (matcher.matches()) {
        return of(matcher);
      }
    } catch (IllegalArgumentException e) {
      throw unknown();
    }
    throw unknown();
  }

  private static SearchCursor of(Matcher matcher) {
    return new SearchCursor(
        Instant.ofEpochMilli(Long.parseLong(matcher.group(1))),
        Optional.ofNullable(matcher.group(2)).map(Long::valueOf),
        Optional.ofNullable(matcher.group(3))
            .map(score ->
                new Last(
                    Double.longBitsToDouble(Long.parseLong(score)),
                    Long.parseLong(matcher.group(4)))));
  }

  @Override
  public String toString() {
    String place =
        asked.toEpochMilli()
            + "/"
            + before.map(String::valueOf).orElse("")
            + last.map(it -> "/" + Double.doubleToLongBits(it.score()) + "/" + it.no()).orElse("");
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(place.getBytes(StandardCharsets.US_ASCII));
  }

  private static RuntimeException unknown() {
    return Problem.INVALID_REQUEST.because("`before` is not a page's `next`.");
  }
}
