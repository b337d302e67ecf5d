package io.parley.search;

import io.parley.archive.ArchiveDatabase;
import io.parley.conversation.Message;
import io.parley.conversation.MessagePlace;
import io.parley.event.ConversationId;
import io.parley.event.Event;
import io.parley.event.LogEntry;
import io.parley.live.LogOf;
import io.parley.participant.ParticipantId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// How long a search takes in a large archive, from the question to the page with its snippets,
/// over a real PostgreSQL as the default run starts it.
///
/// The words are made up and as common as words are (the r-th has a share of 1/r); half the
/// messages have 5 to 20 words, half 50 to 250; four in five are in 100 rooms, the others in 5,000
/// private conversations of 1,000 people. Prints p50 and p95 for each kind of query. Argument:
/// messages (1,000,000); what an earlier run has archived in `target/search-bench` is kept and
/// counts.
final class SearchBench {
  private static final int BATCH = 500;
  private static final int SEARCHES = 400;
  private static final int WARM_UP = 100;
  private static final int PAGE = 50;
  private static final int ROOMS = 100;
  private static final int PEOPLE = 1_000;
  private static final int PRIVATE = 5_000;

  private final ArchiveDatabase database;
  private final Vocabulary words = new Vocabulary(50_000);
  private final List<ParticipantId> people;
  private final Random random = new Random(42);

  private SearchBench(ArchiveDatabase database) {
    this.database = database;
    this.people =
        IntStream.range(0, PEOPLE)
            .mapToObj(i -> new ParticipantId(new UUID(0x7000, 0x8000_0000_0000_0000L + i)))
            .toList();
  }

  public static void main(String[] arguments) {
    int messages = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
    try (ArchiveDatabase database = ArchiveDatabase.start(Path.of("target", "search-bench"))) {
      SearchBench bench = new SearchBench(database);
      bench.archive(messages - bench.archived());
      bench.measure();
    }
  }

  private int archived() {
    SearchQuery anything = SearchQuery.parse("anything");
    return (int)
            SearchDatabase.search(
                    database,
                    store -> store.find(anything, Optional.empty(), SearchStore.Range.ALL))
                .before()
        - 1;
  }

  private void archive(int messages) {
    if (messages <= 0) {
      return;
    }
    String epoch = "bench" + System.nanoTime();
    List<LogOf> rooms =
        logs(epoch, 0, ROOMS, i -> database.openRoom("bench-" + System.nanoTime() + i));
    List<LogOf> diaries =
        logs(epoch, 1, PRIVATE, i -> database.openPrivate(people.get(i % PEOPLE)));
    long began = System.nanoTime();
    for (int done = 0; done < messages; done += BATCH) {
      List<LogEntry<? extends Event.Durable>> batch = new ArrayList<>(BATCH);
      for (int i = 0; i < BATCH; i++) {
        List<LogOf> place = random.nextInt(5) < 4 ? rooms : diaries;
        int length = i % 2 == 0 ? 5 + random.nextInt(15) : 50 + random.nextInt(200);
        batch.add(place.get(random.nextInt(place.size())).posted(words.text(length, random)));
      }
      database.archive(store -> {
        store.archive(batch);
        return batch;
      });
    }
    double seconds = millis(System.nanoTime() - began) / 1000;
    System.out.printf(
        "Archived %,d messages of 81 words on average: %,.0f/s%n%n", messages, messages / seconds);
    database.vacuum();
  }

  private static List<LogOf> logs(
      String epoch, int partition, int count, IntFunction<ConversationId> open) {
    return IntStream.range(0, count)
        .mapToObj(i -> new LogOf(open.apply(i), epoch, partition, i * 10_000_000L))
        .toList();
  }

