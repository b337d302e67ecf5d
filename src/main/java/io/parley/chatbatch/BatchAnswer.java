package io.parley.chatbatch;

import io.parley.liberty.ClientConnection;
import io.parley.llm.FinishReason;
import io.parley.llm.GenerationEvent;
import io.parley.llm.GenerationEvent.Began;
import io.parley.llm.GenerationEvent.Cancelled;
import io.parley.llm.GenerationEvent.Completed;
import io.parley.llm.GenerationEvent.Failed;
import io.parley.llm.GenerationEvent.Text;
import io.parley.llm.GenerationEvent.Thinking;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// An answer between the thread that it comes on and the one that writes it. A reader who is slow
/// slows the provider; one who leaves ends it all.
final class BatchAnswer implements Consumer<GenerationEvent>, StreamingOutput {
  private static final int MAX_WAITING = 256;

  /// How often to look whether it was cancelled, while there is nothing to write.
  private static final Duration LOOK = Duration.ofMillis(250);

  private final BlockingQueue<GenerationEvent> events = new LinkedBlockingQueue<>(MAX_WAITING);
  private final ClientConnection reader;
  private volatile boolean over;
  private volatile boolean givenUp;

  BatchAnswer(ClientConnection reader) {
    this.reader = reader;
  }

  @Override
  public void accept(GenerationEvent event) {
    if (over) {
      return;
    }
    try {
      events.put(event);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("this reply is no longer needed", e);
    }
  }

  /// Ends the answer where it is: whoever asked has disconnected, or may no longer have it.
  void giveUp() {
    givenUp = true;
  }

  /// The next event; [Cancelled] if it was cancelled.
  GenerationEvent next() throws InterruptedException {
    while (true) {
      if (givenUp) {
        return new Cancelled();
      }
      GenerationEvent next = events.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS);
      if (next != null) {
        return next;
      }
    }
  }

  /// Nothing more is taken.
  void close() {
    over = true;
    events.clear();
  }

  /// @throws IOException if the reader has left; or if the answer breaks off, and the connection
  ///   with it: a reader must not take that for the end
  @Override
  public void write(OutputStream out) throws IOException {
    try {
      while (true) {
        switch (next()) {
          case Text(String text) -> {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
            reader.flush();
          }
          case Completed end -> {
            finish(end, out);
            return;
          }
          case Failed failed -> {
            reader.cut();
            throw new IOException("broke off: " + failed.code().wire());
          }
          case Cancelled _ -> {
            reader.cut();
            throw new IOException("given up");
          }
          case Began _, Thinking _ -> {}
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the server stops");
    }
  }

  /// The words of a model that declined are the answer. What a filter has withheld is missing from
  /// it.
  private void finish(Completed end, OutputStream out) throws IOException {
    if (end.refusal().isPresent()) {
      out.write(end.refusal().get().getBytes(StandardCharsets.UTF_8));
    } else if (end.reason() == FinishReason.CONTENT_FILTER) {
      reader.cut();
      throw new IOException("withheld by the provider's content filter");
    }
  }
}
