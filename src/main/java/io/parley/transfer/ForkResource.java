package io.parley.transfer;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.parley.api.Refuses;
import io.parley.chat.Access;
import io.parley.chat.CreatedConversations;
import io.parley.conversation.Conversation;
import io.parley.event.MessageId;
import io.parley.identity.Caller;
import io.parley.identity.Identities;
import io.parley.limits.RateLimits;
import io.parley.live.ConversationView;
import io.parley.participant.ParticipantId;
import io.parley.platform.Ids;
import io.parley.platform.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// Goes on in private from a moment of a conversation.
@Path("conversations/{id}/fork")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "conversations")
public class ForkResource {
  @Inject Access access;
  @Inject Forks forks;
  @Inject CreatedConversations created;
  @Inject Identities identities;
  @Inject RateLimits rateLimits;

  /// From where.
  @Schema(name = "Moment")
  public record Moment(
      @Schema(
              description = "The last message to include; by default the newest",
              format = "uuid",
              implementation = String.class)
          Optional<String> messageId) {
    @JsonCreator
    public Moment {}

    public Optional<MessageId> message() {
      return messageId.map(text ->
          Ids.parse(text)
              .map(MessageId::new)
              .orElseThrow(
                  () -> Problem.INVALID_REQUEST.because("The field `message_id` is not a UUID.")));
    }
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @SecurityRequirement(name = "guest")
  @SecurityRequirement(name = "cookie")
  @Operation(
      operationId = "forkConversation",
      summary = "Continue in private from a message",
      description =
          "Makes a private conversation of the caller's with the messages that lead to that moment:"
              + " the branch, or of a room the last of what was said. Authors stay who they were.")
  @APIResponse(
      responseCode = "201",
      description = "The new conversation; `Location` is its address",
      content = @Content(schema = @Schema(implementation = ConversationView.class)))
  @Refuses({
    Problem.INVALID_REQUEST,
    Problem.UNAUTHENTICATED,
    Problem.NOT_FOUND,
    Problem.TOO_LARGE,
    Problem.RATE_LIMITED,
    Problem.UNAVAILABLE
  })
  public Response fork(
      @PathParam("id") String id,
      @RequestBody(required = true) Moment moment,
      @Context HttpServletRequest request,
      @Context UriInfo uri) {
    Caller caller = identities.require(request);
    ParticipantId owner = caller.id();
    Conversation source = access.to(id, request);
    RateLimits.require(rateLimits.copy(caller));
    Conversation fork = forks.fork(source, moment.message(), owner);
    return created.response(fork, uri);
  }
}
