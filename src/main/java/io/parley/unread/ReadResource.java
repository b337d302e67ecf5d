package io.parley.unread;

import io.parley.api.Refuses;
import io.parley.chat.Access;
import io.parley.identity.Caller;
import io.parley.identity.Identities;
import io.parley.limits.RateLimits;
import io.parley.platform.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// Up to where the caller has read a room.
@Path("conversations/{id}/read")
@ApplicationScoped
@Tag(name = "rooms")
@SecurityRequirement(name = "guest")
@SecurityRequirement(name = "cookie")
public class ReadResource {
  @Inject Access access;
  @Inject Reads reads;
  @Inject Identities identities;
  @Inject RateLimits rateLimits;

  @PUT
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "markRead",
      summary = "Mark a room as read up to a position",
      description =
          "The position is kept for this participant, for all of their tabs and devices. An earlier"
              + " position changes nothing. Of one participant the 50 rooms are kept that they read"
              + " last, each for 90 days.")
  @APIResponse(responseCode = "204", description = "It is stored")
  @Refuses({
    Problem.INVALID_REQUEST,
    Problem.UNAUTHENTICATED,
    Problem.NOT_FOUND,
    Problem.TOO_LARGE,
    Problem.RATE_LIMITED,
    Problem.UNAVAILABLE
  })
  public Response markRead(
      @PathParam("id") String id,
      @RequestBody(required = true) UnreadRooms.Read read,
      @Context HttpServletRequest request) {
    Caller caller = identities.require(request);
    RateLimits.require(rateLimits.read(caller));
    reads.raise(caller.id(), access.to(id, request), read.position());
    return Response.noContent().build();
  }
}
