package io.parley.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.parley.http.Requests;
import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UnforeseenTest {
  /// JSON that cannot be read is an IOException too.
  @Test
  void aFaultOfTheServerIsReportedWhateverItsCauseIsCalled() throws IOException {
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

  @Test
  void whatWasRefusedBehindTheFilterKeepsItsStatusHoweverItIsWrapped() {
    ProblemException refused = Problem.INVALID_REQUEST.because("A parameter is malformed.");
    for (Exception thrown :
        new Exception[] {
          refused,
          new ServletException(refused),
          new IllegalStateException(new ServletException("a page", refused))
        }) {
      assertEquals(Optional.of(refused), Unforeseen.refusal(thrown));
    }
    assertEquals(Optional.empty(), Unforeseen.refusal(new ServletException(new IOException("x"))));
  }
}
