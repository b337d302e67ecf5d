package io.parley.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.parley.http.Requests;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class WithBodyTest {
  /// Memory is reserved by the length: a request without one would reserve all it could need.
  @Test
  void theLengthIsKnownWhereTheClientDidNotSayIt() throws IOException {
    BodyDisk disk = new BodyDisk(1_000_000, 1_000_000);
    try (ReceivedBody body = new ReceivedBody(1_000, disk.share("192.0.2.1"))) {
      body.append(new byte[200], 200);
      WithBody request = new WithBody(Requests.get("/v1/chat/completions").request(), body);
      assertEquals(200, request.getContentLengthLong());
      assertEquals(200, request.getContentLength());
    }
  }
}
