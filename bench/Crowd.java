import io.parley.testing.Latencies;
import io.parley.testing.SocketLoad;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// Clients in rooms, as many in each, who count what they are shown.
final class Crowd implements SocketLoad.Listener, AutoCloseable {
  /// Connections that may be under way at once, so that none is opened in vain.
  private static final int KNOCKING = 100;

  private static final long QUIET_MICROS = 500_000;

  private final FanoutBench.Way way;
  private final List<String> rooms;
  private final int readersEach;
  private final ParleyRooms parley;
  private final SocketLoad load;
  private final SocketLoad.Socket[] sockets;
  private final int[] shown;
  private final int[] expected;
  private final Latencies latencies = new Latencies();
  private final Semaphore places = new Semaphore(KNOCKING);
  private final AtomicInteger joined = new AtomicInteger();
  private final AtomicInteger broken = new AtomicInteger();
  private volatile long expectedInAll;
  private volatile long shownInAll;
  private volatile long lastArrival;
  private byte[] lastFrame = {};
  private long[] lastStamps = {};

  Crowd(FanoutBench.Way way, List<String> rooms, int readersEach, ParleyRooms parley)
      throws IOException {
    this.way = way;
    this.rooms = rooms;
    this.readersEach = readersEach;
    this.parley = parley;
    this.sockets = new SocketLoad.Socket[rooms.size() * readersEach];
    this.shown = new int[sockets.length];
    this.expected = new int[sockets.length];
    this.load = new SocketLoad();
  }

  int size() {
    return sockets.length;
  }

  /// Connects all, and waits until each is in and all is quiet.
  void join() throws Exception {
    List<String> guests =
        way.protocol() == Protocol.PARLEY ? parley.guests(sockets.length) : List.of();
    for (int n = 0; n < sockets.length; n++) {
      if (!places.tryAcquire(60, TimeUnit.SECONDS)) {
        throw new IllegalStateException(joined + " of " + sockets.length + " are in " + way.name());
      }
      List<String> headers =
          guests.isEmpty()
              ? List.of()
              : List.of(
                  "Sec-WebSocket-Protocol: parley.v1", "Authorization: Bearer " + guests.get(n));
      String path = way.protocol().path(rooms.get(n / readersEach), n);
      load.open(new InetSocketAddress("127.0.0.1", way.port()), n, path, headers, this);
    }
    if (!places.tryAcquire(KNOCKING, 60, TimeUnit.SECONDS)) {
      throw new IllegalStateException(joined + " of " + sockets.length + " are in " + way.name());
    }
    places.release(KNOCKING);
    while (SocketLoad.micros() - lastArrival < QUIET_MICROS) {
      LockSupport.parkNanos(50_000_000);
    }
  }

  /// From now on each is to be shown so many stamps.
  void expect(int each) {
    for (int n = 0; n < expected.length; n++) {
      expected[n] += each;
    }
    expectedInAll += (long) each * expected.length;
  }

  /// The first asks for a reply.
  void ask() {
    sockets[0].send(way.protocol().post(UUID.randomUUID().toString()));
  }

  /// The first of each room type for so long, their updates spread evenly.
  void type(int typistsEach, int updatesPerSecond, int seconds) {
    int typists = rooms.size() * typistsEach;
    int updates = typists * updatesPerSecond * seconds;
    expectUpdates(typistsEach, updatesPerSecond * seconds);
    String[] drafts = new String[typists];
    long began = System.nanoTime();
    for (int n = 0; n < updates; n++) {
      long due = began + n * 1_000_000_000L / (typists * updatesPerSecond);
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      int typist = n % typists;
      int seq = n / typists + 1;
      if (seq == 1) {
        drafts[typist] = UUID.randomUUID().toString();
      }
      String draft =
          "{\"type\":\"draft\",\"draft_id\":\"%s\",\"seq\":%d,\"event\":\"%s\",\"ops\":[{\"op\":\"insert\",\"at\":%d,\"text\":\"%s\"}]}"
              .formatted(
                  drafts[typist], seq, seq == 1 ? "new" : "edit", (seq - 1) * Stamp.LENGTH, Stamp.now());
      int socket = typist / typistsEach * readersEach + typist % typistsEach;
      sockets[socket].send(way.protocol().draft(draft));
    }
  }

  private void expectUpdates(int typistsEach, int updatesOfEach) {
    long all = 0;
    boolean echoes = way.echoes() && readersEach > 25;
    for (int n = 0; n < expected.length; n++) {
      boolean types = n % readersEach < typistsEach;
      expected[n] += (typistsEach - (types && !echoes ? 1 : 0)) * updatesOfEach;
      all += expected[n];
    }
    expectedInAll += all;
  }

  /// Waits until all have been shown all that is expected, or the time is up.
  void await(long time, TimeUnit unit) {
    long end = System.nanoTime() + unit.toNanos(time);
    while (shownInAll < expectedInAll && System.nanoTime() < end) {
      LockSupport.parkNanos(5_000_000);
    }
  }

  /// How many have been shown exactly what was expected.
  int whole() {
    int whole = 0;
    for (int n = 0; n < expected.length; n++) {
      whole += shown[n] == expected[n] ? 1 : 0;
    }
    return whole - broken.get();
  }

  long frames() {
    long frames = 0;
    for (SocketLoad.Socket socket : sockets) {
      frames += socket.frames();
    }
    return frames;
  }

  Latencies latencies() {
    return latencies;
  }

  @Override
  public void open(SocketLoad.Socket socket) {
    sockets[socket.index()] = socket;
    way.protocol().hello().ifPresentOrElse(socket::send, this::isIn);
  }

  @Override
  public void message(SocketLoad.Socket socket, ByteBuffer message, long arrived) {
    lastArrival = arrived;
    long[] stamps = stamps(message, socket);
    if (stamps.length == 0) {
      return;
    }
    for (long stamp : stamps) {
      latencies.add(Stamp.age(stamp, arrived));
    }
    shown[socket.index()] += stamps.length;
    shownInAll = shownInAll + stamps.length;
  }

  /// Most clients get the same frame: it is read once.
  private long[] stamps(ByteBuffer message, SocketLoad.Socket socket) {
    if (message.remaining() == lastFrame.length && message.equals(ByteBuffer.wrap(lastFrame))) {
      return lastStamps;
    }
    byte[] frame = new byte[message.remaining()];
    message.duplicate().get(frame);
    if (way.protocol().welcomes(frame)) {
      isIn();
      return new long[0];
    }
    Optional<String> answer = way.protocol().answer(frame);
    if (answer.isPresent()) {
      socket.send(answer.get());
      return new long[0];
    }
    lastFrame = frame;
    lastStamps = Stamp.in(message);
    return lastStamps;
  }

  private void isIn() {
    lastArrival = SocketLoad.micros();
    joined.incrementAndGet();
    places.release();
  }

  @Override
  public void closed(SocketLoad.Socket socket, String why) {
    if (broken.incrementAndGet() <= 3) {
      System.err.println(way.name() + ", socket " + socket.index() + ": " + why);
    }
  }

  @Override
  public void close() throws IOException {
    load.close();
  }
}
