package io.parley.web;

import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/// One body on its way. A virtual thread waits for it, and none of the container's.
///
/// Not a `ReadListener`: when a body arrived while the thread that had registered the listener was
/// still busy, Liberty mixed up the two, and the request was answered with 200 and nothing
/// (decision 0141).
final class BodyReader implements AsyncListener {
  private static final Logger LOG = System.getLogger(BodyReader.class.getName());

  /// What server.xml allows between two reads.
  private static final Duration READ_TIMEOUT = Duration.ofSeconds(10);

  private static final int CHUNK_BYTES = 8 * 1024;

  private final ServletInputStream input;
  private final HttpServletRequest request;
  private final HttpServletResponse response;
  private final ReceivedBody body;
  private final AsyncContext exchange;
  private final Duration patience;
  private final Runnable onEnd;
  private final long deadline;
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
    this.deadline = System.nanoTime() + patience.toNanos();
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
    // the reader keeps the deadline itself, and looks at it after each read
    reader.exchange.setTimeout(patience.plus(READ_TIMEOUT.multipliedBy(2)).toMillis());
    reader.exchange.addListener(reader);
    Thread.ofVirtual().name("body").start(reader::read);
  }

  private void read() {
    try {
      byte[] chunk = new byte[CHUNK_BYTES];
      while (!ended.get() && !body.isFull()) {
        int count = input.read(chunk);
        if (count < 0) {
          break;
        }
        body.append(chunk, count);
        if (System.nanoTime() - deadline > 0) {
          giveUp(late());
          return;
        }
      }
      if (body.isFull()) {
        // its reader reports it; the rest of the body is not read
        response.setHeader("Connection", "close");
      }
      finish();
    } catch (ProblemException refusal) {
      giveUp(refusal);
    } catch (IOException | RuntimeException failure) {
      failed(failure);
    }
  }

  private void finish() {
    if (end()) {
      exchange.dispatch();
    }
  }

  /// The client has left or was silent for too long, or what it sends is no body.
  private void failed(Throwable failure) {
    // after the end it is no client's doing: the request could not be handed on
    LOG.log(ended.get() ? Level.WARNING : Level.DEBUG, "a body did not arrive", failure);
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
      LOG.log(Level.DEBUG, "the client has disconnected", e);
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
