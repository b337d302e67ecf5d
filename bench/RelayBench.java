import io.parley.testing.Latencies;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// What it costs to ask a model through Parley's `/v1/chat/completions`, beside asking it directly
/// and through nginx as a streaming proxy. The three take turns in one run, against one upstream:
///
/// * first token: one stream at a time, from the request to the first token;
/// * per token: streams of 100 tokens a second, each token the moment it was sent: how much later
///   it arrives;
/// * capacity: streams of 20 tokens as fast as they come, a number of them at a time: requests per
///   second of the clock, and per CPU second of the proxy alone. Their number is fixed, not their
///   time, so that a machine with other work takes longer and tells the same of the proxy: as many
///   requests have warmed it up, and as many are counted.
///
/// Client, proxies and upstream share one machine and its cores. Usage: see `bench/openai`.
public final class RelayBench {
  /// `name` is the row's; `pids` are the proxy's processes, none for the upstream itself.
  private record Way(String name, URI url, String prefix, String key, List<Long> pids) {
    byte[] request(String model) {
      String body =
          "{\"model\":\"%s%s\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Say something, please.\"}]}"
              .formatted(prefix, model);
      return ("POST "
              + url.getPath()
              + " HTTP/1.1\r\nHost: "
              + url.getAuthority()
              + "\r\nAuthorization: Bearer "
              + key
              + "\r\nContent-Type: application/json\r\nContent-Length: "
              + body.length()
              + "\r\n\r\n"
              + body)
          .getBytes(StandardCharsets.US_ASCII);
    }

    double cpuSeconds() throws IOException {
      double sum = 0;
      for (long pid : pids) {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        sum += (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0;
      }
      return sum;
    }
  }

  /// What was measured of one way.
  private static final class Figures {
    final Latencies first = new Latencies();
    final Latencies token = new Latencies();
    double tokenCpu;
    long requests;
    double seconds;
    double cpu;
  }

  /// `RelayBench <rounds> <upstream> <nginx> <nginx's processes, by comma> <parley> <parley's
  /// process> <key>`.
  public static void main(String[] arguments) throws Exception {
    List<Way> ways =
        List.of(
            new Way("directly", URI.create(arguments[1]), "", "none", List.of()),
            new Way("nginx", URI.create(arguments[2]), "", "none", pids(arguments[3])),
            new Way(
                "Parley", URI.create(arguments[4]), "bench/", arguments[6], pids(arguments[5])));
    List<Figures> figures = List.of(new Figures(), new Figures(), new Figures());
    System.err.println("warming up …");
    for (Way way : ways) {
      capacity(way, new Figures(), 16, 8_000);
    }
    int rounds = Integer.parseInt(arguments[0]);
    for (int round = 0; round < rounds; round++) {
      for (int at = 0; at < ways.size(); at++) {
        first(ways.get(at), figures.get(at), 100);
        tokens(ways.get(at), figures.get(at), 20, 3);
        capacity(ways.get(at), figures.get(at), 16, 3_000);
      }
    }
    print(ways, figures);
  }

  private static void print(List<Way> ways, List<Figures> figures) {
    System.out.println(
        "| way | first token p50 / p99 | per token p50 / p99 | CPU per token | requests per second"
            + " | requests per CPU second |");
    System.out.println("|---|---|---|---|---|---|");
    for (int at = 0; at < ways.size(); at++) {
      Figures of = figures.get(at);
      boolean proxy = !ways.get(at).pids().isEmpty();
      System.out.printf(
          "| %s | %.2f / %.2f ms | %.2f / %.2f ms | %s | %,.0f | %s |%n",
          ways.get(at).name(),
          of.first.percentile(50),
          of.first.percentile(99),
          of.token.percentile(50),
          of.token.percentile(99),
          proxy ? "%.0f µs".formatted(of.tokenCpu * 1e6 / of.token.count()) : "–",
          of.requests / of.seconds,
          proxy ? "%,.0f".formatted(of.requests / of.cpu) : "–");
    }
  }

