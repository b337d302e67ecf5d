import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parley.testing.Latencies;
import io.parley.testing.SocketLoad;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// Measures a running server from outside, as a client written from docs/protocol.md:
///
/// * how long a keystroke takes to the other participants of a room of 50, of whom some type;
/// * how far behind the provider a reply of 100 tokens a second arrives at 1,000 sockets, and
///   whether it arrives whole at all of them.
///
/// Words and keystrokes carry the moment they were sent, in microseconds since 1970; provider,
/// server and this program run on one machine and share its clock. Usage: see `bench/run`.
public final class RoomBench {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final URI server;
  private final long serverPid;

  private RoomBench(URI server, long serverPid) {
    this.server = server;
    this.serverPid = serverPid;
  }

  /// `RoomBench <server> <its process id> [sockets]`.
  public static void main(String[] arguments) throws Exception {
    RoomBench bench = new RoomBench(URI.create(arguments[0]), Long.parseLong(arguments[1]));
    int sockets = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 1_000;
    System.out.printf("server: %,d MB resident%n", bench.residentMegabytes());
    bench.reply("warm-up", 100, 5);
    bench.keystrokes(50, 10, 20);
    bench.reply("reply", sockets, 1);
    System.out.printf("server: %,d MB resident%n", bench.residentMegabytes());
  }

  private void keystrokes(int people, int typing, int seconds) throws Exception {
    Room room = new Room("keys-" + suffix(), "mentions", "");
    room.open();
    room.join(people);
    double cpu = cpuSeconds();
    long started = System.nanoTime();
    int sent = 0;
    String[] drafts = new String[typing];
    int[] seq = new int[typing];
    for (int round = 0; System.nanoTime() - started < seconds * 1_000_000_000L; round++) {
      int who = round % typing;
      if (seq[who] == 0 || seq[who] == 100) {
        drafts[who] = UUID.randomUUID().toString();
        seq[who] = 0;
      }
      seq[who]++;
      room.sockets.get(who)
          .send(
              "{\"type\":\"draft\",\"draft_id\":\"%s\",\"seq\":%d,\"event\":\"%s\",\"ops\":[{\"op\":\"insert\",\"at\":0,\"text\":\"%d \"}]}"
                  .formatted(
                      drafts[who],
                      seq[who],
                      seq[who] == 1 ? "new" : "edit",
                      SocketLoad.micros()));
      if (seq[who] == 100) {
        room.sockets.get(who)
            .send(
                "{\"type\":\"draft\",\"draft_id\":\"%s\",\"seq\":101,\"event\":\"cancel\",\"ops\":[]}"
                    .formatted(drafts[who]));
      }
      sent++;
      LockSupport.parkNanos(1_000_000_000L / (typing * 10));
    }
    room.settle();
    System.out.printf(
        "keystrokes: %d people, %d of them typing 10 updates/s: %s; %.1f %% of those expected; server %.2f CPU s%n",
        people,
        typing,
        room.drafts,
        100.0 * room.drafts.count() / ((double) sent * (people - 1)),
        cpuSeconds() - cpu);
    room.close();
  }

  private void reply(String label, int readers, int seconds) throws Exception {
    Room room = new Room("reply-" + suffix(), "all", "bench/clock");
    room.open();
    room.join(readers);
    double cpu = cpuSeconds();
    room.finished = new CountDownLatch(readers);
    room.sockets.getFirst()
        .send(
            "{\"type\":\"post\",\"message_id\":\"%s\",\"text\":\"go\"}".formatted(UUID.randomUUID()));
    boolean all = room.finished.await(60, TimeUnit.SECONDS);
    System.out.printf(
        "%s: 100 tokens/s to %,d sockets behind the provider: %s; whole at %,d of %,d; %,d frames (%.1f/s each); server %.2f CPU s%s%n",
        label,
        readers,
        room.words,
        room.whole.get(),
        readers,
        room.frames(),
        room.frames() / 10.0 / readers,
        cpuSeconds() - cpu,
        all ? "" : "; NOT ALL HAVE ENDED");
    room.close();
  }

  /// A room full of clients.
  private final class Room implements SocketLoad.Listener {
    final String name;
    final String answers;
    final String model;
    final Latencies words = new Latencies();
    final Latencies drafts = new Latencies();
    final List<SocketLoad.Socket> sockets = new ArrayList<>();
    final AtomicInteger whole = new AtomicInteger();
    final Map<Integer, StringBuilder> texts = new HashMap<>();
    CountDownLatch joined = new CountDownLatch(0);
    CountDownLatch finished = new CountDownLatch(0);
    private final SocketLoad load;
    private ByteBuffer last = ByteBuffer.allocate(0);
    private JsonNode lastParsed = JSON.nullNode();
    private volatile long lastArrival;

