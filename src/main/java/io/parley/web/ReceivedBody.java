package io.parley.web;

import io.parley.platform.Problem;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The body of a request, as much of it as has arrived: in memory while it is small, in a temporary
/// file from then on. Not thread-safe.
final class ReceivedBody implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ReceivedBody.class.getName());

  static final int MEMORY_BYTES = 16 * 1024;

  private final long limit;
  private final BodyDisk.Share share;
  private final ByteArrayOutputStream memory = new ByteArrayOutputStream(0);
  private Optional<Path> file = Optional.empty();
  private Optional<OutputStream> writer = Optional.empty();
  private long size;

  /// @param limit of the body in bytes. One more is taken, so that whoever reads the body finds out
  ///   that it is too large
  /// @param share of the disk, which it gives back when it is closed
  ReceivedBody(long limit, BodyDisk.Share share) {
    this.limit = limit;
    this.share = share;
  }

  /// @throws io.parley.platform.ProblemException `unavailable` or `rate_limited` if there is no
  ///   room for it on disk
  void append(byte[] bytes, int length) {
    int taken = (int) Math.min(length, limit + 1 - size);
    try {
      if (writer.isEmpty() && size + taken > MEMORY_BYTES) {
        share.grow(size);
        moveToFile();
      }
      if (writer.isPresent()) {
        share.grow(taken);
      }
      OutputStream to = writer.isPresent() ? writer.get() : memory;
      to.write(bytes, 0, taken);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "A request's body cannot be written to disk", e);
      throw Problem.UNAVAILABLE.because(
          "The server cannot store large requests now. Try again later.");
    }
    size += taken;
  }

  private void moveToFile() throws IOException {
    Path made = Files.createTempFile("parley-body-", "");
    file = Optional.of(made);
    OutputStream out = Files.newOutputStream(made);
    writer = Optional.of(out);
    memory.writeTo(out);
    memory.reset();
  }

  /// Whether nothing more is taken.
  boolean isFull() {
    return size > limit;
  }

  long size() {
    return size;
  }

  /// All of it, from the beginning; nothing is appended from then on.
  InputStream open() throws IOException {
    if (writer.isPresent()) {
      writer.get().close();
    }
    return file.isPresent()
        ? Files.newInputStream(file.get())
        : new ByteArrayInputStream(memory.toByteArray());
  }

  @Override
  public void close() throws IOException {
    try (share) {
      if (writer.isPresent()) {
        writer.get().close();
      }
    } finally {
      if (file.isPresent()) {
        Files.deleteIfExists(file.get());
      }
    }
  }
}
