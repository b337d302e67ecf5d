package io.parley.llm;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Decodes a body that is sent compressed (RFC 9110, section 8.4): `gzip` (RFC 1952) and `deflate`
/// (RFC 1950; RFC 1951 as well, which some servers send under this name). Parley asks nobody to
/// compress, but there are proxies that do so unasked.
///
/// Takes the bytes as they come and returns what can be decoded of them at once, so that a stream
/// of events stays a stream. It holds no more than one piece and the 32 KiB window; what is decoded
/// is limited by its reader. It does not verify gzip's checksum: TCP and TLS have their own.
final class ContentDecoder implements AutoCloseable {
  private static final int GZIP_HEADER = 10;
  private static final int GZIP_TRAILER = 8;
  private static final int HEADER_CHECKSUM = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;

  private enum Part {
    START,
    HEADER,
    EXTRA_LENGTH,
    SKIPPED,
    TEXT,
    DATA,
    BETWEEN
  }

  private final boolean gzip;
  private Inflater inflater = new Inflater(true);
  private ByteBuffer input = ByteBuffer.allocate(0);
  private Part part = Part.START;
  private Part after = Part.DATA;
  private int flags;
  private int position;
  private int toSkip;
  private boolean closed;

  private ContentDecoder(boolean gzip) {
    this.gzip = gzip;
  }

  /// Empty if the body is not compressed.
  ///
  /// @throws Unreadable if it is compressed otherwise
  static Optional<ContentDecoder> of(HttpHeaders headers) throws IOException {
    List<String> codings =
        headers.allValues("content-encoding").stream()
            .flatMap(value -> List.of(value.split(",", -1)).stream())
            .map(value -> value.strip().toLowerCase(Locale.ROOT))
            .filter(value -> !value.isEmpty() && !value.equals("identity"))
            .toList();
    if (codings.isEmpty()) {
      return Optional.empty();
    }
    return switch (codings.size() == 1 ? codings.getFirst() : "") {
      case "gzip", "x-gzip" -> Optional.of(new ContentDecoder(true));
      case "deflate" -> Optional.of(new ContentDecoder(false));
      default ->
          throw new Unreadable(
              "Content-Encoding "
                  + String.join(", ", codings).replaceAll("[^a-z0-9, -]", "?")
                  + " is unknown");
    };
  }

  /// The body, decoded if it is compressed. Closing it closes the body.
  ///
  /// @throws IOException if it is compressed in an unknown way
  static InputStream decoded(HttpHeaders headers, InputStream body) throws IOException {
    Optional<ContentDecoder> decoder = of(headers);
    return decoder.isEmpty() ? body : new Decoded(body, decoder.get());
  }

  /// More of the body. What was given before must have been read.
  void feed(ByteBuffer piece) {
    input = piece;
  }

  /// Decodes into an array and returns the number of bytes, 0 if more of the body is needed.
  ///
  /// @throws IOException if the body is not compressed as it says
  synchronized int read(byte[] into, int from, int length) throws IOException {
    if (closed) {
      throw new IOException("closed");
    }
    while (true) {
      if (part == Part.DATA) {
        int count = inflate(into, from, length);
        if (count > 0 || part == Part.DATA) {
          return count;
        }
      } else if (!input.hasRemaining()) {
        return 0;
      } else {
        frame();
      }
    }
  }

