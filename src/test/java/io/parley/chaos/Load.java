package io.parley.chaos;

import static java.util.concurrent.TimeUnit.SECONDS;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.testing.ApiClient;
import io.parley.testing.ParleyNode;
import io.parley.testing.TestBed;
import io.parley.testing.openai.Script;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// Everything beside the rooms, on threads of its own, until the time is over.
final class Load {
  private static final String HUGE = "huge";
  private static final int HUGE_EVENT_BYTES = 5 * 1024 * 1024;
  private static final int EMBEDDERS = 4;
  private static final int TOKENS = 40;
  private static final int IMPORTS_EACH = 5;

  // How long each of the clients rests before it does it again.
  private static final Duration STREAM_EVERY = Duration.ofSeconds(2);
  private static final Duration LIST_EVERY = Duration.ofSeconds(10);
  private static final Duration SEARCH_EVERY = Duration.ofSeconds(30);
  private static final Duration EMBED_EVERY = Duration.ofSeconds(5);

  /// What a refusal does not say: how long a well-behaved program waits, twice as long each time.
  private static final long FIRST_WAIT_SECONDS = 1;

  private static final long LONGEST_WAIT_SECONDS = 16;

  /// The provider of the tests has patience for seconds only, and this machine a lot to do.
  private static final Set<String> ENDS =
      Set.of(
          "answer_too_large",
          "rate_limited",
          "rate_limit_exceeded",
          "provider_timeout",
          "unavailable");

  private static final String SEARCHED = "message";

  private final Cluster cluster;
  private final Sockets sockets;
  private final ParleyNode node;
  private final Dose dose;
  private final Tally tally;
  private final ApiClient program;
  private final Queue<Room> imported = new ConcurrentLinkedQueue<>();
  private final AtomicInteger guests = new AtomicInteger();
  private volatile long end;

  Load(Cluster cluster, Sockets sockets, Dose dose, Tally tally) {
    this.cluster = cluster;
    this.sockets = sockets;
    this.node = cluster.east();
    this.dose = dose;
    this.tally = tally;
    JsonNode key =
        ApiClient.with(node, TestBed.ADMIN_TOKEN)
            .post("/api/keys", Map.of("name", "everything at once"))
            .body();
    cluster.models().script(HUGE, answer(dose));
    this.program = ApiClient.with(node, key.path("secret").asText());
  }

  /// A model has to be there when the nodes start.
  static void offer(Cluster cluster) {
    cluster.models().script(HUGE, answer(Dose.QUICK));
  }

  /// Before its event of 5 MB, a stream goes on for two seconds, or for twenty: then nine tenths of
  /// the 50 are open at any moment.
  private static Script answer(Dose dose) {
    return Script.tokens(TOKENS)
        .rate(dose.of(20, 2))
        .eventAfter(TOKENS - 1, "{\"x\":\"" + "x".repeat(HUGE_EVENT_BYTES) + "\"}");
  }

  /// Returns when all of it has ended.
  void last(Duration time) {
    int streams = dose.of(4, 25);
    Duration streamTakes = dose.of(Duration.ofSeconds(4), Duration.ofSeconds(22));
    Duration listEvery = dose.of(Duration.ofSeconds(1), LIST_EVERY);
    Duration searchEvery = dose.of(Duration.ofSeconds(10), SEARCH_EVERY);
    int imports = dose.of(2, IMPORTS_EACH);
    Queue<Member> members = new ConcurrentLinkedQueue<>();
    for (int n = 0; n < streams; n++) {
      Room room = Room.open(guest(), "all", "test/" + HUGE);
      members.add(
          new Member(sockets, room.host(), room.name(), Crowd.doors(List.of(node), 0))
              .join()
              .orTimeout(20, SECONDS)
              .join());
    }
    end = System.nanoTime() + time.toNanos();
    // closed in the reverse order: bodies are held until all else has ended
    try (HeldBodies _ = HeldBodies.hold(node, program, guest(), dose.of(20, 100), tally);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      each(threads, dose.of(3, 40), time.dividedBy(imports), () -> bringIn(imports));
      each(threads, streams, streamTakes, () -> askInRoom(members.remove()));
      each(threads, streams, streamTakes, () -> repeat(STREAM_EVERY, this::askAsProgram));
      each(threads, 2, listEvery, () -> repeat(listEvery, this::list));
      each(threads, dose.of(20, 100), searchEvery, () -> search(searchEvery));
      each(threads, EMBEDDERS, EMBED_EVERY, () -> repeat(EMBED_EVERY, this::embed));
    }
  }

