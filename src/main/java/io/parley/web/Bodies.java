package io.parley.web;

import io.parley.http.Proxies;
import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/// Takes in the bodies of requests before anybody works on them: a body that arrives slowly, or
/// never, holds a connection and no thread (decision 0141).
///
/// Bounded: how large a body may be ([BodyLimits]), how long it may take, how many may be on their
/// way, from one address and in all, and what they take on disk ([BodyDisk]).
final class Bodies {
  static final int MOST = 1_000;
  static final int MOST_PER_ADDRESS = 200;

  /// Of the room on disk.
  private static final int ADDRESSES_PART = 4;

  /// For the first bytes, and on top of what a slow line takes for the rest.
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final long SLOWEST_BYTES_PER_SECOND = 64 * 1024;

  private final Proxies proxies;
  private final BodyLimits limits;
  private final BodyDisk keys;
  private final BodyDisk others;
  private final Map<String, Integer> unfinished = new HashMap<>();
  private int count;

  /// @param diskBytes of all bodies. Half of them are for the API that needs a key: what guests
  ///   import must not keep programs waiting
  Bodies(Proxies proxies, BodyLimits limits, long diskBytes) {
    this.proxies = proxies;
    this.limits = limits;
    this.keys = new BodyDisk(diskBytes / 2, diskBytes / ADDRESSES_PART);
    this.others = new BodyDisk(diskBytes / 2, diskBytes / ADDRESSES_PART);
  }

  /// Whether there is a body to wait for.
  static boolean isAnnounced(HttpServletRequest request) {
    return request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
  }

  /// Takes the body in, and has the request dispatched again when it is there.
  ///
  /// @throws ProblemException `rate_limited` or `unavailable` if too many are on their way
  void receive(HttpServletRequest request, HttpServletResponse response) throws IOException {
    String client = proxies.client(request);
    begin(client);
    long limit = limits.of(request);
    long announced = request.getContentLengthLong();
    long expected = announced < 0 ? limit : Math.min(announced, limit);
    Duration patience = PATIENCE.plusSeconds(expected / SLOWEST_BYTES_PER_SECOND);
    BodyDisk disk = RequestKind.of(request) == RequestKind.BEARER_API ? keys : others;
    AtomicBoolean open = new AtomicBoolean(true);
    Runnable once =
        () -> {
          if (open.getAndSet(false)) {
            end(client);
          }
        };
    try {
      BodyReader.start(
          request, response, new ReceivedBody(limit, disk.share(client)), patience, once);
    } catch (IOException | RuntimeException notBegun) {
      once.run();
      throw notBegun;
    }
  }

  private synchronized void begin(String client) {
    if (unfinished.getOrDefault(client, 0) >= MOST_PER_ADDRESS) {
      throw Problem.RATE_LIMITED.because(
          "Your address has " + MOST_PER_ADDRESS + " unfinished requests. Finish them first.",
          PATIENCE);
    }
    if (count >= MOST) {
      throw Problem.UNAVAILABLE.because(
          "The server is receiving " + MOST + " requests.", Duration.ofSeconds(1));
    }
    unfinished.merge(client, 1, Integer::sum);
    count++;
  }

  private synchronized void end(String client) {
    unfinished.computeIfPresent(client, (_, before) -> before == 1 ? null : before - 1);
    count--;
  }

  /// Bodies that are on their way.
  synchronized int unfinished() {
    return count;
  }
}
