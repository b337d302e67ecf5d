package io.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// People read plain words: phrases that were hard to understand do not come back, in the pages, in
/// messages of the server, in the documentation, in comments and in the names of tests. And one
/// thing has one name.
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

  /// In the documentation also these, in lower case.
  private static final Map<String, String> IN_PROSE =
      Map.ofEntries(
          Map.entry("any more", "no longer"),
          Map.entry("comes back", "reconnects, or is available again"),
          Map.entry("farewell", "say which close code or event is sent"),
          Map.entry("gives up", "cancels, or rejects"),
          Map.entry("go on", "continue"),
          Map.entry("goes on", "continues"),
          Map.entry("hangs up", "disconnects"),
          Map.entry("is told", "receives, or gets"),
          Map.entry("meanwhile", "while, or in between: say while what"),
          Map.entry("of ours", "of Parley"),
          Map.entry("says so", "say what is shown, logged or returned"),
          Map.entry("so many", "a number"),
          Map.entry("stands still", "hangs, or is paused"),
          Map.entry("the house", "Parley, or the server"),
          Map.entry("under way", "in progress"),
          Map.entry("whoever", "the caller, everyone who"));

  /// One word for one thing: what must not name it, and what does.
  private static final Map<String, String> GLOSSARY =
      Map.ofEntries(
          Map.entry("admin token", "operator token"),
          Map.entry("operator's token", "operator token"),
          Map.entry("an answer", "a reply of a model, or a response of a server"),
          Map.entry("no answer", "no reply of a model, or no response of a server"),
          Map.entry("same answer", "the same reply of a model, or response of a server"),
          Map.entry("the answer", "the reply of a model, or the response of a server"),
          Map.entry("answers of", "replies of a model, or responses of a server"),
          Map.entry("the model answers", "the model replies"),
          Map.entry("another model answers", "another model replies"),
          Map.entry("model answered", "the model replied"),
          Map.entry("budget", "limit"),
          Map.entry("budgets", "limits"),
          Map.entry("open rooms", "create rooms, or enter rooms"),
          Map.entry("opens a room", "creates a room, or enters a room"),
          Map.entry("chat room", "room"),
          Map.entry("chat rooms", "rooms"),
          Map.entry("private chat", "private conversation"),
          Map.entry("private chats", "private conversations"),
          Map.entry("shared link", "share link"),
          Map.entry("shared links", "share links"),
          Map.entry("public link", "share link"));

  /// What comments must not say either.
  private static final Map<String, String> IN_COMMENTS =
      Map.ofEntries(
          Map.entry("anew", "again"),
          Map.entry("for ever", "permanently, or say for how long"),
          Map.entry("just now", "at present, or leave it out"),
          Map.entry("the house", "other packages, or the server"),
          Map.entry("on the wire", "in the protocol"),
          Map.entry("any more", "no longer"),
          Map.entry("meanwhile", "in between, or say while what"),
          Map.entry("says so", "say what is shown, logged or returned"),
          Map.entry("under way", "in progress"),
          Map.entry("gives up", "cancels, or fails"),
          Map.entry("given up", "cancelled"),
          Map.entry("of ours", "of Parley"),
          Map.entry("is away", "is unavailable"));

  /// Its tables are written by `chaos/run`.
  private static final Path MEASURED = Path.of("docs/reliability.md");

  private static final int LINE = 220;

  /// What has a capital letter also in the middle of a sentence. Words that are not in lower case
  /// after their first letter, such as PostgreSQL, and those with a dot or a digit always may.
  private static final Set<String> PROPER_NAMES =
      Set.of(
          "Alibaba",
          "Azure",
          "Autobahn",
          "Chromium",
          "Claude",
          "Docker",
          "Faces",
          "Gemini",
          "Groq",
          "Kafka",
          "Kubernetes",
          "Liberty",
          "Linux",
          "Markdown",
          "Maven",
          "Mistral",
          "Node",
          "Ollama",
          "Open",
          "Parley",
          "Prometheus",
          "Redis",
          "Responses",
          "Studio",
          "Unicode",
          "Server-Sent",
          "Events");

  /// Headings that say nothing in a table of contents.
  private static final List<String> HEADINGS =
      List.of(
          "how it is measured",
          "in the page",
          "in the war",
          "the default run",
          "what is public",
          "what leaves the server",
          "what belongs to the caller",
          "where things live",
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
  private static final Pattern COMMENT_LINE = Pattern.compile("(?m)(?:^|(?<=[\\s;{}]))//.*$");
  private static final Pattern FENCED = Pattern.compile("(?ms)^```.*?^```");
  private static final Pattern CODE_SPAN = Pattern.compile("`[^`\n]*`");
  private static final Pattern SENTENCE_END = Pattern.compile("[:.?!] |\\(");
  private static final Pattern WORD_END = Pattern.compile("[\\s,/]+");
  private static final Pattern CAPITAL = Pattern.compile("\\p{Lu}[\\p{Ll}'’-]+");
  private static final Pattern TEST_NAME = Pattern.compile("\\bvoid (\\w+)\\(");
  private static final Pattern HARD_NAME =
      Pattern.compile("^whatIsNo|(?:Anew|AnyMore|ForEver|Meanwhile|OfOurs|JustNow)(?![a-z])");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,4} (.+)$");

  @Test
  void nobodyReadsAPhraseThatWasHardToUnderstand() {
    List<String> found = new ArrayList<>();
    pages().forEach((page, text) -> look(page, text, INSTEAD, found));
    texts(files(Path.of("src/main/webapp/js"), ".js"), script -> literals(JS_STRING, script))
        .forEach((script, text) -> look(script, text, INSTEAD, found));
    messages().forEach((code, text) -> look(code, text, INSTEAD, found));
    spokenInDocumentation()
        .forEach((page, text) -> {
          look(page, text, INSTEAD, found);
          look(page, text, IN_PROSE, found);
        });
    assertEquals(List.of(), found);
  }

  @Test
  void oneThingHasOneName() {
    List<String> found = new ArrayList<>();
    Stream.of(spokenInDocumentation(), pages(), messages())
        .forEach(texts -> texts.forEach((file, text) -> look(file, text, GLOSSARY, found)));
    assertEquals(List.of(), found);
  }

  @Test
  void commentsAreWrittenInPlainWords() {
    List<String> found = new ArrayList<>();
    texts(files(Path.of("src/main/java"), ".java"), WordsTest::comments)
        .forEach((code, text) -> look(code, text, IN_COMMENTS, found));
    assertEquals(List.of(), found);
  }

  @Test
  void namesOfTestsAreWrittenInPlainWords() throws IOException {
    List<String> found = new ArrayList<>();
    for (Path code : files(Path.of("src/test/java"), ".java")) {
      groups(TEST_NAME, Files.readString(code))
          .filter(name -> HARD_NAME.matcher(name).find())
          .forEach(name -> found.add(code.getFileName() + ": " + name));
    }
    assertEquals(List.of(), found, "say anInvalidNameIsRejected, not whatIsNoNameIsRefused");
  }

  @Test
  void linesOfTheDocumentationAreShort() throws IOException {
    List<String> found = new ArrayList<>();
    for (Path page : documentation()) {
      Files.readString(page)
          .lines()
          .filter(line -> line.length() > LINE && !line.startsWith("|"))
          .forEach(line -> found.add("%s: %s…".formatted(page, line.substring(0, 60))));
    }
    assertEquals(List.of(), found, "at most " + LINE + " characters");
  }

  @Test
  void headingsAreInSentenceCase() throws IOException {
    List<String> found = new ArrayList<>();
    for (Path page : documentation()) {
      for (String heading : headings(page)) {
        capitals(heading).forEach(word -> found.add("%s: %s: %s".formatted(page, heading, word)));
      }
    }
    assertEquals(List.of(), found);
  }

  @Test
  void aRuleFindsWhatItForbidsAndNothingElse() {
    List<String> found = new ArrayList<>();
    String prose = spoken("Whoever asks\n```sh\nwhoever\n```\n<!-- asked\nwhoever -->\n`whoever`");
    look(Path.of("a"), prose, IN_PROSE, found);
    assertEquals(List.of("a: \"whoever\", rather: the caller, everyone who"), found);
    assertEquals(List.of("Rooms", "Key"), capitals("The Rooms of PostgreSQL: An `API` Key"));
    String code = "/// Made anew.\nString url = \"https://anew\"; // for ever\n";
    assertEquals("/// Made anew.\n// for ever\n", comments(code));
    assertTrue(HARD_NAME.matcher("whatIsNoNameIsRefused").find());
    assertFalse(HARD_NAME.matcher("aNewNameIsShown").find());
  }

  @Test
  void headingsMakeSenseInATableOfContents() throws IOException {
    List<String> found = new ArrayList<>();
    for (Path page : documentation()) {
      headings(page).stream()
          .filter(heading -> HEADINGS.contains(heading.toLowerCase(Locale.ROOT)))
          .forEach(heading -> found.add(page + ": " + heading));
    }
    assertEquals(List.of(), found);
  }

  /// Decisions tell what was said before, and keep their words.
  static List<Path> documentation() {
    return Stream.concat(
            ABOVE.stream(),
            files(Path.of("docs"), ".md").stream()
                .filter(page -> !page.startsWith("docs/decisions")))
        .toList();
  }

  private static List<String> headings(Path page) throws IOException {
    return groups(HEADING, Files.readString(page)).map(String::strip).toList();
  }

  private static Stream<String> groups(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(found -> found.group(1));
  }

  @Test
  void aPhraseIsFoundInMarkupAndInStringsButNotInComments() {
    List<String> found = new ArrayList<>();
    look(Path.of("a"), "<p>Small letters only</p>", INSTEAD, found);
    look(Path.of("b"), literals(JS_STRING, "say(`It is away: ${x}`)"), INSTEAD, found);
    String commented = "/* open a room */\n// small letters\ncall(\"fine\");";
    look(Path.of("c"), literals(STRING, commented), INSTEAD, found);
    assertEquals(2, found.size(), found.toString());
    assertTrue(found.getFirst().contains("lower-case letters"), found.toString());
  }

  /// What the pages of the application say.
  private static Map<Path, String> pages() {
    return texts(
        files(Path.of("src/main/webapp"), ".xhtml", ".html"),
        page -> MARKUP_COMMENT.matcher(page).replaceAll(""));
  }

  /// What the server says.
  private static Map<Path, String> messages() {
    return texts(files(Path.of("src/main/java"), ".java"), code -> literals(STRING, code));
  }

  /// What the documentation says: without code, and without what people ask.
  private static Map<Path, String> spokenInDocumentation() {
    Map<Path, String> prose = texts(documentation(), WordsTest::spoken);
    prose.put(MEASURED, spoken(read(MEASURED).replaceAll("(?m)^\\|.*$", "")));
    return prose;
  }

  /// What these files say, in the order of their names.
  private static Map<Path, String> texts(List<Path> files, UnaryOperator<String> said) {
    Map<Path, String> texts = new TreeMap<>();
    files.forEach(file -> texts.put(file, said.apply(read(file))));
    return texts;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
  }

  private static String spoken(String markdown) {
    String text = MARKUP_COMMENT.matcher(markdown).replaceAll("");
    text = FENCED.matcher(text).replaceAll("");
    return CODE_SPAN.matcher(text).replaceAll("");
  }

  /// A block of comment lines is one text, so that a phrase may go over two lines.
  private static String comments(String code) {
    return lines(COMMENT_LINE.matcher(code));
  }

  /// The words of a heading that begin with a capital letter, but for the first one, the first
  /// after a colon, names and abbreviations.
  private static List<String> capitals(String heading) {
    List<String> found = new ArrayList<>();
    SENTENCE_END
        .splitAsStream(CODE_SPAN.matcher(heading).replaceAll(""))
        .flatMap(part -> WORD_END.splitAsStream(part.strip()).skip(1))
        .filter(word -> CAPITAL.matcher(word).matches())
        .filter(word -> !PROPER_NAMES.contains(word.replaceAll("'s$", "")))
        .forEach(found::add);
    return found;
  }

  private static void look(
      Path file, String text, Map<String, String> phrases, List<String> found) {
    String lower = text.toLowerCase(Locale.ROOT).replaceAll("\\s+(?:/// ?)?", " ");
    phrases.forEach((phrase, instead) -> {
      if (Pattern.compile("(?<![\\p{L}_:-])" + Pattern.quote(phrase) + "(?![\\p{L}_-])")
          .matcher(lower)
          .find()) {
        found.add("%s: \"%s\", rather: %s".formatted(file, phrase, instead));
      }
    });
  }

  /// The strings of some code, without its comments.
  private static String literals(Pattern string, String code) {
    return lines(string.matcher(COMMENT.matcher(code).replaceAll("")));
  }

  private static String lines(Matcher matches) {
    StringBuilder all = new StringBuilder();
    matches.results().forEach(match -> all.append(match.group().strip()).append('\n'));
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