    Room(String name, String answers, String model) throws IOException {
      this.name = name;
      this.answers = answers;
      this.model = model;
      this.load = new SocketLoad();
    }

    void open() throws Exception {
      String body =
          model.isEmpty()
              ? "{\"name\":\"%s\",\"answers\":\"%s\"}".formatted(name, answers)
              : "{\"name\":\"%s\",\"answers\":\"%s\",\"default_model\":\"%s\"}"
                  .formatted(name, answers, model);
      call("/api/rooms", guest(), body);
    }

    void join(int people) throws Exception {
      joined = new CountDownLatch(people);
      for (int i = 0; i < people; i++) {
        load.open(
            new InetSocketAddress(server.getHost(), server.getPort()),
            i,
            "/ws/rooms/" + name,
            guest(),
            "parley.v1",
            this);
      }
      if (!joined.await(120, TimeUnit.SECONDS)) {
        throw new IllegalStateException(joined.getCount() + " sockets were not welcomed");
      }
      settle();
    }

    /// Waits until nothing has arrived for a moment.
    void settle() {
      long quiet = 500_000;
      while (SocketLoad.micros() - lastArrival < quiet) {
        LockSupport.parkNanos(50_000_000);
      }
    }

    long frames() {
      return sockets.stream().mapToLong(socket -> socket.frames()).sum();
    }

    void close() throws IOException {
      load.close();
    }

    @Override
    public void open(SocketLoad.Socket socket) {
      synchronized (sockets) {
        sockets.add(socket);
      }
      socket.send("{\"type\":\"join\"}");
    }

    @Override
    public void message(SocketLoad.Socket socket, ByteBuffer message, long arrived) {
      lastArrival = arrived;
      JsonNode frame = parsed(message);
      switch (frame.path("type").asText()) {
        case "welcome" -> joined.countDown();
        case "events" -> frame.path("events").forEach(event -> event(socket, event, arrived));
        case "error" -> System.err.println("error: " + frame);
        default -> {}
      }
    }

    private void event(SocketLoad.Socket socket, JsonNode event, long arrived) {
      switch (event.path("type").asText()) {
        case "reply.delta" -> {
          String text = event.path("text").asText();
          texts.computeIfAbsent(socket.index(), _ -> new StringBuilder()).append(text);
          for (String word : text.split(" ")) {
            if (word.length() == 16) {
              words.add(arrived - Long.parseLong(word));
            }
          }
        }
        case "reply.finished" -> {
          if (event.path("text").asText().contentEquals(
              texts.getOrDefault(socket.index(), new StringBuilder()))) {
            whole.incrementAndGet();
          }
          finished.countDown();
        }
        case "draft" ->
            event
                .path("ops")
                .forEach(
                    op -> {
                      String text = op.path("text").asText().strip();
                      if (text.length() == 16) {
                        drafts.add(arrived - Long.parseLong(text));
                      }
                    });
        default -> {}
      }
    }

    /// Most clients get the same frame: it is parsed once.
    private JsonNode parsed(ByteBuffer message) {
      if (!message.equals(last)) {
        byte[] copy = new byte[message.remaining()];
        message.duplicate().get(copy);
        last = ByteBuffer.wrap(copy);
        try {
          lastParsed = JSON.readTree(new String(copy, StandardCharsets.UTF_8));
        } catch (IOException e) {
          throw new IllegalStateException("not JSON", e);
        }
      }
      return lastParsed;
    }

    @Override
    public void closed(SocketLoad.Socket socket, String why) {
      System.err.println("socket " + socket.index() + ": " + why);
    }
  }

  private String guest() throws Exception {
    return JSON.readTree(call("/api/guests", "", "{}")).path("token").asText();
  }

  private String call(String path, String bearer, String body) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.resolve(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (!bearer.isEmpty()) {
      request.header("Authorization", "Bearer " + bearer);
    }
    HttpResponse<String> response =
        HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() >= 300) {
      throw new IllegalStateException(path + " answered " + response.statusCode() + ": " + response.body());
    }
    return response.body();
  }

  private static String suffix() {
    return UUID.randomUUID().toString().substring(0, 8);
  }

  /// Of the server, from /proc (Linux): user and system time, in ticks of 10 ms.
  private double cpuSeconds() throws IOException {
    String stat = Files.readString(Path.of("/proc/" + serverPid + "/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0;
  }

  private long residentMegabytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/" + serverPid + "/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }
}
