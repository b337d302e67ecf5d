package io.parley.chaos;

import io.parley.chaos.Routes.Route;
import io.parley.testing.ApiClient;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// What the strangers do, on several threads, each with a random generator of its own.
final class Assault {
  private static final int WORKERS = 4;
  private static final int FEWEST_REQUESTS = 300;
  private static final int FEWEST_SOCKETS = 30;
  private static final Duration PATIENCE = Duration.ofMillis(300);
  private static final int QUOTED_BYTES = 200;

  private final Strangers strangers;
  private final Loot loot;
  private final List<Room> rooms = new ArrayList<>();
  private final List<Route> routes;
  private final Verdicts verdicts;
  private final AtomicLong frames = new AtomicLong();

  Assault(Cluster cluster, Strangers strangers, Victims victims, Verdicts verdicts) {
    this.strangers = strangers;
    this.loot = victims.loot();
    this.verdicts = verdicts;
    this.routes = Routes.of(cluster.east());
    rooms.add(cluster.room("mentions", "test/echo"));
    rooms.addAll(victims.rooms());
  }

  /// Pieces of frames that were sent.
  long frames() {
    return frames.get();
  }

  /// What can be tried in order.
  void sweep() {
    Sweep sweep = new Sweep(routes, loot, strangers.own());
    try (ExecutorService threads = Executors.newFixedThreadPool(WORKERS)) {
      // limits are per guest
      int turn = 0;
      for (Sweep.Plain visit : sweep.visits()) {
        ApiClient guest = strangers.any(turn++);
        threads.execute(() -> send(guest, visit));
      }
      sweep.squats().forEach(squat -> threads.execute(() -> send(strangers.any(0), squat)));
    }
  }

  private void send(ApiClient guest, Sweep.Plain request) {
    send(guest, request.bytes("127.0.0.1:" + guest.node().port(), guest.bearer()));
  }

  /// For so long, and on a busy machine until enough was tried.
  void run(Duration time, long seed) {
    long end = System.nanoTime() + time.toNanos();
    AtomicInteger requests = new AtomicInteger(FEWEST_REQUESTS);
    AtomicInteger sockets = new AtomicInteger(FEWEST_SOCKETS);
    try (ExecutorService threads = Executors.newFixedThreadPool(2 * WORKERS)) {
      for (int worker = 0; worker < WORKERS; worker++) {
        RandomGenerator first = new Random(seed + worker);
        RandomGenerator second = new Random(seed + 1_000 + worker);
        threads.execute(() -> {
          while (sockets.getAndDecrement() > 0 || System.nanoTime() < end) {
            socket(first);
          }
        });
        threads.execute(() -> {
          while (requests.getAndDecrement() > 0 || System.nanoTime() < end) {
            request(second);
          }
        });
      }
    }
  }

  private Spellings spellings(RandomGenerator random) {
    return new Spellings(random, loot, strangers.own());
  }

  private void request(RandomGenerator random) {
    ApiClient guest = strangers.any(random);
    byte[] request =
        new Requests(random, routes, spellings(random))
            .next("127.0.0.1:" + guest.node().port(), strangers.bearer(guest, random));
    send(guest, request);
  }

  private void send(ApiClient guest, byte[] request) {
    try {
      verdicts.answered(request, Exchange.of(guest.node().port(), request));
    } catch (SocketTimeoutException e) {
      verdicts.complain("no answer to " + Verdicts.words(request));
    } catch (IOException e) {
      verdicts.complain("no connection: " + e.getMessage());
    }
  }

  private void socket(RandomGenerator random) {
    Mutations mutations = new Mutations(random, spellings(random));
    Room room = rooms.get(random.nextInt(rooms.size()));
    ApiClient guest = strangers.any(random);
    List<byte[]> sent = new ArrayList<>();
    try (RawSocket socket = RawSocket.open(guest, room)) {
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
      hear(socket, room, () -> last(sent));
    } catch (IOException e) {
      if (String.valueOf(e.getMessage()).contains(" 401 ")) {
        strangers.replace(guest);
      } else {
        verdicts.complain("no socket: " + e.getMessage());
      }
    }
  }

  private void hear(RawSocket socket, Room room, Supplier<String> sent) throws IOException {
    long end = System.nanoTime() + 4 * PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      switch (socket.next(PATIENCE)) {
        case RawSocket.Heard.Message(String text) -> verdicts.heard(text, room.id(), sent);
        case RawSocket.Heard.Close(int code) -> {
          verdicts.closed(code, sent);
          return;
        }
        case RawSocket.Heard.End _ -> {
          verdicts.closed(-1, sent);
          return;
        }
        case RawSocket.Heard.Silence _ -> {
          return;
        }
        case RawSocket.Heard.Pong _, RawSocket.Heard.Ping _ -> {}
      }
    }
  }

  private static String last(List<byte[]> sent) {
    byte[] bytes = sent.getLast();
    return HexFormat.of().formatHex(bytes, 0, Math.min(QUOTED_BYTES, bytes.length));
  }
}
