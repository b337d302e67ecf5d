package io.parley.platform;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.stream.Stream;

/// Answers every failure of a REST call with `application/problem+json` (RFC 9457). The caller gets
/// a stable code and a sentence; what was not foreseen goes to the log, with its cause.
@Provider
public class ProblemMapper implements ExceptionMapper<Throwable> {
  public static final String MEDIA_TYPE = "application/problem+json";
  private static final int SERVER_ERROR = 500;
  private static final Logger LOG = System.getLogger(ProblemMapper.class.getName());

  @Context
  @SuppressWarnings("NullAway.Init")
  UriInfo uri;

  /// The document of RFC 9457, with our `code`.
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Body(
      String type, String title, int status, String detail, Problem code, String instance) {
    /// @param instance the path that was asked for
    public static Body of(Problem problem, String detail, String instance) {
      return of(problem, problem.status(), problem.title(), detail, instance);
    }

    /// A refusal of which nothing is known but its status.
    ///
    /// @param status 400 or more
    public static Body of(int status, String instance) {
      Problem problem =
          status >= SERVER_ERROR
              ? Problem.UNAVAILABLE
              : Stream.of(Problem.values())
                  .filter(candidate -> candidate.status() == status)
                  .findFirst()
                  .orElse(Problem.INVALID_REQUEST);
      String title =
          problem.status() == status
              ? problem.title()
              : Optional.ofNullable(Response.Status.fromStatusCode(status))
                  .map(Response.Status::getReasonPhrase)
                  .orElse(problem.title());
      return of(problem, status, title, sentence(status), instance);
    }

    private static Body of(
        Problem problem, int status, String title, String detail, String instance) {
      return new Body("about:blank", title, status, detail, problem, instance);
    }
  }

  @Override
  public Response toResponse(Throwable failure) {
    Optional<ProblemException> foreseen = cause(failure, ProblemException.class);
    if (foreseen.isPresent()) {
      return answer(foreseen.get());
    }
    Optional<JsonProcessingException> json = cause(failure, JsonProcessingException.class);
    if (json.isPresent()) {
      return answer(Problem.INVALID_REQUEST.because(sentence(json.get())));
    }
    if (failure instanceof WebApplicationException refusal) {
      return answer(refusal);
    }
    if (failure instanceof IOException) {
      return answer(Problem.INVALID_REQUEST.because("The body cannot be read."));
    }
    return unforeseen(failure);
  }

  private Response answer(ProblemException failure) {
    Problem problem = failure.problem();
    Response.ResponseBuilder answer =
        Response.status(problem.status())
            .type(MEDIA_TYPE)
            .entity(Body.of(problem, failure.detail(), instance()));
    failure
        .retryAfter()
        .ifPresent(
            wait -> answer.header(HttpHeaders.RETRY_AFTER, ProblemException.Wait.seconds(wait)));
    return answer.build();
  }

  private Response answer(WebApplicationException refusal) {
    Response original = refusal.getResponse();
    int status = original.getStatus();
    if (status < 400) {
      return original;
    }
    if (status >= SERVER_ERROR) {
      return unforeseen(refusal);
    }
    Response.ResponseBuilder answer =
        Response.status(status).type(MEDIA_TYPE).entity(Body.of(status, instance()));
    Optional.ofNullable(original.getHeaderString(HttpHeaders.ALLOW))
        .ifPresent(allow -> answer.header(HttpHeaders.ALLOW, allow));
    return answer.build();
  }

  private Response unforeseen(Throwable failure) {
    LOG.log(Level.ERROR, () -> "no response to a call of " + instance(), failure);
    return answer(
        Problem.UNAVAILABLE.because(
            "The server failed to answer this request. The cause is in its log. Try again."));
  }

  /// Percent-encoded, so that it can stand in a log.
  private String instance() {
    try {
      return uri.getRequestUri()
          .toASCIIString()
          .replaceFirst("^[a-z]+://[^/]*", "")
          .replaceFirst("[?].*", "");
    } catch (RuntimeException notAnAddress) {
      return "";
    }
  }

  private static String sentence(int status) {
    return switch (status) {
      case 404 -> "No resource exists at this path.";
      case 405 -> "This method is not allowed here.";
      case 406 -> "This path has none of the media types in `Accept`. Send `Accept: */*`.";
      case 413 -> "A request's body has at most 64 KiB.";
      case 415 -> "Send the body as application/json.";
      case 500 -> "The server failed to answer this request. The cause is in its log. Try again.";
      default -> "The request is not valid.";
    };
  }

  /// Names the field, never what was in it.
  private static String sentence(JsonProcessingException failure) {
    return failure instanceof JsonMappingException mapping
        ? mapping.getPath().stream()
            .map(JsonMappingException.Reference::getFieldName)
            .filter(name -> name != null)
            .findFirst()
            .map(name -> "The field `" + name + "` is not valid.")
            .orElse("The body must be one JSON object.")
        : "The body is not valid JSON, or names a field twice.";
  }

  private static <T extends Throwable> Optional<T> cause(Throwable failure, Class<T> type) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
        .limit(20)
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst();
  }
}
