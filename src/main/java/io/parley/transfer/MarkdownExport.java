package io.parley.transfer;

import io.parley.conversation.Conversation;
import io.parley.conversation.Message;
import io.parley.event.Event;
import io.parley.event.FinishReason;
import io.parley.event.MessageId;
import io.parley.history.HistoryReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Writes what a reader of a conversation sees as Markdown: a room as it went, of a private
/// conversation one branch.
final class MarkdownExport {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final Pattern SPECIAL = Pattern.compile("[\\\\`*_\\[\\]<>#&|~]");

  /// CommonMark 0.31, section 4.5: three or more of one of the two, behind at most three blanks.
  private static final Pattern FENCE = Pattern.compile(" {0,3}(`{3,}|~{3,})(.*)");

  private final Conversation conversation;
  private final Optional<MessageId> last;

  /// @param last the message that it ends with; otherwise the newest
  MarkdownExport(Conversation conversation, Optional<MessageId> last) {
    this.conversation = conversation;
    this.last = last;
  }

  void write(HistoryReader.Reading reading, Instant now, OutputStream out) throws IOException {
    Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    writer.write("# " + plain(ExportFile.title(conversation)) + "\n\n");
    writer.write("*Exported from Parley, " + TIME.format(now) + "*\n");
    if (conversation.kind() == Conversation.Kind.ROOM) {
      writeRoom(reading, writer);
    } else {
      Set<MessageId> path = new HashSet<>(Forks.path(conversation, reading, last, _ -> {}));
      reading.forEach(message -> {
        if (path.contains(message.id())) {
          write(message, writer);
        }
      });
    }
    writer.flush();
  }

  private void writeRoom(HistoryReader.Reading reading, Writer writer) throws IOException {
    boolean[] ended = {false};
    reading.forEach(message -> {
      if (!ended[0]) {
        write(message, writer);
      }
      ended[0] |= last.filter(message.id()::equals).isPresent();
    });
  }

  private static void write(Message message, Writer out) throws IOException {
    out.write("\n## " + plain(message.model().orElse(message.author().name())));
    out.write(" · " + TIME.format(message.createdAt()));
    if (message.imported()) {
      out.write(" · imported");
    }
    switch (message.status()) {
      case POSTED, FINISHED -> {}
      case STREAMING -> out.write(" · in progress");
      case STOPPED -> out.write(" · stopped");
      case FAILED -> out.write(" · failed");
    }
    out.write("\n\n");
    if (message.thinking().isPresent()) {
      out.write("<details>\n<summary>Thinking</summary>\n\n");
      out.write(markdown(message.thinking().get()) + "\n\n</details>\n\n");
    }
    String content =
        message.role() == Message.Role.USER
            ? HarmlessMarkdown.of(TypedMarkdown.of(message.content()))
            : markdown(message.content());
    out.write(content + "\n");
    writeEnd(message, out);
    writeSources(message, out);
  }

  private static void writeEnd(Message message, Writer out) throws IOException {
    Optional<String> end = message.finishReason().flatMap(MarkdownExport::words);
    if (end.isPresent()) {
      out.write("\n> " + end.get() + "\n");
    }
    if (message.refusal().isPresent()) {
      out.write("\n> " + plain(message.refusal().get()) + "\n");
    }
    if (message.error().isPresent()) {
      out.write("\n> " + plain(message.error().get().detail()) + "\n");
    }
  }

  private static void writeSources(Message message, Writer out) throws IOException {
    if (message.citations().isEmpty()) {
      return;
    }
    out.write("\nSources:\n\n");
    for (Event.Citation citation : message.citations()) {
      out.write("* " + plain("[" + citation.marker() + "] "));
      String url = citation.url().toString();
      out.write(
          HarmlessMarkdown.isDangerous(url)
              ? plain(citation.title()) + "\n"
              : "[" + plain(citation.title()) + "](<" + url + ">)\n");
    }
  }

  private static String markdown(String text) {
    return HarmlessMarkdown.of(closed(text).strip());
  }

  /// What an end means for who reads the text; nothing where it is whole, or the error tells.
  private static Optional<String> words(FinishReason reason) {
    return switch (reason) {
      case STOP, ERROR -> Optional.empty();
      case LENGTH -> Optional.of("The reply was cut off at its length limit.");
      case CONTENT_FILTER -> Optional.of("The provider's content filter removed the rest.");
      case REFUSAL -> Optional.of("The model declined to reply.");
      case TOOL_CALLS -> Optional.of("The model requested a tool that is not available here.");
    };
  }

  /// A reply that was cut off within a code block must not take the next message into it.
  static String closed(String markdown) {
    String open = "";
    for (String line : (Iterable<String>) markdown.lines()::iterator) {
      Matcher fence = FENCE.matcher(line);
      if (!fence.matches()) {
        continue;
      }
      String mark = fence.group(1);
      if (open.isEmpty()) {
        // a line such as ```x``` is text
        open = mark.startsWith("`") && fence.group(2).indexOf('`') >= 0 ? "" : mark;
      } else if (mark.startsWith(open) && fence.group(2).isBlank()) {
        open = "";
      }
    }
    return open.isEmpty() ? markdown : markdown + "\n" + open;
  }

  private static String plain(String text) {
    return SPECIAL.matcher(text.replaceAll("\\s+", " ")).replaceAll("\\\\$0");
  }
}