  /// The body has ended.
  ///
  /// @throws EOFException if what is compressed has not
  void end() throws EOFException {
    if (part != Part.START
        && part != Part.BETWEEN
        && !(part == Part.SKIPPED && inflater.finished())) {
      throw new EOFException("the compressed body breaks off");
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    inflater.end();
  }

  private int inflate(byte[] into, int from, int length) throws IOException {
    try {
      if (inflater.needsInput() && input.hasRemaining()) {
        inflater.setInput(input);
      }
      int count = inflater.inflate(into, from, length);
      if (inflater.finished()) {
        skip(gzip ? GZIP_TRAILER : 0, Part.BETWEEN);
      } else if (inflater.needsDictionary()) {
        throw new Unreadable("compressed with a dictionary");
      }
      return count;
    } catch (DataFormatException e) {
      throw new Unreadable("not compressed as it says");
    }
  }

  /// One step in what is around the compressed data.
  private void frame() throws IOException {
    switch (part) {
      case START, BETWEEN -> begin();
      case HEADER -> header(Byte.toUnsignedInt(input.get()));
      case EXTRA_LENGTH -> {
        toSkip |= Byte.toUnsignedInt(input.get()) << (8 * position++);
        if (position == 2) {
          flags &= ~EXTRA;
          skip(toSkip, Part.HEADER);
        }
      }
      case SKIPPED -> {
        input.get();
        skip(toSkip - 1, after);
      }
      case TEXT -> {
        if (input.get() == 0) {
          next();
        }
      }
      case DATA -> throw new IllegalStateException("not around the data");
    }
  }

  private void begin() throws IOException {
    if (part == Part.BETWEEN) {
      if (!gzip || input.get(input.position()) != 0x1f) {
        // Padding after the end; gzip may go on with another member.
        input.position(input.limit());
        return;
      }
      inflater.reset();
    }
    if (!gzip) {
      int first = Byte.toUnsignedInt(input.get(input.position()));
      if ((first & 0x0f) == 8 && first >> 4 <= 7) {
        // A block of RFC 1951 that begins so would be stored, with reserved bits set.
        inflater.end();
        inflater = new Inflater();
      }
      part = Part.DATA;
      return;
    }
    part = Part.HEADER;
    position = 0;
  }

  private void header(int octet) throws IOException {
    boolean magic =
        switch (position) {
          case 0 -> octet == 0x1f;
          case 1 -> octet == 0x8b;
          case 2 -> octet == 8;
          default -> true;
        };
    if (!magic) {
      throw new Unreadable("not gzip");
    }
    flags = position == 3 ? octet : flags;
    if (++position == GZIP_HEADER) {
      next();
    }
  }

  /// What follows the fixed part of a header, each if its flag is set.
  private void next() {
    if ((flags & EXTRA) != 0) {
      part = Part.EXTRA_LENGTH;
      position = 0;
      toSkip = 0;
    } else if ((flags & NAME) != 0) {
      flags &= ~NAME;
      part = Part.TEXT;
    } else if ((flags & COMMENT) != 0) {
      flags &= ~COMMENT;
      part = Part.TEXT;
    } else if ((flags & HEADER_CHECKSUM) != 0) {
      flags &= ~HEADER_CHECKSUM;
      skip(2, Part.DATA);
    } else {
      part = Part.DATA;
    }
  }

  private void skip(int bytes, Part then) {
    toSkip = bytes;
    after = then;
    part = Part.SKIPPED;
    if (bytes == 0) {
      part = then;
      if (then == Part.HEADER) {
        next();
      }
    }
  }

  /// A body is compressed in a way that nobody asked for, or not as it says.
  static final class Unreadable extends IOException {
    private static final long serialVersionUID = 1;

    Unreadable(String message) {
      super(message);
    }
  }

  private static final class Decoded extends InputStream {
    private static final int BUFFER = 8 * 1024;

    private final InputStream body;
    private final ContentDecoder decoder;
    private final byte[] raw = new byte[BUFFER];
    private boolean ended;

    Decoded(InputStream body, ContentDecoder decoder) {
      this.body = body;
      this.decoder = decoder;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      while (!ended && length > 0) {
        int count = decoder.read(into, from, length);
        if (count > 0) {
          return count;
        }
        int more = body.read(raw);
        if (more < 0) {
          decoder.end();
          ended = true;
        } else {
          decoder.feed(ByteBuffer.wrap(raw, 0, more));
        }
      }
      return length == 0 ? 0 : -1;
    }

    @Override
    public void close() throws IOException {
      decoder.close();
      body.close();
    }
  }
}
