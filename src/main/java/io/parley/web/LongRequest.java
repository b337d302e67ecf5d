package io.parley.web;

import io.parley.node.Drain;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/// A request that takes its time: this node does not end before it has been answered, within the
/// drain's limit.
final class LongRequest implements AsyncListener {
  private final Drain drain;
  private final AtomicBoolean answered = new AtomicBoolean();

  private LongRequest(Drain drain) {
    this.drain = drain;
  }

  static void handle(
      ServletRequest request, ServletResponse response, FilterChain chain, Drain drain)
      throws IOException, ServletException {
    LongRequest held = new LongRequest(drain);
    drain.hold();
    boolean goesOn = false;
    try {
      chain.doFilter(request, response);
      goesOn = LaterAnswer.follows(request, held);
    } finally {
      if (!goesOn) {
        held.release();
      }
    }
  }

  @Override
  public void onComplete(AsyncEvent event) {
    release();
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    release();
  }

  @Override
  public void onError(AsyncEvent event) {
    release();
  }

  @Override
  public void onStartAsync(AsyncEvent event) {}

  private void release() {
    if (answered.compareAndSet(false, true)) {
      drain.release();
    }
  }
}
