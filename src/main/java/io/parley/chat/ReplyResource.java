package io.parley.chat;

import io.parley.api.Refuses;
import io.parley.event.ReplyId;
import io.parley.identity.Caller;
import io.parley.identity.Identities;
import io.parley.platform.Ids;
import io.parley.platform.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// A single reply.
@Path("replies/{id}")
@ApplicationScoped
@Tag(name = "conversations")
@SecurityRequirement(name = "guest")
@SecurityRequirement(name = "cookie")
public class ReplyResource {
  @Inject Moderation moderation;
  @Inject ReplyRequests replyRequests;
  @Inject Identities identities;

  @POST
  @Path("stop")
  @Operation(
      operationId = "stopReply",
      summary = "Stop a reply",
      description =
          "Works before its first word too. What was said so far stays. One that has ended stays as"
              + " it is.")
  @APIResponse(responseCode = "202", description = "The reply is being stopped")
  @Refuses({Problem.UNAUTHENTICATED, Problem.NOT_FOUND, Problem.RATE_LIMITED, Problem.UNAVAILABLE})
  public Response stop(@PathParam("id") String id, @Context HttpServletRequest request) {
    Caller caller = identities.require(request);
    moderation.stop(replyId(id), caller);
    return Response.accepted().build();
  }

  @POST
  @Path("continue")
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "continueReply",
      summary = "Continue a reply",
      description =
          "For a reply that was cut off (`finish_reason` is `length`), was stopped, or failed after"
              + " its first text. It continues in a new attempt that begins with the text so far. A"
              + " reply that is still streaming is not changed.")
  @APIResponse(
      responseCode = "202",
      description = "The reply continues",
      content = @Content(schema = @Schema(implementation = ReplyRequests.Asked.class)))
  @Refuses({
    Problem.INVALID_REQUEST,
    Problem.UNAUTHENTICATED,
    Problem.FORBIDDEN,
    Problem.NOT_FOUND,
    Problem.CONFLICT,
    Problem.RATE_LIMITED,
    Problem.UNAVAILABLE
  })
  public CompletionStage<Response> resume(
      @PathParam("id") String id, @Context HttpServletRequest request) {
    Caller caller = identities.require(request);
    return replyRequests
        .resume(replyId(id), caller)
        .thenApply(asked -> Response.accepted(asked).build());
  }

  private static ReplyId replyId(String id) {
    return Ids.parse(id)
        .map(ReplyId::new)
        .orElseThrow(() -> Problem.NOT_FOUND.because("There is no such reply."));
  }
}
