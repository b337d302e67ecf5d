package io.parley.web;

import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/// One body on its way. The container calls it when bytes have arrived, and no thread waits for
/// them.
final class BodyReader implements ReadListener, AsyncListener {
  private static final Logger LOG = System.getLogger(BodyReader.class.getName());
  private static final int CHUNK_BYTES = 8 * 1024;

  private final ServletInputStream input;
  private final HttpServletRequest request;
  private final HttpServletResponse response;
  private final ReceivedBody body;
  private final AsyncContext exchange;
  private final Duration patience;
  private final Runnable onEnd;
  private final AtomicBoolean ended = new AtomicBoolean();

  private BodyReader(
      HttpServletRequest request,
      HttpServletResponse response,
      ReceivedBody body,
      Duration patience,
      Runnable onEnd)
      throws IOException {
    this.request = request;
    this.response = response;
    this.body = body;
    this.patience = patience;
    this.onEnd = onEnd;
    this.input = request.getInputStream();
    this.exchange = request.startAsync(new WithBody(request, body), response);
  }

  static void start(
      HttpServletRequest request,
      HttpServletResponse response,
      ReceivedBody body,
      Duration patience,
      Runnable onEnd)
      throws IOException {
    BodyReader reader = new BodyReader(request, response, body, patience, onEnd);
    reader.exchange.setTimeout(patience.toMillis());
    reader.exchange.addListener(reader);
    reader.input.setReadListener(reader);
  }

  @Override
  public void onDataAvailable() throws IOException {
    byte[] chunk = new byte[CHUNK_BYTES];
    while (!ended.get() && !body.isFull() && input.isReady()) {
      int count = input.read(chunk);
      if (count < 0) {
        break;
      }
      try {
        body.append(chunk, count);
      } catch (ProblemException refusal) {
        giveUp(refusal);
        return;
      }
    }
    if (body.isFull()) {
      // whoever reads it says so; the rest of it is read by nobody
      response.setHeader("Connection", "close");
      finish();
    }
  }

  @Override
  public void onAllDataRead() {
    finish();
  }

  private void finish() {
    if (end()) {
      exchange.dispatch();
    }
  }

  /// The client has left or was silent for too long, or what it sends is no body.
  @Override
  public void onError(Throwable failure) {
    LOG.log(Level.DEBUG, "a body did not arrive", failure);
    giveUp(
        failure instanceof SocketTimeoutException
            ? late()
            : Problem.INVALID_REQUEST.because("The request's body cannot be read to its end."));
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    giveUp(late());
  }

  @Override
  public void onError(AsyncEvent event) {
    giveUp(late());
  }

  private ProblemException late() {
    return Problem.REQUEST_TIMEOUT.because(
        "The request's body did not arrive within %d seconds, or stopped for 10 seconds."
            .formatted(patience.toSeconds()));
  }

  private void giveUp(ProblemException refusal) {
    if (!end()) {
      return;
    }
    try (body) {
      response.setHeader("Connection", "close");
      Refusal.send(refusal, request, response);
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "nobody is there to be told", e);
    } finally {
      exchange.complete();
    }
  }

  private boolean end() {
    boolean first = ended.compareAndSet(false, true);
    if (first) {
      onEnd.run();
    }
    return first;
  }

  @Override
  public void onComplete(AsyncEvent event) throws IOException {
    body.close();
  }

  @Override
  public void onStartAsync(AsyncEvent event) {
    // who answers later keeps the body until then
    event.getAsyncContext().addListener(this);
  }
}
