package io.parley.chaos;

import io.parley.testing.ApiClient;
import io.parley.testing.Await;
import io.parley.testing.ParleyNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// One guest asks everything in every odd way: nothing of it may stay in the server.
final class OddRequests implements Scenario {
  private static final int WORKERS = 4;
  private static final long MORE_MEGABYTES = 15;
  private static final int MOST_SERIES = 4_000;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Override
  public String name() {
    return "odd-requests";
  }

  @Override
  public String title() {
    return "A minute of odd requests: one guest, 6,000 of them, every route and method";
  }

  @Override
  public String mustHold() {
    return "live heap within 15 MB of before; the server keeps no percentiles; /metrics gets no further series and holds nothing that the guest sent";
  }

  @Override
  public void play(Cluster cluster, Dose dose, Findings findings) {
    ParleyNode node = cluster.east();
    long pid = node.pid();
    int count = dose.of(900, 6_000);
    Map<Integer, Integer> answers = new ConcurrentHashMap<>();
    // as many have been asked before: what the first request of a kind brings stays, and may
    ask(node, 0, count, Pace.of(1_000), new ConcurrentHashMap<>());
    Census before = Census.of(node);
    List<String> series = series(node);

    ask(node, 100_000, count, Pace.of(dose.of(1_000, 100)), answers);

    Census after = settled(node, before);
    List<String> now = series(node);
    findings.note("%,d requests answered %s".formatted(count, new TreeMap<>(answers)));
    findings.check(
        megabytes(after) <= megabytes(before) + MORE_MEGABYTES,
        "live heap %d MB before, %d MB afterwards".formatted(megabytes(before), megabytes(after)));
    findings.check(
        after.rings() == 0, "%,d objects that keep percentiles".formatted(after.rings()));
    findings.check(
        now.size() <= MOST_SERIES && now.size() <= series.size() * 1.1,
        "%,d series before, %,d afterwards".formatted(series.size(), now.size()));
    findings.none(
        "series with what the guest sent",
        now.stream()
            .filter(line -> line.toLowerCase(Locale.ROOT).contains(OddRequest.MARK))
            .toList());
    findings.check(node.isAlive() && node.pid() == pid, "the process lives");
  }

  /// What requests have left to be done may still be on its way.
  private static Census settled(ParleyNode node, Census before) {
    try {
      return Await.within(Duration.ofSeconds(10))
          .value(
              "the heap is what it was",
              () ->
                  Optional.of(Census.of(node))
                      .filter(now -> megabytes(now) <= megabytes(before) + MORE_MEGABYTES));
    } catch (AssertionError late) {
      return Census.of(node);
    }
  }

  private static void ask(
      ParleyNode node, int first, int count, Pace pace, Map<Integer, Integer> answers) {
    String bearer = ApiClient.guest(node, "odd").bearer();
    AtomicInteger next = new AtomicInteger(first);
    try (ExecutorService threads = Executors.newFixedThreadPool(WORKERS)) {
      for (int worker = 0; worker < WORKERS; worker++) {
        threads.execute(() -> {
          for (int n = next.getAndIncrement(); n < first + count; n = next.getAndIncrement()) {
            synchronized (pace) {
              pace.next();
            }
            answers.merge(status(node, new OddRequest(n, bearer)), 1, Integer::sum);
          }
        });
      }
    }
  }

  /// 0 where the connection ended without an answer.
  private static int status(ParleyNode node, OddRequest request) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.port())) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket.getOutputStream().write(request.bytes("127.0.0.1:" + node.port()));
      socket.getOutputStream().flush();
      String line = new String(socket.getInputStream().readNBytes(12), StandardCharsets.ISO_8859_1);
      return line.startsWith("HTTP/1.1 ") ? Integer.parseInt(line.substring(9).strip()) : 0;
    } catch (IOException reset) {
      return 0;
    }
  }

  private static List<String> series(ParleyNode node) {
    return ApiClient.nobody(node)
        .get("/metrics")
        .response()
        .body()
        .lines()
        .filter(line -> !line.startsWith("#"))
        .toList();
  }

  private static long megabytes(Census census) {
    return census.bytes() >> 20;
  }
}
