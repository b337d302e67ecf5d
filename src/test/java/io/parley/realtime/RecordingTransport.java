package io.parley.realtime;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Remembers what was sent; a test may let something happen in the middle of a send.
final class RecordingTransport implements Transport {
  /// What happens while a frame is being sent.
  @FunctionalInterface
  interface DuringSend {
    void happen(Frame frame) throws IOException;
  }

  final ConnectionId id = ConnectionId.next();
  final List<String> sent = new ArrayList<>();
  final List<CloseCode> closed = new ArrayList<>();
  DuringSend duringSend = frame -> {};

  @Override
  public Optional<Frame> encode(Batch batch) {
    return batch.frameFor(id);
  }

  @Override
  public void send(Frame frame) throws IOException {
    duringSend.happen(frame);
    sent.add(frame.text());
  }

  @Override
  public void ping() {
    sent.add("ping");
  }

  @Override
  public void close(CloseCode code) {
    closed.add(code);
  }
}
