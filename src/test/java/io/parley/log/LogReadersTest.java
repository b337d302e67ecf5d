package io.parley.log;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.parley.event.LogEntry;
import io.parley.event.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LogReadersTest {
  private static final LogEntry<?> ENTRY =
      new LogEntry<>(
          Events.CONVERSATION, Events.posted("hello"), 0, new Position("epoch", 1), Events.AT);

  private final List<String> seen = new ArrayList<>();
  private final List<LogReader> all = new ArrayList<>();
  private final LogReaders readers = new LogReaders(all);

  @Test
  void readersSeeAnEventInTheOrderOfTheirPhases() {
    all.add(reader("reaction", LogReader.Phase.REACTION));
    all.add(reader("state", LogReader.Phase.STATE));
    all.add(reader("index", LogReader.Phase.LOOKUP));

    assertEquals(Optional.empty(), readers.show(ENTRY));
    assertEquals(List.of("index", "state", "reaction"), seen);
  }

  @Test
  void aReaderThatNamesNoPhaseFollowsTheState() {
    assertEquals(LogReader.Phase.STATE, ((LogReader) entry -> {}).phase());
  }

  @Test
  void aReaderThatFailsKeepsNothingFromTheOthers() {
    var first = new IllegalStateException("first");
    var second = new IllegalArgumentException("second");
    all.add(failing(first));
    all.add(reader("between", LogReader.Phase.STATE));
    all.add(failing(second));
    all.add(reader("last", LogReader.Phase.REACTION));

    assertSame(first, readers.show(ENTRY).orElseThrow());
    assertArrayEquals(new Throwable[] {second}, first.getSuppressed());
    assertEquals(List.of("between", "last"), seen);
  }

  private LogReader reader(String name, LogReader.Phase phase) {
    return new LogReader() {
      @Override
      public void read(LogEntry<?> entry) {
        seen.add(name);
      }

      @Override
      public Phase phase() {
        return phase;
      }
    };
  }

  private static LogReader failing(RuntimeException failure) {
    return entry -> {
      throw failure;
    };
  }
}
