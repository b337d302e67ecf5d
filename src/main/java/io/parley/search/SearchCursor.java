package io.parley.search;

import io.parley.conversation.OpaqueCursor;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a page of hits ended: `next`, opaque to clients.
///
/// @param asked when the first page was asked for: what is recent does not change between pages
/// @param range where the block's hits are
/// @param last the last hit of the page, if the block has more
public record SearchCursor(Instant asked, SearchStore.Range range, Optional<Last> last) {
  private static final Pattern FORM =
      Pattern.compile("(\\d{1,15})/(\\d{1,18})(?:/(\\d{1,18})/(-?\\d{1,19})/(\\d{1,18}))?");

  /// A hit's place in its block's order: by score, then the newer first.
  record Last(double score, long no) {
    boolean isBefore(double otherScore, long otherNo) {
      return otherScore < score || (otherScore == score && otherNo < no);
    }
  }

  static SearchCursor first(Instant now) {
    return new SearchCursor(
        Instant.ofEpochMilli(now.toEpochMilli()), SearchStore.Range.ALL, Optional.empty());
  }

  /// The rest of a block.
  SearchCursor after(SearchStore.Block block, Last hit) {
    return new SearchCursor(
        asked,
        new SearchStore.Range(Optional.of(block.before()), Optional.of(block.until())),
        Optional.of(hit));
  }

  /// All of a block.
  SearchCursor all(SearchStore.Block block) {
    return new SearchCursor(
        asked,
        new SearchStore.Range(Optional.of(block.before()), Optional.empty()),
        Optional.empty());
  }

  /// What is before a block.
  SearchCursor before(SearchStore.Block block) {
    return new SearchCursor(
        asked,
        new SearchStore.Range(Optional.of(block.until()), Optional.empty()),
        Optional.empty());
  }

  /// @throws io.parley.platform.ProblemException `invalid_request` if it is not one
  public static SearchCursor read(String cursor) {
    return OpaqueCursor.read(cursor)
        .flatMap(SearchCursor::parse)
        .orElseThrow(OpaqueCursor::unknown);
  }

  private static Optional<SearchCursor> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    try {
      return matcher.matches() ? Optional.of(of(matcher)) : Optional.empty();
    } catch (NumberFormatException tooLarge) {
      return Optional.empty();
    }
  }

  private static SearchCursor of(Matcher matcher) {
    return new SearchCursor(
        Instant.ofEpochMilli(Long.parseLong(matcher.group(1))),
        new SearchStore.Range(
            Optional.of(Long.valueOf(matcher.group(2))),
            Optional.ofNullable(matcher.group(3)).map(Long::valueOf)),
        Optional.ofNullable(matcher.group(4))
            .map(score ->
                new Last(
                    Double.longBitsToDouble(Long.parseLong(score)),
                    Long.parseLong(matcher.group(5)))));
  }

  @Override
  public String toString() {
    String block = asked.toEpochMilli() + "/" + range.before().map(String::valueOf).orElse("");
    String rest =
        last.map(hit ->
                "/%d/%d/%d"
                    .formatted(
                        range.until().orElse(0L), Double.doubleToLongBits(hit.score()), hit.no()))
            .orElse("");
    return OpaqueCursor.of(block + rest);
  }
}
