package io.parley.chaos;

import io.parley.testing.ParleyNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/// A balancer that asks each node twice a second whether it is ready. A node that is not for three
/// times in a row, as Kubernetes counts by default, is taken out: its connections are reset and new
/// ones are refused until it is ready again.
final class Balancer implements AutoCloseable {
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  private static final int FAILURES = 3;

  private final List<Door> doors;
  private final ScheduledExecutorService looking =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("balancer").factory());
  private final AtomicInteger takenOut = new AtomicInteger();

  /// A node as a balancer knows it.
  ///
  /// @param ready one that throws is not
  record Backend(int port, Callable<Boolean> ready) {
    static Backend of(ParleyNode node) {
      return new Backend(node.port(), node::isReady);
    }
  }

  private static final class Door {
    private final Backend backend;
    private final FaultProxy proxy;
    private boolean open = true;
    private int failures;

    Door(Backend backend) {
      this.backend = backend;
      this.proxy = FaultProxy.to(backend.port());
    }
  }

  /// All backends are taken for ready until they have been asked.
  Balancer(List<Backend> backends) {
    doors = backends.stream().map(Door::new).toList();
    var _ =
        looking.scheduleWithFixedDelay(this::look, 0, LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  static Balancer of(Cluster cluster) {
    return new Balancer(cluster.nodes().stream().map(Backend::of).toList());
  }

  /// Where a client connects for the nth time.
  IntFunction<InetSocketAddress> doors(int first) {
    return time -> doors.get((first + time) % doors.size()).proxy.address();
  }

  /// How often a node was taken out.
  int takenOut() {
    return takenOut.get();
  }

  private void look() {
    for (Door door : doors) {
      door.failures = isReady(door.backend) ? 0 : door.failures + 1;
      if (door.open && door.failures >= FAILURES) {
        door.open = false;
        takenOut.incrementAndGet();
        door.proxy.refuse(true);
        door.proxy.links().forEach(FaultProxy.Link::cut);
      } else if (!door.open && door.failures == 0) {
        door.open = true;
        door.proxy.refuse(false);
      }
    }
  }

  private static boolean isReady(Backend backend) {
    try {
      return backend.ready().call();
    } catch (IOException noAnswer) {
      return false; // as a balancer has it
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    looking.shutdownNow();
    doors.forEach(door -> door.proxy.close());
  }
}
