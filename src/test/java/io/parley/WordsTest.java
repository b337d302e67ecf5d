package io.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// People read plain words: phrases that were hard to understand do not come back, in the pages, in
/// messages of the server, in the user's guide and in headings of the documentation.
class WordsTest {
  /// What must not be said, in lower case, and what to say instead.
  private static final Map<String, String> INSTEAD =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("small letters", "lower-case letters"),
              Map.entry("open a room", "create a room, or enter a room"),
              Map.entry("open room", "Create room"),
              Map.entry("make a link", "Create link"),
              Map.entry("take back", "Revoke"),
              Map.entry("go on in private", "Continue in private"),
              Map.entry("into the text", "Insert as text"),
              Map.entry("is called like that", "No models match your search"),
              Map.entry("limit of ours", "name the limit"),
              Map.entry("it goes on in", "Try again in 3 seconds"),
              Map.entry("does not know you any more", "Your session has expired"),
              Map.entry("let you in", "The server is busy"),
              Map.entry("hold from the next", "They apply from the next reply"),
              Map.entry("leads nowhere", "This link no longer works"),
              Map.entry("nothing here", "No resource exists at this path"),
              Map.entry("too much in a short time", "Rate limit exceeded"),
              Map.entry("problem of its own", "reported an internal error"),
              Map.entry("any more.", "no longer"),
              Map.entry("just now", "say when, or leave it out"),
              Map.entry("for ever", "permanently, or say for how long"),
              Map.entry("anew", "again"),
              Map.entry("is away", "is unavailable"),
              Map.entry("on the wire", "in the protocol"),
              Map.entry("good for nothing", "`scopes` must not be empty"),
              Map.entry("is not a page's `next`", "must be the `next` value of an earlier page"),
              Map.entry("at most so many", "Maximum number of items"),
              Map.entry("told this once", "Returned once"),
              Map.entry("whoever runs", "The operator of this server"),
              Map.entry("that did not work", "say what failed"),
              Map.entry("go on from here", "Continue from here"),
              Map.entry("after the time given in", "Problem.because(detail, wait) says how long"),
              Map.entry("after the time in", "Problem.because(detail, wait) says how long"),
              Map.entry("in a moment", "say when, or leave it out"),
              Map.entry("please try again", "Try again"),
              Map.entry("make an api key", "create an API key")));

  /// Headings that say nothing in a table of contents.
  private static final List<String> HEADINGS =
      List.of(
          "the wire",
          "the page",
          "words",
          "ways through the house",
          "what is promised",
          "what is not",
          "read on",
          "start it",
          "test it",
          "run two of them");

  private static final List<Path> ABOVE =
      List.of(Path.of("README.md"), Path.of("CONTRIBUTING.md"), Path.of("SECURITY.md"));

  private static final Pattern STRING = Pattern.compile("\"((?:[^\"\\\\\\n]|\\\\.)*+)\"");
  private static final Pattern JS_STRING =
      Pattern.compile("\"((?:[^\"\\\\\\n]|\\\\.)*+)\"|`((?:[^`\\\\]|\\\\.)*+)`");
  private static final Pattern MARKUP_COMMENT =
      Pattern.compile("(?s)<!--.*?-->|<ui:remove>.*?</ui:remove>");
  private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|(?m)^\\s*//.*$");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,4} (.+)$");

  @Test
  void nobodyReadsAPhraseThatWasHardToUnderstand() throws IOException {
    List<String> found = new ArrayList<>();
    for (Path page : files(Path.of("src/main/webapp"), ".xhtml", ".html")) {
      look(page, MARKUP_COMMENT.matcher(Files.readString(page)).replaceAll(""), found);
    }
    for (Path script : files(Path.of("src/main/webapp/js"), ".js")) {
      look(
          script,
          literals(JS_STRING, COMMENT.matcher(Files.readString(script)).replaceAll("")),
          found);
    }
    for (Path code : files(Path.of("src/main/java"), ".java")) {
      look(code, literals(STRING, COMMENT.matcher(Files.readString(code)).replaceAll("")), found);
    }
    for (Path page : files(Path.of("docs/guide"), ".md")) {
      look(page, MARKUP_COMMENT.matcher(Files.readString(page)).replaceAll(""), found);
    }
    for (Path page : ABOVE) {
      look(page, Files.readString(page), found);
    }
    for (Path page : headed()) {
      headings(page).forEach(heading -> look(page, heading, found));
    }
    assertEquals(List.of(), found);
  }

  @Test
  void headingsMakeSenseInATableOfContents() throws IOException {
    List<String> found = new ArrayList<>();
    for (Path page : headed()) {
      headings(page).stream()
          .filter(heading -> HEADINGS.contains(heading.toLowerCase(Locale.ROOT)))
          .forEach(heading -> found.add(page + ": " + heading));
    }
    assertEquals(List.of(), found);
  }

  /// Decisions tell what was said before, and keep their words.
  private static List<Path> headed() {
    return Stream.concat(
            ABOVE.stream(),
            files(Path.of("docs"), ".md").stream()
                .filter(page -> !page.startsWith("docs/decisions")))
        .toList();
  }

  private static List<String> headings(Path page) throws IOException {
    return HEADING
        .matcher(Files.readString(page))
        .results()
        .map(heading -> heading.group(1).strip())
        .toList();
  }

  @Test
  void aPhraseIsFoundInMarkupAndInStringsButNotInComments() {
    List<String> found = new ArrayList<>();
    look(Path.of("a"), "<p>Small letters only</p>", found);
    look(Path.of("b"), literals(JS_STRING, "say(`It is away: ${x}`)"), found);
    String commented = "/* open a room */\n// small letters\ncall(\"fine\");";
    look(Path.of("c"), literals(STRING, COMMENT.matcher(commented).replaceAll("")), found);
    assertEquals(2, found.size(), found.toString());
    assertTrue(found.getFirst().contains("lower-case letters"), found.toString());
  }

  private static void look(Path file, String text, List<String> found) {
    String lower = text.toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
    INSTEAD.forEach((phrase, instead) -> {
      if (Pattern.compile("(?<![\\p{L}-])" + Pattern.quote(phrase) + "(?![\\p{L}-])")
          .matcher(lower)
          .find()) {
        found.add("%s: \"%s\", rather: %s".formatted(file, phrase, instead));
      }
    });
  }

  private static String literals(Pattern string, String code) {
    StringBuilder all = new StringBuilder();
    string
        .matcher(code)
        .results()
        .map(MatchResult::group)
        .forEach(it -> all.append(it).append('\n'));
    return all.toString();
  }

  private static List<Path> files(Path root, String... endings) {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(file -> !file.toString().contains("vendor"))
          .filter(file -> Stream.of(endings).anyMatch(file.toString()::endsWith))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("the files of " + root + " cannot be listed", e);
    }
  }
}
