package io.parley.realtime;

import java.nio.ByteBuffer;

/// What can wait in an [Outbox].
sealed interface Outgoing permits Frame, Batch, Audio, Outgoing.Ping {

  /// Size in bytes, without framing.
  int bytes();

  /// Asks the other side for a sign of life, through the one writer like everything else.
  enum Ping implements Outgoing {
    PING;

    /// As it goes over a WebSocket: an empty ping (RFC 6455, section 5.5.2).
    ByteBuffer wire() {
      return ByteBuffer.wrap(new byte[] {(byte) 0x89, 0});
    }

    @Override
    public int bytes() {
      return 0;
    }
  }
}
