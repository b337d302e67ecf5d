package io.parley.realtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A topic with an owner whose state is the number of its last event.
@SuppressWarnings(
    "ThreadPriorityCheck") // yields only to mix the threads' steps, nothing relies on it
final class BusyTopic {
  private final String name;
  private final Hub hub;
  private final Object ownersLock = new Object();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final CountDownLatch published = new CountDownLatch(1);
  private final Follower faithful = new Follower();
  private int last;

  BusyTopic(String name, Hub hub) {
    this.name = name;
    this.hub = hub;
    hub.subscribe(name, faithful, Frame.of("0"));
  }

  void publish(int count) {
    for (int i = 1; i <= count; i++) {
      synchronized (ownersLock) {
        last = i;
        hub.publish(name, List.of(Events.durable(Integer.toString(i))));
      }
      if (i % 64 == 0) {
        Thread.yield();
      }
    }
    published.countDown();
  }

  void comeAndGo(int times) {
    for (int i = 0; i < times; i++) {
      Follower follower = new Follower();
      synchronized (ownersLock) {
        hub.subscribe(name, follower, Frame.of(Integer.toString(last)));
      }
      Thread.yield();
      synchronized (ownersLock) {
        hub.resync(name, follower, Frame.of(Integer.toString(last)));
      }
      Thread.yield();
      hub.unsubscribe(name, follower);
    }
  }

  void assertEverythingSeen() throws InterruptedException {
    published.await();
    faithful.await(last);
    assertEquals(List.of(), List.copyOf(failures));
  }

  private final class Follower implements Subscriber {
    private final ConnectionId id = ConnectionId.next();
    private int at = -1;

    @Override
    public ConnectionId id() {
      return id;
    }

    @Override
    public synchronized void start(Frame state) {
      int covered = Integer.parseInt(state.text());
      if (at >= 0 && covered != at) {
        failures.add(name + ": at " + at + ", but the snapshot says " + covered);
      }
      at = covered;
    }

    @Override
    public synchronized boolean deliver(Batch batch) {
      for (WireEvent event : batch.events()) {
        int next = Integer.parseInt(event.json());
        if (next != at + 1) {
          failures.add(name + ": " + next + " came after " + at);
        }
        at = next;
      }
      notifyAll();
      return true;
    }

    private synchronized void await(int last) throws InterruptedException {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
      while (at < last && System.nanoTime() - end < 0) {
        wait(100);
      }
      assertEquals(last, at);
    }
  }
}
