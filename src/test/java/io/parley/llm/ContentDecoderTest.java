package io.parley.llm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.platform.LimitedInput;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentDecoderTest {
  private static final byte[] TEXT =
      "data: {\"a\":\"Grüße 🙂\"}\n\n".repeat(400).getBytes(StandardCharsets.UTF_8);

  @ParameterizedTest
  @CsvSource({
    "gzip, 1",
    "gzip, 3",
    "gzip, 100000",
    "deflate, 1",
    "deflate, 100000",
    "raw, 1",
    "raw, 100000"
  })
  void aBodyIsDecodedHoweverItIsCut(String kind, int piece) throws IOException {
    byte[] encoded = encoded(kind, TEXT);
    assertArrayEquals(TEXT, decoded(kind.equals("raw") ? "deflate" : kind, encoded, piece));
  }

  @Test
  void whatWasFlushedIsReadAtOnce() throws IOException {
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(sent, 512, true);
        ContentDecoder decoder = ContentDecoder.of(headers("gzip")).orElseThrow()) {
      for (String event : List.of("one", "two", "three")) {
        out.write(event.getBytes(StandardCharsets.UTF_8));
        out.flush();
        decoder.feed(ByteBuffer.wrap(sent.toByteArray()));
        sent.reset();
        byte[] into = new byte[100];
        int count = decoder.read(into, 0, into.length);
        assertEquals(event, new String(into, 0, count, StandardCharsets.UTF_8));
      }
    }
  }

  @Test
  void allPartsOfAGzipHeaderArePassedOver() throws IOException {
    byte[] plain = encoded("gzip", TEXT);
    ByteArrayOutputStream dressed = new ByteArrayOutputStream();
    dressed.write(plain, 0, 3);
    dressed.write(2 | 4 | 8 | 16); // a checksum, extra bytes, a name, a comment
    dressed.write(plain, 4, 6);
    dressed.writeBytes(new byte[] {3, 0, 'x', 0, 'y'});
    dressed.writeBytes("name\0comment\0".getBytes(StandardCharsets.US_ASCII));
    dressed.writeBytes(new byte[] {1, 2});
    dressed.write(plain, 10, plain.length - 10);
    for (int piece : new int[] {1, 100_000}) {
      assertArrayEquals(TEXT, decoded("gzip", dressed.toByteArray(), piece));
    }
  }

  @Test
  void severalMembersAreOneBody() throws IOException {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(encoded("gzip", TEXT));
    both.writeBytes(encoded("gzip", TEXT));
    assertEquals(2 * TEXT.length, decoded("gzip", both.toByteArray(), 7).length);
  }

  @Test
  void aBodyThatBreaksOffIsNotWhole() throws IOException {
    byte[] encoded = encoded("gzip", TEXT);
    for (int length : new int[] {5, encoded.length / 2}) {
      assertThrows(
          EOFException.class, () -> decoded("gzip", Arrays.copyOf(encoded, length), 100_000));
    }
  }

  @Test
  void anUncompressedBodyIsReported() {
    assertThrows(ContentDecoder.Unreadable.class, () -> decoded("gzip", TEXT, 10));
    assertThrows(ContentDecoder.Unreadable.class, () -> decoded("deflate", TEXT, 10));
  }

  @ParameterizedTest
  @ValueSource(strings = {"br", "zstd", "gzip, gzip", "x\u00e4"})
  void anUnknownCodingIsNamed(String coding) {
    String message =
        assertThrows(ContentDecoder.Unreadable.class, () -> ContentDecoder.of(headers(coding)))
            .getMessage();
    assertTrue(String.valueOf(message).startsWith("Content-Encoding "), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"identity", "", " Identity "})
  void noCodingIsNone(String coding) throws IOException {
    assertTrue(ContentDecoder.of(headers(coding)).isEmpty());
  }

  /// A thousandfold: what comes out is limited by whoever reads, who must not have to hold it.
  @Test
  void aBombIsReadPieceByPiece() throws IOException {
    byte[] bomb = encoded("gzip", new byte[50 * 1024 * 1024]);
    try (InputStream in =
        new LimitedInput(
            ContentDecoder.decoded(headers("gzip"), new ByteArrayInputStream(bomb)),
            1_000_000,
            () -> {
              throw AnswerMemory.tooLarge(1_000_000);
            })) {
      assertThrows(AnswerMemory.NoRoom.class, () -> in.transferTo(OutputStream.nullOutputStream()));
    }
  }

  private static byte[] decoded(String coding, byte[] encoded, int piece) throws IOException {
    InputStream cut =
        new ByteArrayInputStream(encoded) {
          @Override
          public synchronized int read(byte[] into, int from, int length) {
            return super.read(into, from, Math.min(length, piece));
          }
        };
    try (InputStream in = ContentDecoder.decoded(headers(coding), cut)) {
      return in.readAllBytes();
    }
  }

  private static byte[] encoded(String kind, byte[] text) throws IOException {
    ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    try (OutputStream out =
        switch (kind) {
          case "gzip" -> new GZIPOutputStream(encoded);
          case "deflate" -> new DeflaterOutputStream(encoded);
          default -> new DeflaterOutputStream(encoded, new Deflater(9, true));
        }) {
      out.write(text);
    }
    return encoded.toByteArray();
  }

  private static HttpHeaders headers(String coding) {
    return HttpHeaders.of(Map.of("Content-Encoding", List.of(coding)), (_, _) -> true);
  }
}