  private void measure() {
    Map<String, Supplier<String>> kinds = new TreeMap<>();
    kinds.put("1 common word", () -> words.ranked(1, 30, random) + " ");
    kinds.put("2 less common word", () -> words.ranked(100, 1_000, random) + " ");
    kinds.put("3 rare word", () -> words.ranked(20_000, 50_000, random) + " ");
    kinds.put(
        "4 two common words",
        () -> words.ranked(1, 30, random) + " " + words.ranked(1, 30, random) + " ");
    kinds.put(
        "5 a common and a rare word",
        () -> words.ranked(1, 30, random) + " " + words.ranked(5_000, 50_000, random) + " ");
    kinds.put(
        "6 a phrase",
        () -> "\"" + words.ranked(1, 300, random) + " " + words.ranked(1, 300, random) + "\"");
    kinds.put("7 beginning, one letter", () -> words.ranked(1, 50_000, random).substring(0, 1));
    kinds.put("8 beginning, three letters", () -> words.beginning(3, random));
    kinds.put("9 no hit", () -> "qx" + random.nextInt(1_000_000) + " ");
    System.out.println("| Search | p50 | p95 | most | hits |\n|---|---|---|---|---|");
    kinds.forEach(this::measure);
  }

  private void measure(String kind, Supplier<String> query) {
    long[] took = new long[SEARCHES];
    long hits = 0;
    for (int i = -WARM_UP; i < SEARCHES; i++) {
      String text = query.get();
      Optional<ParticipantId> reader = Optional.of(people.get(random.nextInt(PEOPLE)));
      long began = System.nanoTime();
      int found = search(text, reader);
      if (i >= 0) {
        took[i] = System.nanoTime() - began;
        hits += found;
      }
    }
    Arrays.sort(took);
    System.out.printf(
        "| %s | %.1f ms | %.1f ms | %.1f ms | %.1f |%n",
        kind,
        millis(took[SEARCHES / 2]),
        millis(took[SEARCHES * 95 / 100]),
        millis(took[SEARCHES - 1]),
        hits / (double) SEARCHES);
  }

  /// As [Search] does it.
  private int search(String text, Optional<ParticipantId> reader) {
    SearchQuery query = SearchQuery.parse(text);
    SearchStore.Block block =
        SearchDatabase.search(database, store -> store.find(query, reader, SearchStore.Range.ALL));
    List<MessagePlace> page =
        block.hits().stream().limit(PAGE).map(SearchStore.Hit::place).toList();
    List<Message> messages = database.messages(store -> store.find(page));
    messages.forEach(message -> Excerpt.of(message.content(), query));
    return block.hits().size();
  }

  private static double millis(long nanos) {
    return nanos / (double) TimeUnit.MILLISECONDS.toNanos(1);
  }

  /// Made-up words, the common ones shorter.
  private static final class Vocabulary {
    private static final String CONSONANTS = "bcdfghjklmnprstvz";
    private static final String VOWELS = "aeiou";

    private final List<String> byRank;

    private Vocabulary(int size) {
      Random letters = new Random(7);
      List<String> made = new ArrayList<>();
      Set<String> seen = new HashSet<>();
      while (made.size() < size) {
        int syllables =
            1 + (made.size() > 30 ? 1 : 0) + (made.size() > 2_000 ? 1 : 0) + letters.nextInt(2);
        String word =
            IntStream.range(0, syllables)
                .mapToObj(_ -> letter(CONSONANTS, letters) + letter(VOWELS, letters))
                .collect(Collectors.joining());
        if (seen.add(word)) {
          made.add(word);
        }
      }
      byRank = List.copyOf(made);
    }

    private static String letter(String of, Random random) {
      return String.valueOf(of.charAt(random.nextInt(of.length())));
    }

    private String text(int length, Random random) {
      return IntStream.range(0, length)
          .mapToObj(i -> zipf(random) + (i % 11 == 10 ? "," : ""))
          .collect(Collectors.joining(" "));
    }

    private String zipf(Random random) {
      return byRank.get((int) Math.exp(random.nextDouble() * Math.log(byRank.size())) - 1);
    }

    private String ranked(int from, int to, Random random) {
      return byRank.get(from + random.nextInt(to - from) - 1);
    }

    private String beginning(int length, Random random) {
      String word = zipf(random);
      return word.substring(0, Math.min(length, word.length()));
    }
  }
}
