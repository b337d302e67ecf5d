package io.parley.chat;

import io.parley.api.Refuses;
import io.parley.conversation.Conversation;
import io.parley.conversation.ConversationSettings;
import io.parley.history.PageQuery;
import io.parley.history.PageRequest;
import io.parley.identity.Caller;
import io.parley.identity.Identities;
import io.parley.limits.RateLimits;
import io.parley.live.ConversationView;
import io.parley.participant.ParticipantId;
import io.parley.platform.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// Somebody's private conversations.
@Path("conversations")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "conversations")
@SecurityRequirement(name = "guest")
@SecurityRequirement(name = "cookie")
public class ConversationsResource {
  @Inject PrivateConversations owned;
  @Inject CreatedConversations created;
  @Inject Identities identities;
  @Inject RateLimits rateLimits;

  @GET
  @Operation(
      operationId = "listConversations",
      summary = "The caller's private conversations",
      description =
          "Those that something happened in last come first. `next` names the page after this one;"
              + " without it there is none.")
  @APIResponse(
      responseCode = "200",
      description = "The page",
      content = @Content(schema = @Schema(implementation = ConversationList.class)))
  @Refuses({Problem.INVALID_REQUEST, Problem.UNAUTHENTICATED, Problem.UNAVAILABLE})
  public ConversationList list(@BeanParam PageQuery query, @Context HttpServletRequest request) {
    ParticipantId owner = identities.require(request).participant().id();
    PageRequest page = query.page();
    return owned.ownedBy(owner, page.before(), page.limit());
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "openConversation",
      summary = "Begin a private conversation",
      description = "Only the caller can see it.")
  @APIResponse(
      responseCode = "201",
      description = "The conversation; `Location` is its address",
      content = @Content(schema = @Schema(implementation = ConversationView.class)))
  @Refuses({
    Problem.INVALID_REQUEST,
    Problem.UNAUTHENTICATED,
    Problem.FORBIDDEN,
    Problem.TOO_LARGE,
    Problem.RATE_LIMITED,
    Problem.UNAVAILABLE
  })
  public Response open(
      @RequestBody(required = true) ConversationSettings settings,
      @Context HttpServletRequest request,
      @Context UriInfo uri) {
    Caller owner = identities.require(request);
    RateLimits.require(rateLimits.post(owner));
    Conversation opened = owned.open(owner, settings);
    return created.response(opened, uri);
  }
}
