package io.parley.conversation;

import io.parley.identity.Caller;
import io.parley.identity.Identities;
import io.parley.log.ReplyId;
import io.parley.platform.Ids;
import io.parley.platform.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// A single reply.
@Path("replies/{id}")
@ApplicationScoped
@Tag(name = "conversations")
public class ReplyResource {
  @Inject Moderation moderation;
  @Inject Identities identities;

  @POST
  @Path("stop")
  @SecurityRequirement(name = "guest")
  @SecurityRequirement(name = "cookie")
  @Operation(
      operationId = "stopReply",
      summary = "Stop a reply",
      description =
          "Works before its first word too. What was said so far stays. One that has ended stays as"
              + " it is.")
  @APIResponse(responseCode = "202", description = "Whoever makes the reply is told to stop")
  @APIResponse(responseCode = "401", ref = "unauthenticated")
  @APIResponse(responseCode = "404", ref = "not_found")
  @APIResponse(responseCode = "429", ref = "rate_limited")
  @APIResponse(responseCode = "503", ref = "unavailable")
  public Response stop(@PathParam("id") String id, @Context HttpServletRequest request) {
    Caller caller = identities.require(request);
    ReplyId reply =
        Ids.parse(id)
            .map(ReplyId::new)
            .orElseThrow(() -> Problem.NOT_FOUND.because("There is no such reply."));
    moderation.stop(reply, caller);
    return Response.accepted().build();
  }
}
