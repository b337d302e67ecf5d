import io.parley.testing.Latencies;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// Fan-out beside its peers: the same text to the same readers, through Parley, through `ws` and through socket.io, taking
/// turns in one run. Usage: see `bench/fanout`.
///
/// * `a`: a reply of 100 tokens a second to so many readers of one room;
/// * `b`: 50 people typing at once in a room of 1,000, five updates a second each;
/// * `c`: 2,000 rooms of 5, in each of which one types, an update a second;
/// * `idle`: what a connection takes of the server's memory that nothing is sent to.
///
/// A token, or an update, is a word of five letters and a blank; the word is the moment it was sent. A delivery is one of them
/// that has reached one reader.
public final class FanoutBench {
  static final int TOKENS_PER_SECOND = 100;
  static final int UPDATES_PER_SECOND = 5;

  /// A server that is measured.
  ///
  /// @param echoes whether who typed something gets it back
  record Way(String name, Protocol protocol, int port, long pid, boolean echoes) {
    /// User and system time, in ticks of 10 ms (Linux).
    double cpuSeconds() {
      String stat = read("stat");
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0;
    }

    long residentKilobytes() {
      return read("status")
          .lines()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElseThrow();
    }

    /// Of all servers alike, before their memory is looked at.
    void collectGarbage() throws Exception {
      List<String> command =
          protocol == Protocol.PARLEY
              ? List.of(System.getProperty("java.home") + "/bin/jcmd", Long.toString(pid), "GC.run")
              : List.of("kill", "-USR2", Long.toString(pid));
      new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
      Thread.sleep(1_000);
    }

    /// Waits until HotSpot has compiled what joining took, half a minute at most.
    void awaitCompiled() throws Exception {
      for (int look = 0; protocol == Protocol.PARLEY && look < 60; look++) {
        long before = compilerTicks();
        Thread.sleep(500);
        if (compilerTicks() - before <= 2) {
          return;
        }
      }
    }

    private long compilerTicks() throws IOException {
      return threads().entrySet().stream()
          .filter(thread -> thread.getKey().contains(" CompilerThre"))
          .mapToLong(Map.Entry::getValue)
          .sum();
    }

    /// Ticks of CPU by thread, those of one name without its number together.
    Map<String, Long> threads() throws IOException {
      Map<String, Long> ticks = new TreeMap<>();
      try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
        for (Path task : tasks) {
          String stat = Files.readString(task.resolve("stat"));
          String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
          String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
          ticks.merge(
              name.replaceAll("[-#. ]*\\d+$", ""),
              Long.parseLong(fields[11]) + Long.parseLong(fields[12]),
              Long::sum);
        }
      } catch (NoSuchFileException e) {
        System.err.println("a thread has ended meanwhile: " + e.getMessage());
      }
      return ticks;
    }

