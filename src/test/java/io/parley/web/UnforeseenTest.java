package io.parley.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.parley.identity.Requests;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

class UnforeseenTest {
  /// JSON that cannot be read is an IOException too.
  @Test
  void aFaultOfOursIsToldWhateverItsCauseIsCalled() throws IOException {
    for (Exception fault :
        new Exception[] {
          new IllegalStateException(new IOException("a row cannot be read")),
          new UncheckedIOException(new IOException("no space left on device")),
          new IllegalArgumentException("x")
        }) {
      Requests.Response response = new Requests.Response();
      Unforeseen.answer(fault, Requests.get("/rooms/lobby").request(), response.response());
      assertEquals(500, response.status, fault.toString());
    }
  }
}
