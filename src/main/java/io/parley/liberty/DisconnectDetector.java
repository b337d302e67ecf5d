package io.parley.liberty;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/// Notices that callers have left while nothing is written to them: a model may think for a minute
/// that nobody waits for. Liberty tells of it only when a write fails, and before the first token,
/// or for an answer in one piece, there is nothing to write.
///
/// The kernel knows: a connection whose other end has closed is no longer `ESTABLISHED` in its
/// table (`/proc/net/tcp`, proc(5)). One thread reads it for all who wait, and only while somebody
/// does. Where there is no such table, failing writes are all there is.
public final class DisconnectDetector implements AutoCloseable {
  public static final List<Path> TABLES =
      List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));

  private static final Logger LOG = System.getLogger(DisconnectDetector.class.getName());

  /// However busy the machine is: a disconnected client is noticed within half a second.
  private static final Duration LONGEST = Duration.ofMillis(200);

  private static final Duration INTERVAL = Duration.ofMillis(100);

  /// A look takes the kernel milliseconds where its table is large, however few connections there
  /// are: looking must not take more than this part of a core.
  private static final int SHARE = 20;

  /// The table may skip a row while others come and go: one that is missing is looked for again.
  private static final int MISSES = 3;

  private static final String ESTABLISHED = "01 ";
  private static final HexFormat HEX = HexFormat.of().withUpperCase();
  private static final String MAPPED = "0000000000000000FFFF0000";
  private static final int IPV4_DIGITS = 8;

  private final List<Path> tables;
  private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
  private final Thread watcher;
  private volatile boolean resting;
  private volatile int looks;

  public DisconnectDetector(List<Path> tables) {
    this.tables = tables.stream().filter(Files::isReadable).toList();
    this.watcher = Thread.ofVirtual().name("disconnect-detector").unstarted(this::run);
    if (!this.tables.isEmpty()) {
      watcher.start();
    }
  }

  /// @param peer the address of the caller's end of the connection
  /// @param left what to do when the caller has left; at most once
  public Watch watch(String peer, int peerPort, int localPort, Runnable left) {
    Watch watch = new Watch(peer, peerPort, localPort, left);
    watches.add(watch);
    if (resting) {
      LockSupport.unpark(watcher);
    }
    return watch;
  }

  /// To be called on the request's thread.
  ///
  /// @param left what to do when the caller has left; at most once
  public Watch watch(HttpServletRequest request, Runnable left) {
    return watch(request.getRemoteAddr(), request.getRemotePort(), request.getLocalPort(), left);
  }

  @Override
  public void close() {
    watcher.interrupt();
  }

  private void run() {
    while (!Thread.currentThread().isInterrupted()) {
      if (resting && watches.isEmpty()) {
        LockSupport.park(this);
      }
      resting = watches.isEmpty();
      if (!resting) {
        long begin = System.nanoTime();
        look();
        long took = System.nanoTime() - begin;
        long pause = Math.max(INTERVAL.toNanos(), took * SHARE);
        LockSupport.parkNanos(this, Math.min(pause, LONGEST.toNanos()));
      }
    }
  }

  /// How often the table was read.
  int looks() {
    return looks;
  }

  /// Who came, or was written to, since the last look has yet to wait: most requests are over by
  /// then, and need no look at all, and a write fails if the client has disconnected.
  @SuppressWarnings("NonAtomicVolatileUpdate") // only the one watcher changes it
  private void look() {
    List<Watch> waiting = watches.stream().filter(Watch::isSilent).toList();
    if (waiting.isEmpty()) {
      return;
    }
    looks++;
    Set<String> ports = waiting.stream().map(Watch::localPort).collect(Collectors.toSet());
    Map<String, Boolean> established = new HashMap<>();
    try {
      for (Path table : tables) {
        for (String row : Files.readAllLines(table, StandardCharsets.US_ASCII)) {
          read(row, ports, established);
        }
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "the table of connections cannot be read", e);
      return;
    }
    waiting.forEach(watch -> watch.seen(Optional.ofNullable(established.get(watch.key()))));
  }

  /// `sl: local:port peer:port state …`; the table is as long as the machine has connections, so
  /// rows of other ports are left early.
  private static void read(String row, Set<String> ports, Map<String, Boolean> established) {
    int local = row.indexOf(": ") + 2;
    int port = row.indexOf(':', local);
    int peer = row.indexOf(' ', port) + 1;
    int state = row.indexOf(' ', peer) + 1;
    if (local < 2 || port < 0 || peer < 1 || state < 1) {
      return; // the heading
    }
    String localPort = row.substring(port, peer - 1);
    if (ports.contains(localPort)) {
      String key = localPort + ' ' + wide(row.substring(peer, state - 1));
      established.put(key, row.startsWith(ESTABLISHED, state));
    }
  }

  /// An IPv4 caller of a socket for both is in the table for IPv6, as `::ffff:a.b.c.d`: all
  /// addresses are compared in that form.
  private static String wide(String address) {
    return address.indexOf(':') == IPV4_DIGITS ? MAPPED + address : address;
  }

  /// As the table writes it: words in the machine's byte order.
  private static String address(String peer) {
    InetAddress address = literal(peer);
    byte[] bytes = address.getAddress();
    StringBuilder text = new StringBuilder(address instanceof Inet6Address ? "" : MAPPED);
    for (int word = 0; word < bytes.length; word += 4) {
      for (int at = 3; at >= 0; at--) {
        HEX.toHexDigits(text, bytes[word + at]);
      }
    }
    return text.toString();
  }

  /// Asks nobody: it is an address already.
  private static InetAddress literal(String address) {
    try {
      return InetAddress.getByName(address);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("not an address: " + address, e);
    }
  }

  /// One caller who is waited for.
  public final class Watch implements AutoCloseable {
    private final String peer;
    private final int peerPort;
    private final String localPort;
    private final Runnable left;
    private Optional<String> key = Optional.empty();
    private volatile boolean silent;
    private int missed;

    private Watch(String peer, int peerPort, int localPort, Runnable left) {
      this.peer = peer;
      this.peerPort = peerPort;
      this.localPort = ":" + HEX.toHexDigits((short) localPort);
      this.left = left;
    }

    /// Something was sent to this caller.
    public void written() {
      silent = false;
    }

    private boolean isSilent() {
      boolean was = silent;
      silent = true;
      return was;
    }

    private String localPort() {
      return localPort;
    }

    private String key() {
      String text =
          key.orElseGet(
              () -> localPort + ' ' + address(peer) + ':' + HEX.toHexDigits((short) peerPort));
      key = Optional.of(text);
      return text;
    }

    /// @param established empty if the table does not have the connection
    private void seen(Optional<Boolean> established) {
      missed = established.isEmpty() ? missed + 1 : 0;
      boolean gone = established.map(still -> !still).orElse(missed >= MISSES);
      if (gone && watches.remove(this)) {
        Thread.startVirtualThread(left);
      }
    }

    @Override
    public void close() {
      watches.remove(this);
    }
  }
}
