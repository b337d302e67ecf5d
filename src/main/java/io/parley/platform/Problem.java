package io.parley.platform;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// The stable error codes of the wire contract and the HTTP status each travels with.
public enum Problem {
  INVALID_REQUEST(400, "The request is not valid"),
  UNKNOWN_MODEL(400, "Unknown model"),
  UNAUTHENTICATED(401, "Not signed in"),
  FORBIDDEN(403, "Not allowed"),
  NOT_FOUND(404, "Not found"),
  REQUEST_TIMEOUT(408, "The request took too long"),
  CONFLICT(409, "Conflict"),
  TOO_LARGE(413, "Too large"),
  UNSUPPORTED_MEDIA_TYPE(415, "Unsupported media type"),
  MISDIRECTED(421, "Wrong host"),
  RATE_LIMITED(429, "Too many requests"),
  PROVIDER_UNAVAILABLE(502, "The model provider is unavailable"),
  UNAVAILABLE(503, "Temporarily unavailable");

  private final int status;
  private final String title;

  Problem(int status, String title) {
    this.status = status;
    this.title = title;
  }

  @JsonValue
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  public int status() {
    return status;
  }

  public String title() {
    return title;
  }

  /// An exception with a sentence that is shown to the caller: it must never hold a cause's
  /// message.
  public ProblemException because(String detail) {
    return new ProblemException(this, detail);
  }

  /// The same for something that passes: the sentence ends with how long to wait, and `Retry-After`
  /// says it too.
  public ProblemException because(String detail, Duration wait) {
    return new ProblemException(
        this,
        detail + " Try again in " + ProblemException.Wait.words(wait) + ".",
        Optional.of(wait));
  }
}
