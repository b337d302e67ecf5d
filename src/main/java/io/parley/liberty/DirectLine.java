package io.parley.liberty;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// The short way out of a WebSocket: a frame that is ready goes to its channel in one write that
/// does not wait, on whatever thread has it.
///
/// The container encodes each frame again from its text, for each reader, and blocks, so that every
/// reader needs a thread of its own to write: more than twice the CPU (decision 0120). So this goes
/// through Liberty's own classes, as [ContainerLink] knows them. The container still writes pongs
/// and close frames by itself: both sides take turns, and while a frame of Parley is only half out,
/// whatever else the container has to write waits.
public final class DirectLine {
  private static final Logger LOG = System.getLogger(DirectLine.class.getName());
  private static final AtomicBoolean TOLD = new AtomicBoolean();

  /// How far an attempt came.
  public enum Attempt {
    /// All of it is on its way.
    SENT,
    /// Some of it: [#finish] must follow, and nobody else writes before.
    BEGUN,
    /// Nothing: the reader takes no more at present, or the container is writing.
    NOTHING
  }

  private final SocketChannel channel;
  private final ContainerLink link;
  private @Nullable ByteBuffer begun;

  private DirectLine(SocketChannel channel, ContainerLink link) {
    this.channel = channel;
    this.link = link;
  }

  /// Empty where there is no such way: over TLS, or with another Liberty than is known here.
  ///
  /// @param session the container's own
  public static Optional<DirectLine> of(Object session) {
    try {
      ContainerLink link = ContainerLink.of(session);
      if (link.isEncrypted()) {
        return Optional.empty();
      }
      Socket socket = link.socket();
      SocketChannel channel = socket.getChannel();
      if (channel == null || channel.isBlocking()) {
        throw new IllegalStateException("The connection has no channel that never waits");
      }
      return Optional.of(new DirectLine(channel, link));
    } catch (ReflectiveOperationException | RuntimeException e) {
      if (TOLD.compareAndSet(false, true)) {
        LOG.log(Level.WARNING, "Frames are sent by the container, which takes twice the CPU", e);
      }
      return Optional.empty();
    }
  }

  /// @param frame with its header; its position moves
  /// @throws IOException if the connection is gone
  public Attempt attempt(ByteBuffer frame) throws IOException {
    if (!link.takeTurn()) {
      return Attempt.NOTHING;
    }
    boolean over = true;
    try {
      int written = channel.write(frame);
      if (!frame.hasRemaining()) {
        return Attempt.SENT;
      }
      if (written == 0) {
        return Attempt.NOTHING;
      }
      begun = frame;
      over = false;
      return Attempt.BEGUN;
    } finally {
      if (over) {
        link.endTurn();
      }
    }
  }

  /// Sends the rest of what has begun, however long that takes; the session's close ends it.
  public void finish() throws IOException {
    ByteBuffer rest = begun;
    begun = null;
    if (rest != null) {
      try {
        link.write(rest);
      } finally {
        link.endTurn();
      }
    }
  }
}
