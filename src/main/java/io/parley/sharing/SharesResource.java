package io.parley.sharing;

import io.parley.api.Refuses;
import io.parley.chat.Access;
import io.parley.conversation.Conversation;
import io.parley.identity.Caller;
import io.parley.identity.Identities;
import io.parley.limits.RateLimits;
import io.parley.participant.ParticipantId;
import io.parley.platform.Problem;
import io.parley.transfer.ForkResource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// The caller's shares of a conversation.
@Path("conversations/{id}/shares")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "conversations")
@SecurityRequirement(name = "guest")
@SecurityRequirement(name = "cookie")
public class SharesResource {
  @Inject Access access;
  @Inject Shares shares;
  @Inject Identities identities;
  @Inject RateLimits rateLimits;

  /// A share that has just been made.
  @Schema(name = "NewShare")
  public record Made(
      UUID id,
      @Schema(description = "Returned once") String token,
      @Schema(description = "The page that shows it", format = "uri", implementation = String.class)
          URI url,
      @Schema(description = "Number of messages that it shows") int messages,
      Instant createdAt) {}

  /// A share as its owner finds it again.
  @Schema(name = "Share")
  public record Listed(UUID id, int messages, Instant createdAt) {}

  /// All of the caller's shares of a conversation.
  @Schema(name = "Shares")
  public record Page(List<Listed> items) {
    public Page {
      items = List.copyOf(items);
    }
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "shareConversation",
      summary = "Create a link with which anyone can read a conversation",
      description =
          "As it is now: the branch up to a message, or the one that was spoken in last; of a room the"
              + " last of what was said. What comes later is not shown, what is removed disappears,"
              + " and it ends with the conversation.")
  @APIResponse(
      responseCode = "201",
      description = "The share; `Location` is its address",
      content = @Content(schema = @Schema(implementation = Made.class)))
  @Refuses({
    Problem.INVALID_REQUEST,
    Problem.UNAUTHENTICATED,
    Problem.NOT_FOUND,
    Problem.TOO_LARGE,
    Problem.RATE_LIMITED,
    Problem.UNAVAILABLE
  })
  public Response share(
      @PathParam("id") String id,
      @RequestBody(required = true) ForkResource.Moment moment,
      @Context HttpServletRequest request,
      @Context UriInfo uri) {
    Caller caller = identities.require(request);
    ParticipantId owner = caller.id();
    Conversation conversation = access.to(id, request);
    RateLimits.require(rateLimits.copy(caller));
    Shares.Made made = shares.make(conversation, moment.message(), owner);
    String token = made.token().text();
    return Response.created(uri.getBaseUriBuilder().path("shares").path(token).build())
        .entity(
            new Made(
                made.share().id(),
                token,
                uri.getBaseUri().resolve("/shared/" + token),
                made.share().messages(),
                made.share().createdAt()))
        .build();
  }

  @GET
  @Operation(
      operationId = "listShares",
      summary = "The caller's shares of a conversation",
      description = "The newest first, without their tokens: those are not stored.")
  @APIResponse(
      responseCode = "200",
      description = "All of them",
      content = @Content(schema = @Schema(implementation = Page.class)))
  @Refuses({Problem.UNAUTHENTICATED, Problem.NOT_FOUND, Problem.UNAVAILABLE})
  public Page list(@PathParam("id") String id, @Context HttpServletRequest request) {
    ParticipantId owner = identities.require(request).participant().id();
    return new Page(
        shares.of(access.to(id, request), owner).stream()
            .map(share -> new Listed(share.id(), share.messages(), share.createdAt()))
            .toList());
  }
}
