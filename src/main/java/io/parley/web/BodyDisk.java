package io.parley.web;

import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// The room on disk for bodies that have arrived in part, or wait to be read. Counted is what has
/// arrived, not what was announced: to announce costs nothing. Safe for use by many threads.
final class BodyDisk {
  private static final Duration SOON = Duration.ofSeconds(10);

  private final long bytes;
  private final long addressBytes;
  private final Map<String, Long> held = new HashMap<>();
  private long inAll;

  /// @param bytes of all bodies together
  /// @param addressBytes of those of one address, which cannot fill it for all others
  BodyDisk(long bytes, long addressBytes) {
    this.bytes = bytes;
    this.addressBytes = addressBytes;
  }

  /// What one body takes of it.
  Share share(String client) {
    return new Share(client);
  }

  private synchronized void take(String client, long wanted) {
    if (inAll + wanted > bytes) {
      throw Problem.UNAVAILABLE.because("The server has no room for more large requests.", SOON);
    }
    long clients = held.getOrDefault(client, 0L) + wanted;
    if (clients > addressBytes) {
      throw Problem.RATE_LIMITED.because(
          "Your address has too many large requests in progress. Finish them first.", SOON);
    }
    held.put(client, clients);
    inAll += wanted;
  }

  private synchronized void giveBack(String client, long taken) {
    held.computeIfPresent(client, (_, before) -> before == taken ? null : before - taken);
    inAll -= taken;
  }

  synchronized long taken() {
    return inAll;
  }

  /// Of one body. Not thread-safe.
  final class Share implements AutoCloseable {
    private final String client;
    private long taken;

    private Share(String client) {
      this.client = client;
    }

    /// @throws ProblemException `unavailable` if the disk's room is used up, `rate_limited` if the
    ///   address's part of it is
    void grow(long by) {
      take(client, by);
      taken += by;
    }

    @Override
    public void close() {
      if (taken > 0) {
        giveBack(client, taken);
        taken = 0;
      }
    }
  }
}
