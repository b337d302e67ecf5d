package io.parley.realtime;

import io.parley.liberty.DirectLine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/// Remembers what was sent; a test may let something happen in the middle of a send.
final class RecordingTransport implements Transport {
  /// What happens while a frame is being sent.
  @FunctionalInterface
  interface DuringSend {
    void happen(Outgoing what) throws IOException;
  }

  final ConnectionId id = ConnectionId.next();
  final List<String> sent = new ArrayList<>();
  final List<CloseCode> closed = new ArrayList<>();
  DuringSend duringSend = frame -> {};

  /// What comes of sending without waiting, while a test has something here; then nothing.
  final Queue<DirectLine.Attempt> attempts = new ArrayDeque<>();

  Runnable duringFinish = () -> {};

  @Override
  public Optional<Frame> encode(Batch batch) {
    return batch.frameFor(id);
  }

  @Override
  public DirectLine.Attempt attempt(ByteBuffer wire) {
    DirectLine.Attempt attempt = attempts.poll();
    if (attempt == null) {
      return DirectLine.Attempt.NOTHING;
    }
    byte[] all = new byte[wire.remaining()];
    wire.get(all);
    switch (attempt) {
      case SENT -> sent.add("at once: " + payload(all));
      case BEGUN -> sent.add("half: " + payload(all));
      case NOTHING -> {}
    }
    return attempt;
  }

  @Override
  public void finish() {
    duringFinish.run();
    sent.add("the rest");
  }

  /// Of small frames, text and audio alike.
  private static String payload(byte[] wire) {
    return new String(wire, 2, wire.length - 2, StandardCharsets.UTF_8);
  }

  @Override
  public void send(Frame frame) throws IOException {
    duringSend.happen(frame);
    sent.add(frame.text());
  }

  @Override
  public void send(Audio audio) throws IOException {
    duringSend.happen(audio);
    sent.add(text(audio));
  }

  /// A piece of audio among [#sent].
  static String text(Audio audio) {
    return "audio %d: %s"
        .formatted(audio.generation(), StandardCharsets.UTF_8.decode(audio.samples()));
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
