package io.parley.archive;

import io.parley.event.ConversationId;
import io.parley.event.Event;
import io.parley.event.LogEntry;
import io.parley.event.Position;
import io.parley.live.LogOf;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/// How fast a batch is archived, and a page of a long history read, over a real PostgreSQL.
///
/// Prints messages per second and milliseconds per page, as rows of a table. Arguments: messages
/// (1,000,000), rooms (100).
final class ArchiveBench {
  private static final int BATCH = 500;
  private static final int PAGE = 50;
  private static final int READS = 2_000;
  private static final String TEXT = "The quick brown fox jumps over the lazy dog. ".repeat(4);

  private ArchiveBench() {}

  public static void main(String[] arguments) {
    int messages = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
    int rooms = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 100;
    Path directory = Path.of("target", "archive-bench");
    try (ArchiveDatabase database = ArchiveDatabase.start(directory)) {
      List<ConversationId> ids =
          IntStream.range(0, rooms)
              .mapToObj(i -> database.openRoom("bench-" + System.nanoTime() + "-" + i))
              .toList();
      String epoch = "bench" + System.nanoTime();
      System.out.println("| Archive | Measured |\n|---|---|");
      write(database, ids, epoch, messages);
      read(database, ids, epoch, messages);
    }
  }

  private static void write(
      ArchiveDatabase database, List<ConversationId> rooms, String epoch, int messages) {
    LogOf[] logs = rooms.stream().map(room -> new LogOf(room, epoch, 0, 0)).toArray(LogOf[]::new);
    long spent = 0;
    for (int done = 0; done < messages; done += BATCH) {
      List<LogEntry<? extends Event.Durable>> batch = new ArrayList<>(BATCH);
      for (int i = 0; i < BATCH; i++) {
        batch.add(logs[(done + i) % logs.length].posted(TEXT));
      }
      long began = System.nanoTime();
      database.archive(store -> {
        store.archive(batch);
        return batch;
      });
      spent += System.nanoTime() - began;
    }
    double seconds = Duration.ofNanos(spent).toMillis() / 1000.0;
    System.out.printf(
        "| %,d messages of %d words, in batches of %d | %,.0f/s |%n",
        messages, TEXT.split(" ").length, BATCH, messages / seconds);
  }

  private static void read(
      ArchiveDatabase database, List<ConversationId> rooms, String epoch, int messages) {
    Random random = new Random(42);
    long[] took = new long[READS];
    for (int i = 0; i < READS; i++) {
      ConversationId room = rooms.get(random.nextInt(rooms.size()));
      Position before = new Position(epoch, random.nextInt(messages / rooms.size()) + 1L);
      long began = System.nanoTime();
      database.messages(store -> store.before(room, 0, before, PAGE));
      took[i] = System.nanoTime() - began;
    }
    Arrays.sort(took);
    System.out.printf(
        "| A page of %d from anywhere in them | p50 %.2f ms, p95 %.2f ms, p99 %.2f ms |%n",
        PAGE,
        millis(took[READS / 2]),
        millis(took[READS * 95 / 100]),
        millis(took[READS * 99 / 100]));
  }

  private static double millis(long nanos) {
    return nanos / (double) TimeUnit.MILLISECONDS.toNanos(1);
  }
}
