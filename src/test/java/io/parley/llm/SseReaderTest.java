package io.parley.llm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.parley.llm.SseReader.Event;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SseReaderTest {
  private static final AnswerMemory MEMORY = new AnswerMemory(1_000_000, 2_000_000);

  @Test
  void anEventEndsWithAnEmptyLine() throws IOException {
    assertEquals(
        List.of(new Event("", "one"), new Event("", "two")), read("data: one\n\ndata: two\n\n"));
  }

  @Test
  void anyLineEndingWillDo() throws IOException {
    assertEquals(
        List.of(new Event("", "one"), new Event("", "two"), new Event("", "three")),
        read("data: one\r\n\r\ndata: two\r\rdata: three\n\r\n"));
  }

  @Test
  void commentsAndUnknownFieldsAreSkipped() throws IOException {
    assertEquals(
        List.of(new Event("error", "x")),
        read(": keep-alive\n\nid: 7\nretry: 10\nevent: error\nnonsense\ndata: x\n\n: bye\n\n"));
  }

  @Test
  void severalDataLinesAreOneText() throws IOException {
    assertEquals(List.of(new Event("", "a\n b\n")), read("data:a\ndata:  b\ndata\n\n"));
  }

  @Test
  void aNameHoldsForItsOwnEventOnly() throws IOException {
    assertEquals(List.of(new Event("", "x")), read("event: forgotten\n\ndata: x\n\n"));
  }

  @Test
  void aByteOrderMarkIsDropped() throws IOException {
    assertEquals(List.of(new Event("", "x")), read("\uFEFFdata: x\n\n"));
  }

  @Test
  void anEventThatTheEndCutsOffIsNone() throws IOException {
    assertEquals(List.of(new Event("", "x")), read("data: x\n\ndata: {\"half\":\n"));
  }

  @Test
  void doneIsDoneWithoutAnEmptyLine() throws IOException {
    assertEquals(List.of(new Event("", "[DONE]")), read("data: [DONE]"));
  }

  @Test
  void anEndlessLineIsRefused() {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 'x';
          }
        };
    assertThrows(AnswerMemory.NoRoom.class, () -> new SseReader(endless, MEMORY.hold()).next());
  }

  @Test
  void theLimitIsWhatItSaysWhateverItsSize() throws IOException {
    AnswerMemory odd = new AnswerMemory(1_500_000, 2_000_000);
    String data = "x".repeat(1_400_000);
    assertEquals(data, reader("data: " + data + "\n\n", odd).next().orElseThrow().data());
  }

  @Test
  void anEventTooLargeForAnyIsRefusedWhateverItIsMadeOf() {
    String line = "data: " + "x".repeat(90_000) + "\n";
    AnswerMemory.NoRoom refused =
        assertThrows(AnswerMemory.NoRoom.class, () -> read(line.repeat(12) + "\n"));
    assertEquals(FailureCode.ANSWER_TOO_LARGE, refused.code());
  }

  @Test
  void largeEventsShareTheirMemoryAndGiveItBackWithTheNextOne() throws IOException {
    AnswerMemory memory = new AnswerMemory(1_000_000, 600_000);
    String stream = "data: " + "x".repeat(400_000) + "\n\ndata: y\n\n";
    SseReader first = reader(stream, memory);
    SseReader second = reader(stream, memory);
    assertEquals(400_000, first.next().orElseThrow().data().length());
    AnswerMemory.NoRoom refused = assertThrows(AnswerMemory.NoRoom.class, second::next);
    assertEquals(FailureCode.RATE_LIMITED, refused.code());
    assertEquals("y", first.next().orElseThrow().data());
    assertEquals(400_000, reader(stream, memory).next().orElseThrow().data().length());
  }

  private static SseReader reader(String text, AnswerMemory memory) {
    return new SseReader(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), memory.hold());
  }

  private static List<Event> read(String text) throws IOException {
    SseReader reader = reader(text, MEMORY);
    List<Event> events = new ArrayList<>();
    for (Optional<Event> next = reader.next(); next.isPresent(); next = reader.next()) {
      events.add(next.get());
    }
    return events;
  }
}
