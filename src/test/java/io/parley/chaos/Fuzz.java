package io.parley.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.platform.Ids;
import io.parley.platform.Json;
import io.parley.testing.ApiClient;
import io.parley.testing.Await;
import io.parley.testing.ParleyNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/// Frames and requests as no client should send them, while others talk.
final class Fuzz implements Scenario {
  private static final Duration PATIENCE = Duration.ofMillis(300);
  private static final int WORKERS = 4;
  private static final int MORE_THREADS = 20;

  /// What the contract has for clients that break it, and what answers a close of theirs.
  private static final Set<Integer> DOCUMENTED =
      Set.of(1000, 1001, 1002, 1003, 1007, 1008, 1009, 1012, 4008, 4010, 4029);

  private static final Set<String> ERRORS =
      Set.of(
          "invalid_request",
          "unknown_model",
          "not_found",
          "conflict",
          "too_large",
          "rate_limited",
          "forbidden");

  private final Map<Integer, AtomicLong> closes = new ConcurrentHashMap<>();
  private final Map<Integer, AtomicLong> statuses = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
  private final AtomicLong frames = new AtomicLong();

  @Override
  public String name() {
    return "fuzz";
  }

  @Override
  public String title() {
    return "Protocol fuzz: 10 minutes of mutated frames, commands and requests";
  }

  @Override
  public String mustHold() {
    return "0 crashes, 0 stuck threads, 0 5xx; codes as documented";
  }

  @Override
  public void play(Cluster cluster, Dose dose, Findings findings) {
    closes.clear();
    statuses.clear();
    wrong.clear();
    frames.set(0);
    Duration time = dose.of(Duration.ofSeconds(6), Duration.ofMinutes(10));
    long seed = dose.of(42L, System.nanoTime());
    ParleyNode node = cluster.east();
    Room target = cluster.room("mentions", "test/echo");
    Vitals vitals = new Vitals(node);
    long pid = node.pid();
    try (Sockets sockets = cluster.sockets();
        Crowd bystanders =
            new Crowd(cluster, sockets, cluster.room("mentions", "test/echo")).gather(10)) {
      bystanders.write(5, Duration.ofMillis(500));
      // the threads that any load makes
      shoot(node, target, Duration.ofSeconds(2), seed - 1);
      long threads = vitals.threads();
      double connections = vitals.metric("parley_realtime_connections");
      shoot(node, target, time, seed);

      findings.note(
          "seed %d; %,d pieces of frames; closes %s; statuses %s"
              .formatted(seed, frames.get(), sorted(closes), sorted(statuses)));
      wrong.stream().distinct().sorted().forEach(System.out::println);
      findings.none("answers against the contract", List.copyOf(wrong));
      findings.check(
          statuses.keySet().stream().noneMatch(status -> status >= 500),
          statuses.keySet().stream().noneMatch(status -> status >= 500) ? "0 5xx" : "5xx");
      findings.check(node.isAlive() && node.pid() == pid, "the process lives");
      Await.within(Duration.ofSeconds(60))
          .check(
              "its connections are closed",
              () -> vitals.metric("parley_realtime_connections") <= connections);
      long left = vitals.threads();
      findings.check(
          left <= threads + MORE_THREADS,
          "threads %d before, %d afterwards; all connections closed".formatted(threads, left));
      bystanders.settle();
      bystanders.judge(findings);
    }
  }

  private void shoot(ParleyNode node, Room room, Duration time, long seed) {
    long end = System.nanoTime() + time.toNanos();
    ApiClient who = ApiClient.guest(node, "fuzz");
    List<String> ids = List.of(room.id(), own(who), Ids.next().toString());
    try (ExecutorService threads = Executors.newFixedThreadPool(2 * WORKERS)) {
      for (int worker = 0; worker < WORKERS; worker++) {
        RandomGenerator first = new Random(seed + worker);
        RandomGenerator second = new Random(seed + 1_000 + worker);
        threads.execute(() -> {
          while (System.nanoTime() < end) {
            socket(who, room, first);
          }
        });
        threads.execute(() -> {
          while (System.nanoTime() < end) {
            request(who, ids, second);
          }
        });
      }
    }
  }