  private static void first(Way way, Figures figures, int count) throws IOException {
    try (Connection connection = new Connection(way)) {
      byte[] request = way.request("one");
      connection.exchange(request, (_, _) -> {});
      for (int n = 0; n < count; n++) {
        long begin = System.nanoTime();
        connection.exchange(
            request,
            (index, _) -> {
              if (index == 0) {
                figures.first.add((System.nanoTime() - begin) / 1_000);
              }
            });
      }
    }
  }

  private static void tokens(Way way, Figures figures, int streams, int seconds) throws Exception {
    double cpu = way.cpuSeconds();
    concurrently(
        streams,
        _ -> {
          try (Connection connection = new Connection(way)) {
            connection.exchange(
                way.request("stamps"),
                (index, text) -> {
                  Instant now = Instant.now();
                  long micros =
                      TimeUnit.SECONDS.toMicros(now.getEpochSecond()) + now.getNano() / 1_000;
                  synchronized (figures) {
                    figures.token.add(micros - Long.parseLong(text.strip()));
                  }
                });
          }
        });
    figures.tokenCpu += way.cpuSeconds() - cpu;
  }

  private static void capacity(Way way, Figures figures, int streams, int requests)
      throws Exception {
    double cpu = way.cpuSeconds();
    long begin = System.nanoTime();
    AtomicInteger left = new AtomicInteger(requests);
    concurrently(
        streams,
        _ -> {
          try (Connection connection = new Connection(way)) {
            byte[] request = way.request("burst");
            while (left.getAndDecrement() > 0) {
              connection.exchange(request, (_, _) -> {});
            }
          }
        });
    figures.requests += requests;
    figures.seconds += (System.nanoTime() - begin) / 1e9;
    figures.cpu += way.cpuSeconds() - cpu;
  }

  private interface Job {
    void run(int number) throws Exception;
  }

  private static void concurrently(int count, Job job) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = new ArrayList<>();
      for (int n = 0; n < count; n++) {
        int number = n;
        running.add(
            threads.submit(() -> {
              job.run(number);
              return null;
            }));
      }
      for (Future<?> one : running) {
        one.get();
      }
    }
  }

  private static List<Long> pids(String list) {
    return Arrays.stream(list.split(",")).map(Long::parseLong).toList();
  }

  private interface Listener {
    void token(int index, String text);
  }

  /// One connection, kept alive; reads chunked answers and as little of them as is needed.
  private static final class Connection implements AutoCloseable {
    private static final String CONTENT = "\"content\":\"";

    private final Socket socket = new Socket();
    private final InputStream in;

    Connection(Way way) throws IOException {
      socket.connect(new InetSocketAddress(way.url().getHost(), way.url().getPort()));
      socket.setTcpNoDelay(true);
      in = new BufferedInputStream(socket.getInputStream(), 16 * 1024);
    }

    void exchange(byte[] request, Listener listener) throws IOException {
      socket.getOutputStream().write(request);
      String status = line();
      if (!status.contains(" 200")) {
        throw new IOException(status);
      }
      while (!line().isEmpty()) {
        // headers
      }
      int tokens = 0;
      StringBuilder pending = new StringBuilder();
      for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
        pending.append(new String(in.readNBytes(size), StandardCharsets.UTF_8));
        line();
        for (int end = pending.indexOf("\n\n"); end >= 0; end = pending.indexOf("\n\n")) {
          int at = pending.indexOf(CONTENT);
          if (at >= 0 && at < end && pending.charAt(at + CONTENT.length()) != '"') {
            int from = at + CONTENT.length();
            listener.token(tokens++, pending.substring(from, pending.indexOf("\"", from)));
          }
          pending.delete(0, end + 2);
        }
      }
      line();
    }

    private String line() throws IOException {
      ByteArrayOutputStream line = new ByteArrayOutputStream(64);
      for (int next = in.read(); next != '\n'; next = in.read()) {
        if (next < 0) {
          throw new IOException("closed");
        }
        if (next != '\r') {
          line.write(next);
        }
      }
      return line.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
