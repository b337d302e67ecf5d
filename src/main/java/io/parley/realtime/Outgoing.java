package io.parley.realtime;

/// What can wait in an [Outbox].
sealed interface Outgoing permits Frame, Batch, Outgoing.Ping {

  /// Size on the wire in UTF-8 bytes, without framing.
  int bytes();

  /// Asks the other side for a sign of life, through the one writer like everything else.
  enum Ping implements Outgoing {
    PING;

    @Override
    public int bytes() {
      return 0;
    }
  }
}
