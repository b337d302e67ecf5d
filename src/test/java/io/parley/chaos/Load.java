package io.parley.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.testing.ApiClient;
import io.parley.testing.ParleyNode;
import io.parley.testing.RoomClient;
import io.parley.testing.TestBed;
import io.parley.testing.openai.Script;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// Everything beside the rooms, on threads of its own, until the time is over.
final class Load {
  private static final String HUGE = "huge";
  private static final int HUGE_EVENT_BYTES = 5 * 1024 * 1024;
  private static final int IMPORTS_EACH = 5;

  /// The provider of the tests has patience for seconds only, and this machine a lot to do.
  private static final Set<String> ENDS =
      Set.of("malformed_event", "rate_limited", "rate_limit_exceeded", "provider_timeout");

  private static final String SEARCHED = "message";

  private final Cluster cluster;
  private final ParleyNode node;
  private final Dose dose;
  private final Tally tally;
  private final ApiClient program;
  private final Queue<Room> imported = new ConcurrentLinkedQueue<>();
  private final AtomicInteger guests = new AtomicInteger();
  private volatile long end;

  Load(Cluster cluster, Dose dose, Tally tally) {
    this.cluster = cluster;
    this.node = cluster.east();
    this.dose = dose;
    this.tally = tally;
    JsonNode key =
        ApiClient.with(node, TestBed.ADMIN_TOKEN)
            .post("/api/keys", Map.of("name", "everything at once"))
            .body();
    this.program = ApiClient.with(node, key.path("secret").asText());
  }

  /// A model has to be there when the nodes start.
  static void offer(Cluster cluster) {
    cluster
        .models()
        .script(
            HUGE,
            Script.tokens(20)
                .rate(20)
                .eventAfter(5, "{\"x\":\"" + "x".repeat(HUGE_EVENT_BYTES) + "\"}"));
  }

  /// Returns when all of it has ended.
  void last(Duration time) {
    end = System.nanoTime() + time.toNanos();
    int streams = dose.of(4, 25);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        HeldBodies _ = HeldBodies.hold(node, program, guest(), dose.of(20, 100), tally)) {
      each(threads, dose.of(3, 40), this::bringIn);
      each(threads, streams, this::askInRoom);
      each(threads, streams, () -> repeat(Duration.ofSeconds(4), this::askAsProgram));
      each(threads, 2, () -> repeat(Duration.ofSeconds(1), this::list));
      each(threads, dose.of(20, 100), this::search);
      each(threads, dose.of(10, 100), () -> repeat(Duration.ofSeconds(10), this::embed));
    }
  }

  private void each(ExecutorService threads, int count, Runnable part) {
    for (int n = 0; n < count; n++) {
      threads.execute(() -> {
        try {
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

  /// As the documentation says: one that is refused comes back when it may.
  private void bringIn() {
    ApiClient who = guest();
    for (int n = 0; n < dose.of(2, IMPORTS_EACH); n++) {
      ApiClient.Answer answer = bringIn(who);
      for (long left = end - System.nanoTime();
          answer.status() != 201 && left > 0;
          left = end - System.nanoTime()) {
        Pace.pass(Duration.ofSeconds(answer.header("Retry-After").map(Long::parseLong).orElse(1L)));
        answer = bringIn(who);
      }
      if (answer.status() == 201) {
        imported.add(new Room("", answer.body().path("id").asText(), who));
      }
    }
  }

  private ApiClient.Answer bringIn(ApiClient who) {
    ApiClient.Answer answer =
        who.post("/api/conversations/import", "application/json", Document.TEXT);
    tally.note("import", answer);
    return answer;
  }

  private void askInRoom() {
    ApiClient asking = guest();
    String room = RoomClient.room(asking, "all", "test/" + HUGE);
    try (RoomClient client = RoomClient.join(asking, room)) {
      Set<String> ended = new HashSet<>();
      repeat(
          Duration.ofSeconds(4),
          () -> {
            client.post("Say something");
            JsonNode end =
                client.event(
                    "reply.finished", event -> !ended.contains(event.path("reply_id").asText()));
            ended.add(end.path("reply_id").asText());
            tellEnd(end);
          });
    }
  }

  private void tellEnd(JsonNode finished) {
    String code = finished.at("/error/code").asText();
    if (ENDS.contains(code)) {
      tally.refused("reply in a room", code);
    } else {
      tally.wrong("reply in a room", finished.toString());
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
      tally.wrong("stream of /v1", "no error after an event of 5 MB");
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

  private void search() {
    ApiClient who = guest();
    repeat(
        Duration.ofSeconds(10), () -> tally.note("search", who.get("/api/search?q=" + SEARCHED)));
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
