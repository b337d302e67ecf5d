package io.parley.web;

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
  static final int MEMORY_BYTES = 16 * 1024;

  private final long limit;
  private final ByteArrayOutputStream memory = new ByteArrayOutputStream(0);
  private Optional<Path> file = Optional.empty();
  private Optional<OutputStream> writer = Optional.empty();
  private long size;

  /// @param limit of the body in bytes. One more is taken, so that whoever reads the body finds out
  ///   that it is too large
  ReceivedBody(long limit) {
    this.limit = limit;
  }

  void append(byte[] bytes, int length) throws IOException {
    int taken = (int) Math.min(length, limit + 1 - size);
    if (writer.isEmpty() && size + taken > MEMORY_BYTES) {
      moveToFile();
    }
    OutputStream to = writer.isPresent() ? writer.get() : memory;
    to.write(bytes, 0, taken);
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
    try {
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
