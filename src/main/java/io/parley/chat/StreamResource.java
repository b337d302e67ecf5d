package io.parley.chat;

import io.parley.api.Refuses;
import io.parley.conversation.Conversation;
import io.parley.http.Proxies;
import io.parley.identity.Caller;
import io.parley.identity.Identities;
import io.parley.limits.RateLimits;
import io.parley.limits.Seat;
import io.parley.platform.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// A conversation's events, as they happen.
///
/// JAX-RS decides whether there is a stream; what goes over it is written past it, to the
/// asynchronous answer itself, so that it is bounded and watched like every connection.
@Path("conversations/{id}/stream")
@ApplicationScoped
@Tag(name = "conversations")
public class StreamResource {
  @Inject Access access;
  @Inject Streams streams;
  @Inject Identities identities;
  @Inject RateLimits rateLimits;
  @Inject Proxies proxies;

  @GET
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @SecurityRequirement(name = "guest")
  @SecurityRequirement(name = "cookie")
  @Operation(
      operationId = "followConversation",
      summary = "Follow a conversation (server-sent events)",
      description =
          "Events as in docs/protocol.md, each with its type and, if it lasts, with its position as"
              + " `id`. First what was missed since `after`, or the last turn, then a `snapshot`,"
              + " then what happens. The stream stays open.")
  @APIResponse(
      responseCode = "200",
      description = "The stream",
      content =
          @Content(
              mediaType = MediaType.SERVER_SENT_EVENTS,
              schema = @Schema(type = SchemaType.STRING)))
  @Refuses({Problem.NOT_FOUND, Problem.RATE_LIMITED, Problem.UNAVAILABLE})
  public void follow(
      @PathParam("id") String id,
      @Parameter(description = "The last position that was seen") @QueryParam("after")
          @Nullable String after,
      @Parameter(description = "The same, as browsers send it. It has priority over `after`")
          @HeaderParam("Last-Event-ID")
          @Nullable String lastEventId,
      @Suspended AsyncResponse suspended,
      @Context HttpServletRequest request) {
    RateLimits.require(rateLimits.socket(proxies.client(request)));
    Conversation conversation = access.to(id, request);
    if (request.getMethod().equals(HttpMethod.HEAD)) {
      // answered like a GET otherwise, by a stream that nothing is ever sent on
      suspended.resume(Response.ok().type(MediaType.SERVER_SENT_EVENTS).build());
      return;
    }
    Optional<String> last = given(lastEventId).or(() -> given(after));
    Optional<Caller> caller = identities.of(request);
    Seat seat = rateLimits.stream(caller, proxies.client(request));
    boolean begun = false;
    try {
      streams.prepare(conversation, last).begin(request.getAsyncContext(), caller, seat);
      begun = true;
    } finally {
      if (!begun) {
        seat.close();
      }
    }
  }

  private static Optional<String> given(@Nullable String text) {
    return Optional.ofNullable(text).filter(it -> !it.isEmpty());
  }
}
