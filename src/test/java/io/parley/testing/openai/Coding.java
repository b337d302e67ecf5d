package io.parley.testing.openai;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/// A body's `Content-Encoding`: `gzip`, `deflate` (RFC 1950), `raw-deflate` (RFC 1951, which some
/// servers call `deflate`), any other name for bytes as they are.
final class Coding {
  private final ByteArrayOutputStream encoded = new ByteArrayOutputStream();
  private final OutputStream encoder;

  Coding(String name) throws IOException {
    encoder =
        switch (name) {
          case "gzip" -> new GZIPOutputStream(encoded, 512, true);
          case "deflate" -> new DeflaterOutputStream(encoded, true);
          case "raw-deflate" ->
              new DeflaterOutputStream(encoded, new Deflater(-1, true), 512, true);
          default -> encoded;
        };
  }

  static String header(String name) {
    return name.equals("raw-deflate") ? "deflate" : name;
  }

  /// All that a reader needs to read these bytes.
  byte[] add(byte[] bytes) throws IOException {
    encoder.write(bytes);
    encoder.flush();
    return taken();
  }

  byte[] end() throws IOException {
    encoder.close();
    return taken();
  }

  private byte[] taken() {
    byte[] taken = encoded.toByteArray();
    encoded.reset();
    return taken;
  }
}
