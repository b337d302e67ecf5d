package io.parley.web;

import io.parley.platform.Json;
import io.parley.platform.ProblemException;
import io.parley.platform.ProblemException.Wait;
import io.parley.platform.ProblemMapper;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// A refusal before any resource was reached, as `application/problem+json` (RFC 9457).
public final class Refusal {
  private Refusal() {}

  public static void send(
      ProblemException refusal, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    refusal
        .retryAfter()
        .ifPresent(wait -> response.setHeader("Retry-After", Long.toString(Wait.seconds(wait))));
    send(
        ProblemMapper.Body.of(refusal.problem(), refusal.detail(), request.getRequestURI()),
        response);
  }

  static void send(ProblemMapper.Body body, HttpServletResponse response) throws IOException {
    byte[] json = Json.write(body).getBytes(StandardCharsets.UTF_8);
    response.setStatus(body.status());
    response.setHeader("Cache-Control", "no-store");
    response.setContentType(ProblemMapper.MEDIA_TYPE);
    write(json, response);
  }

  /// The whole body of an answer. What was to be the answer may have taken the writer already, and
  /// there is one or the other.
  static void write(byte[] utf8, HttpServletResponse response) throws IOException {
    ServletOutputStream out;
    try {
      out = response.getOutputStream();
    } catch (IllegalStateException aWriterIsInUse) {
      response.getWriter().write(new String(utf8, StandardCharsets.UTF_8));
      return;
    }
    response.setContentLength(utf8.length);
    out.write(utf8);
  }
}