  private static String own(ApiClient who) {
    return who.post("/api/conversations", Map.of("title", "fuzz")).body().path("id").asText();
  }

  private void socket(ApiClient who, Room room, RandomGenerator random) {
    Mutations mutations = new Mutations(random);
    List<byte[]> sent = new ArrayList<>();
    try (RawSocket socket = RawSocket.open(who, room)) {
      if (random.nextInt(3) != 0) {
        socket.send(Frames.text("{\"type\":\"join\"}"));
      }
      for (int count = 1 + random.nextInt(15); count > 0; count--) {
        byte[] next = mutations.frames();
        sent.add(next);
        frames.incrementAndGet();
        try {
          socket.send(next);
        } catch (IOException closed) {
          break; // what the server said is still to be read
        }
      }
      hear(socket, sent);
    } catch (IOException e) {
      wrong.add("no socket: " + e.getMessage());
    }
  }

  private void hear(RawSocket socket, List<byte[]> sent) throws IOException {
    while (true) {
      switch (socket.next(PATIENCE)) {
        case RawSocket.Heard.Message(String text) -> {
          String code = errorCode(text);
          if (!code.isEmpty() && !ERRORS.contains(code)) {
            wrong.add("error " + code + " to " + last(sent));
          }
        }
        case RawSocket.Heard.Close(int code) -> {
          count(closes, code);
          // a close of the client's is answered with the client's own code
          boolean answered = code >= 3000 || DOCUMENTED.contains(code) || code == 0 || code == 1010;
          if (!answered || code == 1011) {
            wrong.add("close %d to %s".formatted(code, last(sent)));
          }
          return;
        }
        case RawSocket.Heard.End _ -> {
          count(closes, -1);
          return;
        }
        case RawSocket.Heard.Silence _ -> {
          return;
        }
        case RawSocket.Heard.Pong _, RawSocket.Heard.Ping _ -> {}
      }
    }
  }

  private static String errorCode(String frame) throws IOException {
    JsonNode json = Json.MAPPER.readTree(frame);
    return json.path("type").asText().equals("error") ? json.path("code").asText() : "";
  }

  private void request(ApiClient who, List<String> ids, RandomGenerator random) {
    byte[] request =
        new Mutations(random).request("127.0.0.1:" + who.node().port(), who.bearer(), ids);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), who.node().port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request);
      socket.getOutputStream().flush();
      byte[] line = socket.getInputStream().readNBytes(12);
      String status = new String(line, StandardCharsets.ISO_8859_1);
      if (!status.startsWith("HTTP/1.1 ")) {
        count(statuses, 0); // ended without an answer: what Liberty does to requests that are none
        return;
      }
      int code = Integer.parseInt(status.substring(9).strip());
      count(statuses, code);
      if (code >= 500) {
        wrong.add("status %d to %s".formatted(code, head(request)));
      }
    } catch (SocketTimeoutException e) {
      wrong.add("no answer to " + head(request));
    } catch (IOException reset) {
      count(statuses, 0);
    }
  }

  private static String head(byte[] request) {
    String text = new String(request, StandardCharsets.ISO_8859_1);
    return text.substring(0, Math.min(400, text.length()))
        .replaceAll("Authorization: [^\r]*", "Authorization: …")
        .replace("\r\n", " ⏎ ");
  }

  private static String last(List<byte[]> sent) {
    return HexFormat.of().formatHex(sent.getLast(), 0, Math.min(60, sent.getLast().length));
  }

  private static void count(Map<Integer, AtomicLong> counts, int key) {
    counts.computeIfAbsent(key, _ -> new AtomicLong()).incrementAndGet();
  }

  private static Map<Integer, AtomicLong> sorted(Map<Integer, AtomicLong> counts) {
    return new TreeMap<>(counts);
  }
}
