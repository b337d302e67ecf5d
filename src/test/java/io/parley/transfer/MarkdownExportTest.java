package io.parley.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.parley.conversation.Conversation;
import io.parley.conversation.Message;
import io.parley.conversation.Transcript;
import io.parley.event.Event;
import io.parley.event.FinishReason;
import io.parley.event.ReplyId;
import io.parley.history.HistoryReader;
import io.parley.history.PagedHistory;
import io.parley.live.LogOf;
import io.parley.platform.Ids;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MarkdownExportTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "no code",
        "```java\nint i;\n```",
        "~~~\n```\n~~~",
        "````\n```\n````\nafter",
        "inline ```x``` only",
        "```x``` at the beginning",
        "    ```\nindented"
      })
  void whatIsWholeStaysAsItIs(String markdown) {
    assertEquals(markdown, MarkdownExport.closed(markdown));
  }

  @ParameterizedTest
  @CsvSource({
    "'```java\nint i;',```",
    "'````\n```',````",
    "'~~~\ncode\n```',~~~",
    "'```\na\n```\n```',```"
  })
  void aCodeBlockThatWasCutOffIsClosed(String markdown, String fence) {
    assertEquals(markdown + "\n" + fence, MarkdownExport.closed(markdown));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "FINISHED|STOP|||",
        "FINISHED|LENGTH|||> The reply was cut off at its length limit.",
        "FINISHED|CONTENT_FILTER|||> The provider's content filter removed the rest.",
        "FINISHED|TOOL_CALLS|||> The model requested a tool that is not available here.",
        "FINISHED|REFUSAL|||> The model declined to reply.",
        "FINISHED|REFUSAL|I *can't*.||> The model declined to reply.~> I \\*can't\\*.",
        "FAILED|ERROR||The provider failed.|> The provider failed.",
        "FAILED|LENGTH||It broke off.|> The reply was cut off at its length limit.~> It broke off."
      })
  void anExportSaysWhyAReplyEnded(
      Event.ReplyStatus status, FinishReason reason, String refusal, String error, String words)
      throws IOException {
    Conversation conversation = ExportFileTest.titled("Tea");
    LogOf log = new LogOf(conversation.id(), "e", 1);
    var question = log.posted("Why?");
    ReplyId reply = new ReplyId(Ids.next());
    var started = log.started(reply, question.event().messageId(), 1);
    var finished =
        new Event.ReplyFinished(
            reply,
            question.event().messageId(),
            "demo/guide",
            1,
            status,
            "Half an answer",
            Optional.empty(),
            Optional.of(reason),
            Optional.ofNullable(refusal),
            Optional.empty(),
            List.of(),
            Optional.ofNullable(error).map(detail -> new Event.ReplyError("broken", detail)),
            Optional.empty(),
            log.at());
    String text =
        exported(
            conversation,
            Transcript.posted(question, question.event()),
            Transcript.finished(Transcript.started(started, started.event()), finished));
    String end = words == null ? "" : "\n" + words.replace("~", "\n\n") + "\n";
    assertEquals("Half an answer\n" + end, text.substring(text.indexOf("Half")));
  }

  private static String exported(Conversation conversation, Message... messages)
      throws IOException {
    PagedHistory history = new PagedHistory();
    history.said.addAll(List.of(messages));
    HistoryReader reader = history.reader();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new MarkdownExport(conversation, Optional.empty())
        .write(reader.of(conversation.id()), LogOf.START, out);
    return out.toString(StandardCharsets.UTF_8);
  }
}
