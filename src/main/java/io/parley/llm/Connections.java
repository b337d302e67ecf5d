package io.parley.llm;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLException;

/// The connections to one provider, which are kept open from one request to the next.
///
/// A provider may close one at the moment that a request goes out on it. The JDK then repeats a GET
/// by itself, but no POST, and on any connection that is still open, whether or not the provider is
/// about to close that as well. So a request that failed like that is sent once more, on a new
/// connection ([#mayBeStale]).
final class Connections implements AutoCloseable {
  /// A closed connection is noticed as soon as something is sent on it. A request that fails later
  /// has reached the provider.
  private static final Duration NOTICED = Duration.ofSeconds(2);

  private static final Duration DRAIN = Duration.ofSeconds(2);
  private static final int MOST_AFTER_THE_END = 64 * 1024;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Duration connectTimeout;
  private final HttpClient kept;
  private volatile boolean used;

  Connections(Duration connectTimeout) {
    this.connectTimeout = connectTimeout;
    this.kept = client();
  }

  /// For every request but a repeated one.
  HttpClient kept() {
    return kept;
  }

  /// Some request was answered: its connection may be kept open.
  void answered() {
    used = true;
  }

  /// Whether a request may have failed because the provider closed a connection that was kept open.
  ///
  /// @param failure before the first byte of the response
  /// @param sentAt when it was sent, in nanoseconds
  boolean mayBeStale(Throwable failure, long sentAt) {
    return used
        && failure instanceof IOException
        && !(failure instanceof ConnectException)
        && !(failure instanceof HttpConnectTimeoutException)
        && System.nanoTime() - sentAt < NOTICED.toNanos();
  }

  /// For one request, on a connection of its own. The caller ends it with [HttpClient#shutdown] as
  /// soon as the request is sent, which lets that request run to its end.
  HttpClient fresh() {
    return client();
  }

  /// Whether no connection came about.
  static boolean isUnreachable(Throwable failure) {
    return failure instanceof ConnectException
        || failure instanceof HttpConnectTimeoutException
        || failure instanceof UnresolvedAddressException
        || failure instanceof SSLException;
  }

  /// HTTP/1.1 on purpose: cancelling a request is then closing a connection, which every server
  /// understands, and several local ones stumble over an upgrade to HTTP/2. Redirects are not
  /// followed: the key would go along.
  private HttpClient client() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(connectTimeout)
        .executor(threads)
        .build();
  }

  @Override
  public void close() {
    kept.shutdownNow();
  }

  /// Reads what little follows the end of an answer, so that the connection can serve again; a
  /// server that keeps it open has it closed.
  static void drain(InputStream in) {
    try (in;
        Watchdog limit = new Watchdog(() -> close(in))) {
      limit.expect(Watchdog.in(DRAIN));
      in.readNBytes(MOST_AFTER_THE_END);
    } catch (IOException e) {
      close(in);
    }
  }

  /// Closes what is read from a provider, and the connection with it.
  static void close(InputStream in) {
    try {
      in.close();
    } catch (IOException e) {
      // A connection that cannot be closed properly is gone, which is what was wanted.
      return;
    }
  }
}
