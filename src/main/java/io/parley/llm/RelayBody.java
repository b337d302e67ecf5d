package io.parley.llm;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/// The pieces of a good answer, on their way to the reader of a [RelayCall]. The answer ends where
/// its reader reports it, also if the provider keeps the connection open. What follows is then read
/// and forgotten, so that the connection can serve again.
///
/// The lock is held while the reader runs: its end may also come from a timer.
final class RelayBody implements BodySubscriber<Optional<InputStream>> {
  private static final int DECODED_BYTES = 16 * 1024;
  private static final int MOST_AFTER_THE_END = 64 * 1024;
  private static final Duration DRAIN = Duration.ofSeconds(2);

  private final RelayCall.Reader reader;
  private final Optional<ContentDecoder> decoder;
  private final Patience patience;
  private final Watchdog watchdog;
  private final RelayCall.Progress progress;
  private final byte[] decoded;
  private final CompletableFuture<Optional<InputStream>> end = new CompletableFuture<>();
  private volatile Optional<Flow.Subscription> subscription = Optional.empty();
  private Optional<Watchdog> drain = Optional.empty();
  private boolean begun;
  private boolean over;
  private int afterTheEnd;

  RelayBody(
      RelayCall.Reader reader,
      Optional<ContentDecoder> decoder,
      Patience patience,
      Watchdog watchdog,
      RelayCall.Progress progress) {
    this.reader = reader;
    this.decoder = decoder;
    this.patience = patience;
    this.watchdog = watchdog;
    this.progress = progress;
    this.decoded = new byte[decoder.isPresent() ? DECODED_BYTES : 0];
  }

  @Override
  public CompletionStage<Optional<InputStream>> getBody() {
    return end;
  }

  @Override
  public void onSubscribe(Flow.Subscription opened) {
    subscription = Optional.of(opened);
    if (progress.opened(this)) {
      opened.request(1);
    } else {
      opened.cancel();
    }
  }

  @Override
  public synchronized void onNext(List<ByteBuffer> pieces) {
    if (over) {
      forget(pieces);
      return;
    }
    watchdog.rest();
    try {
      boolean idle = true;
      for (ByteBuffer piece : pieces) {
        idle &= take(piece);
      }
      if (reader.isOver()) {
        finish();
        drain();
      } else {
        watchdog.expect(wait(idle));
        subscription.ifPresent(more -> more.request(1));
      }
    } catch (IOException | RuntimeException e) {
      fail(e);
    }
  }

  @Override
  public synchronized void onError(Throwable failure) {
    if (over) {
      close();
    } else if (reader.isWhole()) {
      // What broke after it is no loss.
      complete();
    } else {
      over = true;
      close();
      end.completeExceptionally(failure);
    }
  }

  @Override
  public synchronized void onComplete() {
    watchdog.rest();
    if (over) {
      close();
      return;
    }
    try {
      if (decoder.isPresent() && !reader.isWhole()) {
        decoder.get().end();
      }
      complete();
    } catch (IOException e) {
      fail(e);
    }
  }

  /// Ends an answer that is whole, although the provider has not ended it.
  ///
  /// @return whether the answer is over
  synchronized boolean endIfWhole() {
    if (!over && reader.isWhole()) {
      complete();
      leave();
    }
    return over;
  }

  /// Closes the connection.
  void leave() {
    subscription.ifPresent(Flow.Subscription::cancel);
  }

  /// @return whether it was nothing but a sign of life
  private boolean take(ByteBuffer piece) throws IOException {
    if (decoder.isEmpty()) {
      note(reader.read(piece));
      return reader.isIdle();
    }
    boolean idle = true;
    decoder.get().feed(piece);
    int count = decoder.get().read(decoded, 0, decoded.length);
    while (count > 0 && !reader.isOver()) {
      note(reader.read(ByteBuffer.wrap(decoded, 0, count)));
      idle &= reader.isIdle();
      count = decoder.get().read(decoded, 0, decoded.length);
    }
    return idle;
  }

  private long wait(boolean idle) {
    if (idle) {
      return patience.alive();
    }
    patience.event(begun, reader.isWhole());
    return patience.deadline();
  }

  private void note(boolean now) {
    if (now && !begun) {
      begun = true;
      progress.began();
    }
  }

  private void complete() {
    try {
      finish();
    } catch (IOException | RuntimeException e) {
      fail(e);
    }
    close();
  }

  private void finish() throws IOException {
    over = true;
    reader.end();
    end.complete(Optional.empty());
  }

  private void fail(Exception why) {
    over = true;
    progress.left(why);
    leave();
    close();
    end.completeExceptionally(why);
  }

  private void drain() {
    Watchdog limit = new Watchdog(this::leave);
    limit.expect(Watchdog.in(DRAIN));
    drain = Optional.of(limit);
    subscription.ifPresent(more -> more.request(1));
  }

  private void forget(List<ByteBuffer> pieces) {
    for (ByteBuffer piece : pieces) {
      afterTheEnd += piece.remaining();
    }
    if (afterTheEnd > MOST_AFTER_THE_END) {
      leave();
      close();
    } else {
      subscription.ifPresent(more -> more.request(1));
    }
  }

  private void close() {
    decoder.ifPresent(ContentDecoder::close);
    drain.ifPresent(Watchdog::close);
  }
}
