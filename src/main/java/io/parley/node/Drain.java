package io.parley.node;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// The orderly end of this node. When it is asked to end it says that it is not ready, takes nobody
/// in, and lets every [Drainable] finish; then the server stops as usual.
@ApplicationScoped
public class Drain {
  private static final System.Logger LOG = System.getLogger(Drain.class.getName());

  /// What a container is killed by that was stopped by a signal: 128 + SIGTERM.
  private static final int STATUS = 143;

  /// How long the server may then take to stop. With Kafka away its clients would take longer, and
  /// an operator's patience ends (Kubernetes waits for 30 s): nothing is lost by a sudden end.
  private static final Duration STOP_WITHIN = Duration.ofSeconds(8);

  private static final Duration LOOK_EVERY = Duration.ofMillis(50);

  @Inject NodeConfig config;
  @Inject @Any Instance<Drainable> farewells;

  private Optional<Signals> signals = Optional.empty();
  private final AtomicInteger held = new AtomicInteger();
  private volatile boolean begun;

  void start(@Observes Startup startup) {
    signals = Optional.of(Signals.hear(this::begin));
  }

  @PreDestroy
  void stop() {
    signals.ifPresent(Signals::close);
  }

  /// Whether this node is about to end: who comes now goes to another one.
  public boolean hasBegun() {
    return begun;
  }

  /// The node does not end before this is released, within its limit.
  public void hold() {
    held.incrementAndGet();
  }

  public void release() {
    held.decrementAndGet();
  }

  private void begin() {
    begun = true;
    Thread.ofPlatform().daemon().name("parley-halt").start(this::haltLater);
    long began = System.nanoTime();
    LOG.log(System.Logger.Level.INFO, "Shutdown started, draining");
    List<Thread> threads = new ArrayList<>();
    farewells.forEach(farewell ->
        threads.add(
            Thread.ofPlatform().daemon().name("parley-farewell").start(() -> leave(farewell))));
    try {
      for (Thread thread : threads) {
        thread.join(config.drainTimeout().plusSeconds(1));
      }
      while (held.get() > 0 && System.nanoTime() - began < config.drainTimeout().toNanos()) {
        Thread.sleep(LOOK_EVERY);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    LOG.log(
        System.Logger.Level.INFO,
        "Drained after {0} ms",
        Duration.ofNanos(System.nanoTime() - began).toMillis());
  }

  private void leave(Drainable farewell) {
    Thread.currentThread().setContextClassLoader(Drain.class.getClassLoader());
    try {
      farewell.leave(config.drainTimeout());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "A task of the shutdown failed", e);
    }
  }

  private void haltLater() {
    try {
      Thread.sleep(config.drainTimeout().plus(STOP_WITHIN));
      LOG.log(System.Logger.Level.WARNING, "The server does not stop in time. It is halted");
      Runtime.getRuntime().halt(STATUS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
