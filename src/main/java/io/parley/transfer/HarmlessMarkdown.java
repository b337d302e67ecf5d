package io.parley.transfer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Image;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.LinkReferenceDefinition;
import org.commonmark.node.Node;
import org.commonmark.node.SourceSpan;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/// Somebody's Markdown, safe for whoever renders it with any program: outside code there is no raw
/// HTML, and no link or picture whose address could run a script or read a file. What is not
/// dangerous stays as it is, character by character.
///
/// The text is parsed again after each change, because a link that has become text can turn what is
/// around it into another link. It is read both with and without tables, in which a `|` ends code.
final class HarmlessMarkdown {
  private static final List<Parser> PARSERS =
      List.of(parser(List.of()), parser(List.of(TablesExtension.create())));
  private static final int MAX_ROUNDS = 20;

  private static final Set<String> SCHEMES = Set.of("http", "https", "mailto", "tel");
  private static final Set<String> DANGEROUS = Set.of("javascript", "vbscript", "data", "file");
  private static final Pattern TAG = Pattern.compile("<(?=[A-Za-z/!?])");

  /// An address of the web in angle brackets is a link, or the destination of one.
  private static final Pattern WEB = Pattern.compile("<(?:https?://|mailto:)[^\\s<>]*>");

  private static final Pattern BACKTICKS = Pattern.compile("`+");

  private HarmlessMarkdown() {}

  private static Parser parser(List<org.commonmark.Extension> extensions) {
    return Parser.builder()
        .extensions(extensions)
        .includeSourceSpans(IncludeSourceSpans.BLOCKS_AND_INLINES)
        .maxOpenBlockParsers(100)
        .build();
  }

  static String of(String markdown) {
    String text = markdown;
    for (int round = 0; round < MAX_ROUNDS; round++) {
      String before = text;
      for (Parser parser : PARSERS) {
        text = changed(text, parser);
      }
      if (text.equals(before)) {
        return text;
      }
    }
    return asCode(markdown);
  }

  private static String changed(String text, Parser parser) {
    BitSet code = new BitSet(text.length());
    NavigableMap<Integer, String> insertions = new TreeMap<>();
    for (Node node : nodes(parser.parse(text))) {
      switch (node) {
        case Code inline -> mark(inline, code);
        case FencedCodeBlock block -> mark(block, code);
        case IndentedCodeBlock block -> mark(block, code);
        case Link link when isDangerous(link.getDestination()) -> escape(link, text, insertions);
        case Image image when isDangerous(image.getDestination()) ->
            escape(image, text, insertions);
        case LinkReferenceDefinition definition when isDangerous(definition.getDestination()) ->
            escape(definition, text, insertions);
        default -> {}
      }
    }
    StringBuilder harmless = new StringBuilder(text.length() + 16);
    Matcher tag = TAG.matcher(text);
    int from = 0;
    while (tag.find()) {
      int at = tag.start();
      if (!code.get(at) && !isEscaped(text, at) && !isWeb(text, at)) {
        append(harmless, text, from, at, insertions);
        harmless.append("&lt;");
        from = at + 1;
      }
    }
    append(harmless, text, from, text.length(), insertions);
    return harmless.toString();
  }

  /// Without recursion: nesting has no limit.
  private static List<Node> nodes(Node root) {
    List<Node> nodes = new ArrayList<>();
    Deque<Node> waiting = new ArrayDeque<>(List.of(root));
    while (!waiting.isEmpty()) {
      Node node = waiting.pop();
      nodes.add(node);
      for (Node child = node.getFirstChild(); child != null; child = child.getNext()) {
        waiting.push(child);
      }
    }
    return nodes;
  }

  private static void mark(Node node, BitSet code) {
    for (SourceSpan span : node.getSourceSpans()) {
      code.set(span.getInputIndex(), span.getInputIndex() + span.getLength());
    }
  }

  /// A backslash before the bracket with which it begins.
  private static void escape(Node node, String text, NavigableMap<Integer, String> insertions) {
    int bracket = text.indexOf('[', node.getSourceSpans().getFirst().getInputIndex());
    if (bracket >= 0) {
      insertions.put(bracket, "\\");
    }
  }

  private static void append(
      StringBuilder to,
      String text,
      int from,
      int until,
      NavigableMap<Integer, String> insertions) {
    int at = from;
    for (var insertion : insertions.subMap(from, true, until, false).entrySet()) {
      to.append(text, at, insertion.getKey()).append(insertion.getValue());
      at = insertion.getKey();
    }
    to.append(text, at, until);
  }

  private static boolean isEscaped(String text, int at) {
    int backslashes = 0;
    while (at - backslashes > 0 && text.charAt(at - backslashes - 1) == '\\') {
      backslashes++;
    }
    return backslashes % 2 == 1;
  }

  private static boolean isWeb(String text, int at) {
    return WEB.matcher(text).region(at, text.length()).lookingAt();
  }

  /// Browsers leave out blanks and control characters within a scheme.
  static boolean isDangerous(String destination) {
    String address = destination.replaceAll("[\\s\\p{Cntrl}\\p{Cf}]+", "").toLowerCase(Locale.ROOT);
    int colon = address.indexOf(':');
    if (colon < 0) {
      return false;
    }
    String scheme = address.substring(0, colon);
    return scheme.matches("[a-z][a-z0-9+.-]*")
        ? !SCHEMES.contains(scheme)
        : DANGEROUS.contains(scheme.replaceAll("[^a-z]+", ""));
  }

  /// For what cannot be made harmless otherwise.
  private static String asCode(String markdown) {
    int longest =
        BACKTICKS.matcher(markdown).results().mapToInt(run -> run.group().length()).max().orElse(0);
    String fence = "`".repeat(Math.max(3, longest + 1));
    return fence + "\n" + markdown + "\n" + fence;
  }
}
