package io.parley.openai;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Notices that callers have left while nothing is written to them: a model may think for a minute
/// that nobody waits for any more. Liberty tells of it only when a write fails, and before the
/// first token, or for an answer in one piece, there is nothing to write.
///
/// The kernel knows: a connection whose other end has closed is no longer `ESTABLISHED` in its
/// table (`/proc/net/tcp`, proc(5)). One thread reads it for all who wait, and only while somebody
/// does. Where there is no such table, failing writes are all there is.
final class Departures implements AutoCloseable {
  static final List<Path> TABLES = List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));

  private static final Logger LOG = Logger.getLogger(Departures.class.getName());
  private static final Duration INTERVAL = Duration.ofMillis(120);

  /// The table may skip a row while others come and go: one that is missing is looked for again.
  private static final int MISSES = 3;

  private static final String ESTABLISHED = "01";
  private static final String MAPPED = "0000000000000000FFFF0000";
  private static final int IPV4_DIGITS = 8;

  private final List<Path> tables;
  private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
  private final Thread watcher;

  Departures(List<Path> tables) {
    this.tables = tables.stream().filter(Files::isReadable).toList();
    this.watcher = Thread.ofVirtual().name("v1-departures").unstarted(this::run);
    if (!this.tables.isEmpty()) {
      watcher.start();
    }
  }

  /// @param peer the caller's end of the connection
  /// @param left what to do when the caller has left; at most once
  Watch watch(InetAddress peer, int peerPort, int localPort, Runnable left) {
    Watch watch = new Watch(key(peer, peerPort, localPort), left);
    if (watches.add(watch)) {
      LockSupport.unpark(watcher);
    }
    return watch;
  }

  @Override
  public void close() {
    watcher.interrupt();
  }

  private void run() {
    while (!Thread.currentThread().isInterrupted()) {
      if (watches.isEmpty()) {
        LockSupport.park(this);
      } else {
        look();
        LockSupport.parkNanos(this, INTERVAL.toNanos());
      }
    }
  }

  private void look() {
    // Before the table is read: who comes in between is not in it.
    List<Watch> now = List.copyOf(watches);
    Set<String> established = new HashSet<>();
    Set<String> others = new HashSet<>();
    try {
      for (Path table : tables) {
        for (String row : Files.readAllLines(table, StandardCharsets.US_ASCII)) {
          String[] columns = row.strip().split(" +", 5);
          int port = columns.length < 5 ? -1 : columns[1].indexOf(':');
          if (port > 0) { // not the heading
            String key = columns[1].substring(port) + ' ' + wide(columns[2]);
            (columns[3].equals(ESTABLISHED) ? established : others).add(key);
          }
        }
      }
    } catch (IOException e) {
      LOG.log(Level.FINE, "the table of connections cannot be read", e);
      return;
    }
    now.forEach(watch -> watch.seen(established.contains(watch.key), others.contains(watch.key)));
  }

  /// As the table writes it: `:local peer:port`, addresses as words in the machine's byte order.
  private static String key(InetAddress peer, int peerPort, int localPort) {
    return ":%04X %s:%04X".formatted(localPort, address(peer), peerPort);
  }

  /// An IPv4 caller of a socket for both is in the table for IPv6, as `::ffff:a.b.c.d`: all
  /// addresses are compared in that form.
  private static String wide(String address) {
    return address.indexOf(':') == IPV4_DIGITS ? MAPPED + address : address;
  }

  private static String address(InetAddress peer) {
    byte[] bytes = peer.getAddress();
    StringBuilder text = new StringBuilder(peer instanceof Inet6Address ? "" : MAPPED);
    for (int word = 0; word < bytes.length; word += 4) {
      for (int at = 3; at >= 0; at--) {
        text.append("%02X".formatted(bytes[word + at] & 0xFF));
      }
    }
    return text.toString();
  }

  static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      return InetAddress.getLoopbackAddress();
    }
  }

  /// One caller who is waited for.
  final class Watch implements AutoCloseable {
    private final String key;
    private final Runnable left;
    private int missed;

    private Watch(String key, Runnable left) {
      this.key = key;
      this.left = left;
    }

    private void seen(boolean established, boolean closing) {
      missed = established ? 0 : missed + 1;
      if ((closing && !established) || missed >= MISSES) {
        if (watches.remove(this)) {
          Thread.startVirtualThread(left);
        }
      }
    }

    @Override
    public void close() {
      watches.remove(this);
    }
  }
}