  /// Whoever does something again and again does not begin at the same moment as all the others.
  ///
  /// @param period after which each of them does it again
  private void each(ExecutorService threads, int count, Duration period, Runnable part) {
    for (int n = 0; n < count; n++) {
      Duration later = period.multipliedBy(n).dividedBy(count);
      threads.execute(() -> {
        try {
          Pace.pass(later);
          part.run();
        } catch (AssertionError | RuntimeException e) {
          tally.wrong("a part of the load", e.toString());
        }
      });
    }
  }

  private void repeat(Duration pause, Runnable part) {
    while (System.nanoTime() < end) {
      part.run();
      Pace.pass(pause);
    }
  }

  private ApiClient guest() {
    return ApiClient.guest(node, "guest " + guests.incrementAndGet());
  }

  /// As the documentation says: one that is refused comes back when it may. The imports of a guest
  /// are spread over the whole time.
  private void bringIn(int count) {
    ApiClient who = guest();
    Duration each = Duration.ofNanos(end - System.nanoTime()).dividedBy(count);
    for (int n = 0; n < count; n++) {
      long next = System.nanoTime() + each.toNanos();
      ApiClient.Answer answer = bringIn(who);
      for (long wait = FIRST_WAIT_SECONDS;
          answer.status() != 201 && System.nanoTime() < end;
          wait = Math.min(2 * wait, LONGEST_WAIT_SECONDS)) {
        Pace.pass(
            Duration.ofSeconds(answer.header("Retry-After").map(Long::parseLong).orElse(wait)));
        answer = bringIn(who);
      }
      if (answer.status() == 201) {
        imported.add(new Room("", answer.body().path("id").asText(), who));
      }
      if (n < count - 1) {
        Pace.pass(Duration.ofNanos(Math.max(0, next - System.nanoTime())));
      }
    }
  }

  private ApiClient.Answer bringIn(ApiClient who) {
    ApiClient.Answer answer =
        who.post("/api/conversations/import", "application/json", Document.TEXT);
    tally.note("import", answer);
    return answer;
  }

  private void askInRoom(Member member) {
    BlockingQueue<JsonNode> ends = new LinkedBlockingQueue<>();
    member.listenToEnds(ends::add);
    repeat(
        STREAM_EVERY,
        () -> {
          Member.Answer posted = member.tryToPost("Say something").orTimeout(20, SECONDS).join();
          if (posted.position().isPresent()) {
            tellEnd(next(ends));
          } else {
            tell("message in a room", posted.code(), posted.code());
          }
        });
    member.leave();
  }

  private static JsonNode next(BlockingQueue<JsonNode> ends) {
    try {
      JsonNode end = ends.poll(30, SECONDS);
      if (end == null) {
        throw new AssertionError("a reply did not end within 30 s");
      }
      return end;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void tellEnd(JsonNode finished) {
    tell("reply in a room", finished.at("/error/code").asText(), finished.toString());
  }

  private void tell(String what, String code, String whole) {
    if (ENDS.contains(code)) {
      tally.refused(what, code);
    } else {
      tally.wrong(what, whole);
    }
  }

  private void askAsProgram() {
    ApiClient.Answer answer =
        program.post(
            "/v1/chat/completions",
            Map.of(
                "model",
                "test/" + HUGE,
                "stream",
                true,
                "messages",
                List.of(Map.of("role", "user", "content", "Say something"))));
    String body = answer.response().body();
    if (answer.status() == 200 && ENDS.stream().anyMatch(code -> body.contains('"' + code + '"'))) {
      tally.refused("stream of /v1", "an error in the stream");
    } else if (answer.status() == 200) {
      tally.wrong("stream of /v1", "ends with " + body.substring(Math.max(0, body.length() - 140)));
    } else {
      tally.note("stream of /v1", answer);
    }
  }

  private void list() {
    ApiClient.Answer answer = ApiClient.nobody(node).get("/api/models?provider=long");
    int count = answer.body().path("models").size();
    if (answer.status() == 200 && count != LongList.MODELS) {
      tally.wrong("list of models", count + " models");
    } else {
      tally.note("list of models", answer);
    }
    tally.note("list of models of /v1", program.get("/v1/models"));
  }

  private void search(Duration every) {
    ApiClient who = guest();
    repeat(every, () -> tally.note("search", who.get("/api/search?q=" + SEARCHED)));
  }

  private void embed() {
    List<String> texts =
        IntStream.range(0, 4).mapToObj(n -> n + " words of a sentence".repeat(15)).toList();
    tally.note(
        "embedding",
        program.post("/v1/embeddings", Map.of("model", "local/all-minilm-l6-v2", "input", texts)));
  }

  /// Ids of imported conversations that lack messages, a while after they were acknowledged.
  List<String> missingImports() {
    return imported.stream()
        .filter(room -> !Document.isArchived(cluster.archive(), room))
        .map(Room::id)
        .toList();
  }
}
