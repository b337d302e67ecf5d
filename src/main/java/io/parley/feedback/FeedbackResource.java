package io.parley.feedback;

import io.parley.api.Refuses;
import io.parley.event.ReplyId;
import io.parley.identity.Identities;
import io.parley.participant.ParticipantId;
import io.parley.platform.Ids;
import io.parley.platform.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
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

/// What the caller thinks of a reply.
@Path("replies/{id}/feedback")
@ApplicationScoped
@Tag(name = "conversations")
@SecurityRequirement(name = "guest")
@SecurityRequirement(name = "cookie")
public class FeedbackResource {
  @Inject Ratings ratings;
  @Inject Identities identities;

  @PUT
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "rateReply",
      summary = "Rate a reply",
      description = "The caller has one rating of each reply; the last one counts.")
  @APIResponse(responseCode = "204", description = "The rating was stored")
  @Refuses({
    Problem.INVALID_REQUEST,
    Problem.UNAUTHENTICATED,
    Problem.NOT_FOUND,
    Problem.TOO_LARGE,
    Problem.UNAVAILABLE
  })
  public Response rate(
      @PathParam("id") String id,
      @RequestBody(required = true) Feedback feedback,
      @Context HttpServletRequest request) {
    ratings.rate(reply(id), caller(request), feedback);
    return Response.noContent().build();
  }

  @DELETE
  @Operation(
      operationId = "withdrawRating",
      summary = "Take a rating back",
      description = "A repeated call has no effect.")
  @APIResponse(responseCode = "204", description = "The rating was removed")
  @Refuses({Problem.UNAUTHENTICATED, Problem.NOT_FOUND, Problem.UNAVAILABLE})
  public Response withdraw(@PathParam("id") String id, @Context HttpServletRequest request) {
    ratings.withdraw(reply(id), caller(request));
    return Response.noContent().build();
  }

  private ParticipantId caller(HttpServletRequest request) {
    return identities.require(request).participant().id();
  }

  private static ReplyId reply(String id) {
    return Ids.parse(id)
        .map(ReplyId::new)
        .orElseThrow(() -> Problem.NOT_FOUND.because("No reply has this id."));
  }
}
