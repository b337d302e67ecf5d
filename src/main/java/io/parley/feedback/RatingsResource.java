package io.parley.feedback;

import io.parley.api.Refuses;
import io.parley.chat.Access;
import io.parley.conversation.Conversation;
import io.parley.event.ReplyId;
import io.parley.identity.Identities;
import io.parley.participant.ParticipantId;
import io.parley.platform.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// The caller's ratings in a conversation: beside its history, which is the same for everybody.
@Path("conversations/{id}/feedback")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "conversations")
public class RatingsResource {
  @Inject Access access;
  @Inject Ratings ratings;
  @Inject Identities identities;

  /// One rating.
  @Schema(name = "Rated")
  public record Rated(
      @Schema(format = "uuid", implementation = String.class) ReplyId replyId,
      Rating rating,
      @Schema(implementation = String.class) Optional<String> comment) {}

  /// All ratings.
  @Schema(name = "Ratings")
  public record Page(List<Rated> items) {
    public Page {
      items = List.copyOf(items);
    }
  }

  @GET
  @SecurityRequirement(name = "guest")
  @SecurityRequirement(name = "cookie")
  @Operation(
      operationId = "listRatings",
      summary = "The caller's ratings of replies in a conversation")
  @APIResponse(
      responseCode = "200",
      description = "All of them, in no order",
      content = @Content(schema = @Schema(implementation = Page.class)))
  @Refuses({Problem.UNAUTHENTICATED, Problem.NOT_FOUND, Problem.UNAVAILABLE})
  public Page list(@PathParam("id") String id, @Context HttpServletRequest request) {
    ParticipantId caller = identities.require(request).participant().id();
    Conversation conversation = access.to(id, request);
    return new Page(
        ratings.of(conversation.id(), caller).entrySet().stream()
            .map(entry ->
                new Rated(entry.getKey(), entry.getValue().rating(), entry.getValue().comment()))
            .toList());
  }
}
