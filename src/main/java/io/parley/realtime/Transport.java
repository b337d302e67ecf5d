package io.parley.realtime;

import io.parley.liberty.DirectLine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/// What carries the frames of one [Outbox] to the other side. All but [#close] is called by one
/// thread at a time, which may block, except in [#attempt].
interface Transport {

  /// This batch as text for this connection; empty if none of its events is meant for it.
  Optional<Frame> encode(Batch batch);

  /// Sends this at once, if that can be done without waiting.
  ///
  /// @param wire a whole frame of a WebSocket
  default DirectLine.Attempt attempt(ByteBuffer wire) throws IOException {
    return DirectLine.Attempt.NOTHING;
  }

  /// Sends the rest of what an attempt has only begun.
  default void finish() throws IOException {}

  void send(Frame frame) throws IOException;

  /// Sends this as one binary message. Only a WebSocket can.
  default void send(Audio audio) throws IOException {
    throw new UnsupportedOperationException("This transport carries text only");
  }

  void ping() throws IOException;

  /// Called once, possibly while a send is blocked, which it must end. May take its time.
  void close(CloseCode code);
}
