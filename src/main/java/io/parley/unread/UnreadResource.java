package io.parley.unread;

import io.parley.api.Refuses;
import io.parley.identity.Caller;
import io.parley.identity.Identities;
import io.parley.limits.RateLimits;
import io.parley.platform.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// What the caller has not read yet.
@Path("unread")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "rooms")
@SecurityRequirement(name = "guest")
@SecurityRequirement(name = "cookie")
public class UnreadResource {
  @Inject Reads reads;
  @Inject Identities identities;
  @Inject RateLimits rateLimits;

  @GET
  @Operation(
      operationId = "listUnread",
      summary = "Unread messages in the rooms that the caller has been in",
      description =
          "A room is listed once the caller has marked it as read up to a position. Rooms without"
              + " unread messages are listed too.")
  @APIResponse(
      responseCode = "200",
      description = "The rooms, in no particular order",
      content = @Content(schema = @Schema(implementation = UnreadRooms.class)))
  @Refuses({Problem.UNAUTHENTICATED, Problem.RATE_LIMITED, Problem.UNAVAILABLE})
  public UnreadRooms unread(@Context HttpServletRequest request) {
    Caller caller = identities.require(request);
    RateLimits.require(rateLimits.read(caller));
    return reads.of(caller.participant());
  }
}
