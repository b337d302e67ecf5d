package io.parley.log;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/// A stream that does not end: when the one behind it fails or ends, another takes its place, with
/// what was asked for and has not come yet.
final class ReconnectingPublisher<T> implements Publisher<T> {
  private final String name;
  private final Callable<? extends Publisher<? extends T>> source;
  private final BooleanSupplier closed;

  /// @param source is asked for a new stream each time, on a thread of its own; may block, and may
  ///   throw, then it is asked again
  /// @param closed when no other stream is to be opened
  ReconnectingPublisher(
      String name, Callable<? extends Publisher<? extends T>> source, BooleanSupplier closed) {
    this.name = name;
    this.source = source;
    this.closed = closed;
  }

  @Override
  public void subscribe(Subscriber<? super T> subscriber) {
    var link = new Link(subscriber);
    subscriber.onSubscribe(link);
    link.connect();
  }

  private final class Link implements Subscription, Subscriber<T> {
    private final Subscriber<? super T> downstream;
    private final ClassLoader loader = Thread.currentThread().getContextClassLoader();
    private final Outage outage = new Outage("Reading " + name);
    private @Nullable Subscription upstream;
    private long demand;
    private int failures;
    private boolean cancelled;

    Link(Subscriber<? super T> downstream) {
      this.downstream = downstream;
    }

    void connect() {
      Thread.ofPlatform().daemon().name("parley-" + name).start(this::open);
    }

    private void open() {
      Thread.currentThread().setContextClassLoader(loader);
      try {
        source.call().subscribe(this);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (Exception e) {
        onError(e);
      }
    }

    @Override
    public void request(long n) {
      Subscription current;
      synchronized (this) {
        demand += n;
        current = upstream;
      }
      if (current != null) {
        current.request(n);
      }
    }

    @Override
    public void cancel() {
      Subscription current;
      synchronized (this) {
        cancelled = true;
        current = upstream;
      }
      if (current != null) {
        current.cancel();
      }
    }

    @Override
    public void onSubscribe(Subscription subscription) {
      long open;
      synchronized (this) {
        upstream = subscription;
        open = demand;
      }
      if (open > 0) {
        subscription.request(open);
      }
    }

    @Override
    public void onNext(T item) {
      synchronized (this) {
        demand--;
        failures = 0;
      }
      outage.worked();
      downstream.onNext(item);
    }

    @Override
    public void onError(Throwable failure) {
      outage.failed(failure);
      connectAgain();
    }

    @Override
    public void onComplete() {
      connectAgain();
    }

    private void connectAgain() {
      int attempt;
      synchronized (this) {
        upstream = null;
        if (cancelled || closed.getAsBoolean()) {
          return;
        }
        failures++;
        attempt = failures;
      }
      CompletableFuture<Void> _ = Backoff.USUAL.after(attempt).thenRun(this::reconnect);
    }

    private void reconnect() {
      if (!closed.getAsBoolean()) {
        connect();
      }
    }
  }
}