    private String read(String file) {
      try {
        return Files.readString(Path.of("/proc/" + pid + "/" + file));
      } catch (IOException e) {
        throw new IllegalStateException(name + " has ended", e);
      }
    }
  }

  /// What is asked of all ways in the same manner.
  enum Scenario {
    IDLE("idle", 500, 10),
    A100("a100", 1, 100),
    A1000("a1000", 1, 1_000),
    A5000("a5000", 1, 5_000),
    B("b", 1, 1_000),
    C("c", 2_000, 5);

    final String key;
    final int rooms;
    final int readersEach;

    Scenario(String key, int rooms, int readersEach) {
      this.key = key;
      this.rooms = rooms;
      this.readersEach = readersEach;
    }

    String title() {
      return switch (this) {
        case IDLE -> "Idle: 5,000 connections in rooms of 10";
        case A100, A1000, A5000 -> "A reply of 100 tokens/s to %,d readers".formatted(readersEach);
        case B -> "50 people typing at once in a room of 1,000";
        case C -> "2,000 rooms of 5, one typing in each";
      };
    }

    boolean isReply() {
      return this == A100 || this == A1000 || this == A5000;
    }

    int typistsEach() {
      return this == B ? 50 : 1;
    }

    int updatesPerSecond() {
      return this == B ? UPDATES_PER_SECOND : 1;
    }
  }

  /// Measured of one way in one scenario, over all rounds.
  static final class Figures {
    final Latencies latencies = new Latencies();
    int rounds;
    double cpu;
    double seconds;
    long frames;
    long readers;
    long whole;
    double idleKilobytes;
  }

  private final List<Way> ways;
  private final ParleyRooms parley;
  private final StampProvider provider;
  private final int seconds;

  private FanoutBench(List<Way> ways, ParleyRooms parley, StampProvider provider, int seconds) {
    this.ways = ways;
    this.parley = parley;
    this.provider = provider;
    this.seconds = seconds;
  }

  /// `FanoutBench <provider's port> <seconds> <rounds> <scenarios, by comma> <name:protocol:port:pid:echoes> …`.
  public static void main(String[] arguments) throws Exception {
    List<Way> ways =
        Arrays.stream(arguments).skip(4).map(text -> text.split(":")).map(FanoutBench::way).toList();
    List<String> wanted = List.of(arguments[3].split(","));
    int rounds = Integer.parseInt(arguments[2]);
    try (StampProvider provider = new StampProvider(Integer.parseInt(arguments[0]))) {
      FanoutBench bench =
          new FanoutBench(ways, new ParleyRooms(ways), provider, Integer.parseInt(arguments[1]));
      bench.warmUp();
      for (Scenario scenario : Scenario.values()) {
        if (wanted.contains(scenario.key)) {
          bench.measure(scenario, scenario == Scenario.IDLE ? 1 : rounds);
        }
      }
    }
    System.exit(0);
  }

  private static Way way(String[] parts) {
    return new Way(
        parts[0],
        Protocol.valueOf(parts[1]),
        Integer.parseInt(parts[2]),
        Long.parseLong(parts[3]),
        Boolean.parseBoolean(parts[4]));
  }

  /// Every way as it will be asked, so that none is measured while it is still compiled: servers
  /// run for weeks. HotSpot takes longer than V8 until it has compiled the last.
  private void warmUp() throws Exception {
    for (Way way : ways) {
      int times = way.protocol() == Protocol.PARLEY ? 3 : 1;
      for (int time = 0; time < times; time++) {
        for (Scenario scenario : List.of(Scenario.A1000, Scenario.B)) {
          try (Crowd crowd = crowd(way, scenario, 1, 400)) {
            run(way, scenario, crowd, new Figures());
          }
        }
      }
    }
  }

  private void measure(Scenario scenario, int rounds) throws Exception {
    List<Figures> figures = new ArrayList<>();
    ways.forEach(_ -> figures.add(new Figures()));
    for (int round = 0; round < rounds; round++) {
      for (int at = 0; at < ways.size(); at++) {
        Way way = ways.get(at);
        if (scenario == Scenario.IDLE) {
          idle(way, scenario, figures.get(at));
          continue;
        }
        try (Crowd crowd = crowd(way, scenario, scenario.rooms, scenario.readersEach)) {
          run(way, scenario, crowd, figures.get(at));
        }
        System.err.printf("%s, round %d: %s%n", scenario.key, round + 1, line(way, figures.get(at)));
      }
    }
    print(scenario, figures);
  }

  private Crowd crowd(Way way, Scenario scenario, int rooms, int readersEach) throws Exception {
    List<String> names =
        way.protocol() == Protocol.PARLEY
            ? parley.rooms(rooms, scenario.isReply())
            : ParleyRooms.names(rooms);
    Crowd crowd = new Crowd(way, names, readersEach, parley);
    crowd.join();
    return crowd;
  }

  private void run(Way way, Scenario scenario, Crowd crowd, Figures figures) throws Exception {
    way.awaitCompiled();
    long frames = crowd.frames();
    Map<String, Long> threads = way.threads();
    double cpu = way.cpuSeconds();
    long began = System.nanoTime();
    if (scenario.isReply()) {
      provider.next(TOKENS_PER_SECOND, seconds * TOKENS_PER_SECOND);
      crowd.expect(seconds * TOKENS_PER_SECOND);
      crowd.ask();
    } else {
      crowd.type(scenario.typistsEach(), scenario.updatesPerSecond(), seconds);
    }
    crowd.await(Math.max(15, seconds * 2), TimeUnit.SECONDS);
    figures.rounds++;
    figures.cpu += way.cpuSeconds() - cpu;
    System.err.printf(
        "%s: %s from %s: %.2f CPU s, of these %s%n",
        scenario.key,
        way.name(),
        Instant.now().minusNanos(System.nanoTime() - began),
        way.cpuSeconds() - cpu,
        busiest(threads, way.threads()));
    figures.seconds += (System.nanoTime() - began) / 1e9;
    figures.frames += crowd.frames() - frames;
    figures.readers += crowd.size();
    figures.whole += crowd.whole();
    figures.latencies.add(crowd.latencies());
  }

  private static String busiest(Map<String, Long> before, Map<String, Long> after) {
    return after.entrySet().stream()
        .map(each -> Map.entry(each.getKey(), each.getValue() - before.getOrDefault(each.getKey(), 0L)))
        .filter(each -> each.getValue() > 0)
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .limit(8)
        .map(each -> "%s %.2f".formatted(each.getKey(), each.getValue() / 100.0))
        .collect(Collectors.joining(", "));
  }

  private void idle(Way way, Scenario scenario, Figures figures) throws Exception {
    way.collectGarbage();
    long before = way.residentKilobytes();
    try (Crowd crowd = crowd(way, scenario, scenario.rooms, scenario.readersEach)) {
      way.collectGarbage();
      figures.idleKilobytes = (double) (way.residentKilobytes() - before) / crowd.size();
    }
  }

  private void print(Scenario scenario, List<Figures> figures) {
    System.out.printf("%n### %s%n%n", scenario.title());
    if (scenario == Scenario.IDLE) {
      System.out.println("| Server | Resident memory per connection |\n|---|---|");
      for (int at = 0; at < ways.size(); at++) {
        System.out.printf("| %s | %.1f KB |%n", ways.get(at).name(), figures.get(at).idleKilobytes);
      }
      return;
    }
    System.out.println(
        "| Server | CPU s per million characters | Deliveries per CPU s | p50 / p99 / p99.9 | Frames/s to each | Whole at |");
    System.out.println("|---|---|---|---|---|---|");
    for (int at = 0; at < ways.size(); at++) {
      System.out.println(line(ways.get(at), figures.get(at)));
    }
  }

  private static String line(Way way, Figures of) {
    long deliveries = of.latencies.count();
    return "| %s | %.3f | %,.0f | %.1f / %.1f / %.1f ms | %.1f | %,d of %,d |"
        .formatted(
            way.name(),
            of.cpu * 1e6 / (deliveries * (double) Stamp.LENGTH),
            deliveries / of.cpu,
            of.latencies.percentile(50),
            of.latencies.percentile(99),
            of.latencies.percentile(99.9),
            (double) of.frames / of.readers / (of.seconds / of.rounds),
            of.whole,
            of.readers);
  }
}
