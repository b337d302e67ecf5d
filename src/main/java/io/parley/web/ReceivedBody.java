package io.parley.web;

import io.parley.platform.Problem;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// The body of a request, as much of it as has arrived: in memory while it is small, in a temporary
/// file from then on. The file has no name from the beginning, so it ends with this body or with
/// the process, whichever comes first.
///
/// Safe for use by many threads: one that appends may be overtaken by one that cancels.
final class ReceivedBody implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ReceivedBody.class.getName());

  static final int MEMORY_BYTES = 16 * 1024;

  private final long limit;
  private final BodyDisk.Share share;
  private final ByteArrayOutputStream memory = new ByteArrayOutputStream(0);
  private Optional<FileChannel> file = Optional.empty();
  private long size;
  private boolean closed;

  /// @param limit of the body in bytes. One more is taken, so that whoever reads the body finds out
  ///   that it is too large
  /// @param share of the disk, which it gives back when it is closed
  ReceivedBody(long limit, BodyDisk.Share share) {
    this.limit = limit;
    this.share = share;
  }

  /// @throws io.parley.platform.ProblemException `unavailable` or `rate_limited` if there is no
  ///   room for it on disk
  synchronized void append(byte[] bytes, int length) {
    if (closed) {
      return;
    }
    int taken = (int) Math.min(length, limit + 1 - size);
    try {
      if (file.isEmpty() && size + taken > MEMORY_BYTES) {
        share.grow(size);
        moveToFile();
      }
      if (file.isPresent()) {
        share.grow(taken);
        write(file.get(), ByteBuffer.wrap(bytes, 0, taken));
      } else {
        memory.write(bytes, 0, taken);
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "A request's body cannot be written to disk", e);
      throw Problem.UNAVAILABLE.because(
          "The server cannot store large requests now. Try again later.");
    }
    size += taken;
  }

  private void moveToFile() throws IOException {
    Path made = Files.createTempFile("parley-body-", "");
    FileChannel opened =
        FileChannel.open(
            made,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);
    file = Optional.of(opened);
    // where an open file cannot lose its name, it is deleted when it is closed
    Files.deleteIfExists(made);
    write(opened, ByteBuffer.wrap(memory.toByteArray()));
    memory.reset();
  }

  private static void write(FileChannel to, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      to.write(bytes);
    }
  }

  /// Whether nothing more is taken.
  synchronized boolean isFull() {
    return size > limit;
  }

  synchronized long size() {
    return size;
  }

  /// All of it, from the beginning; nothing is appended from then on. The stream ends with this
  /// body and need not be closed.
  synchronized InputStream open() {
    return file.isPresent()
        ? new FileBytes(file.get())
        : new ByteArrayInputStream(memory.toByteArray());
  }

  @Override
  public synchronized void close() throws IOException {
    closed = true;
    try (share) {
      if (file.isPresent()) {
        file.get().close();
      }
    }
  }

  /// Reads at a place of its own: one body may be read more than once.
  private static final class FileBytes extends InputStream {
    private final FileChannel channel;
    private long position;

    FileBytes(FileChannel channel) {
      this.channel = channel;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      int count = channel.read(ByteBuffer.wrap(into, offset, length), position);
      position += Math.max(0, count);
      return count;
    }

    @Override
    public int available() throws IOException {
      return Math.toIntExact(Math.min(Integer.MAX_VALUE, channel.size() - position));
    }
  }
}
