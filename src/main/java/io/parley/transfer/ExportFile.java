package io.parley.transfer;

import io.parley.conversation.Conversation;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/// The forms in which a conversation can be taken home.
enum ExportFile {
  MARKDOWN("text/markdown; charset=utf-8", "md"),
  JSON("application/json", "json");

  private static final String NO_TITLE = "conversation";
  private static final int MAX_NAME = 80;
  private static final int ID_DIGITS = 12;

  private final String mediaType;
  private final String extension;

  ExportFile(String mediaType, String extension) {
    this.mediaType = mediaType;
    this.extension = extension;
  }

  static Optional<ExportFile> of(String format) {
    return switch (format) {
      case "markdown" -> Optional.of(MARKDOWN);
      case "json" -> Optional.of(JSON);
      default -> Optional.empty();
    };
  }

  String mediaType() {
    return mediaType;
  }

  static String title(Conversation conversation) {
    return conversation
        .title()
        .or(() -> conversation.name().map(name -> "#" + name))
        .orElse("Conversation");
  }

  /// A `Content-Disposition` by which every browser saves it under a harmless name: plain letters
  /// for old ones, the title's own for the others (RFC 6266, RFC 8187).
  String disposition(Conversation conversation) {
    String title = title(conversation);
    return "attachment; filename=\"%s.%s\"; filename*=UTF-8''%s.%s"
        .formatted(
            plain(title),
            extension,
            URLEncoder.encode(harmless(title), StandardCharsets.UTF_8).replace("+", "%20"),
            extension);
  }

  /// By which it is found in a zip with many: its title in plain letters, and the end of its id.
  static String entryName(Conversation conversation) {
    String id = conversation.id().toString();
    return plain(title(conversation)) + "-" + id.substring(id.length() - ID_DIGITS);
  }

  private static String plain(String title) {
    String letters =
        Normalizer.normalize(title, Normalizer.Form.NFKD)
            .replaceAll("\\p{M}", "")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "-");
    return named(clipped(letters).replaceAll("^-|-$", ""));
  }

  /// Without what separates directories, what Windows refuses and what begins a hidden file.
  private static String harmless(String title) {
    String clean =
        title
            .replaceAll("[\\p{Cntrl}\\p{Cf}/\\\\:*?\"<>|]+", " ")
            .replaceAll("\\s+", " ")
            .replaceAll("^[ .~-]+|[ .]+$", "");
    return named(clipped(clean).strip());
  }

  private static String clipped(String text) {
    return text.codePoints()
        .limit(MAX_NAME)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static String named(String name) {
    return name.isEmpty() ? NO_TITLE : name;
  }
}
