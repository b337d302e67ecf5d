package io.parley.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.parley.testing.Await;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

class ReconnectingPublisherTest {
  private final List<Source> sources = new CopyOnWriteArrayList<>();
  private final AtomicInteger refusals = new AtomicInteger();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Sink sink = new Sink();

  @Test
  void whatWasAskedForAndHasNotComeIsAskedOfTheNextStream() {
    subscribe();
    sink.subscription.request(3);
    source(0).emit("a");

    source(0).subscriber.onError(new IllegalStateException("poll failed"));
    source(1).emit("b");
    sink.subscription.request(5);

    assertEquals(List.of("a", "b"), sink.items);
    assertEquals(2 + 5, source(1).requested.get());
  }

  @Test
  void aStreamThatEndsIsFollowedByAnother() {
    subscribe();

    source(0).subscriber.onComplete();
    sink.subscription.request(1);
    source(1).emit("a");

    assertEquals(List.of("a"), sink.items);
  }

  @Test
  void aStreamThatCannotBeOpenedIsAskedForAgain() {
    refusals.set(3);
    subscribe();
    sink.subscription.request(1);

    source(0).emit("a");

    assertEquals(List.of("a"), sink.items);
    assertEquals(0, refusals.get());
  }

  @Test
  void afterTheEndNoOtherIsOpened() {
    subscribe();
    var only = source(0);
    closed.set(true);

    only.subscriber.onError(new IllegalStateException("closed"));

    assertEquals(List.of(), sink.ends, "the reader is not told: the server stops");
    assertEquals(1, sources.size());
  }

  private void subscribe() {
    new ReconnectingPublisher<String>(
            "test",
            () -> {
              if (refusals.get() > 0) {
                refusals.decrementAndGet();
                throw new IllegalStateException("no resolvable bootstrap urls");
              }
              return new Source();
            },
            closed::get)
        .subscribe(sink);
  }

  private Source source(int number) {
    Await.until("stream " + number + " is open", () -> sources.size() > number);
    return sources.get(number);
  }

  private final class Source implements Publisher<String>, Subscription {
    private final AtomicInteger requested = new AtomicInteger();
    private Subscriber<? super String> subscriber = sink;

    @Override
    public void subscribe(Subscriber<? super String> subscriber) {
      this.subscriber = subscriber;
      subscriber.onSubscribe(this);
      sources.add(this);
    }

    void emit(String item) {
      Await.until("it is asked for", () -> requested.get() > 0);
      subscriber.onNext(item);
    }

    @Override
    public void request(long n) {
      requested.addAndGet((int) n);
    }

    @Override
    public void cancel() {}
  }

  private static final class Sink implements Subscriber<String>, Subscription {
    private final List<String> items = new CopyOnWriteArrayList<>();
    private final List<String> ends = new CopyOnWriteArrayList<>();
    private Subscription subscription = this;

    @Override
    public void onSubscribe(Subscription subscription) {
      this.subscription = subscription;
    }

    @Override
    public void onNext(String item) {
      items.add(item);
    }

    @Override
    public void onError(Throwable failure) {
      ends.add("error");
    }

    @Override
    public void onComplete() {
      ends.add("complete");
    }

    @Override
    public void request(long n) {}

    @Override
    public void cancel() {}
  }
}
