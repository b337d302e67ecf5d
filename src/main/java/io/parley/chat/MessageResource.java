package io.parley.chat;

import io.parley.api.Refuses;
import io.parley.event.ConversationId;
import io.parley.event.MessageId;
import io.parley.identity.Authority;
import io.parley.identity.Caller;
import io.parley.identity.Identities;
import io.parley.platform.Ids;
import io.parley.platform.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// A single message or reply.
@Path("messages/{id}")
@ApplicationScoped
@Tag(name = "conversations")
public class MessageResource {
  @Inject Moderation moderation;
  @Inject ReplyRequests replyRequests;
  @Inject Identities identities;

  @POST
  @Path("replies")
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  @SecurityRequirement(name = "guest")
  @SecurityRequirement(name = "cookie")
  @Operation(
      operationId = "askForReply",
      summary = "Ask for another reply to a message",
      description =
          "Existing replies are kept; the new one is their sibling. The same `reply_id` again gets"
              + " the same response.")
  @APIResponse(
      responseCode = "202",
      description = "The reply was requested",
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
  public CompletionStage<Response> ask(
      @PathParam("id") String id,
      @RequestBody(required = true) NewReply wish,
      @Context HttpServletRequest request) {
    Caller caller = identities.require(request);
    return replyRequests
        .ask(messageId(id), caller, wish.model(), wish.id())
        .thenApply(asked -> Response.accepted(asked).build());
  }

  @DELETE
  @SecurityRequirement(name = "operator")
  @Operation(
      operationId = "removeMessage",
      summary = "Remove a message or a reply",
      description =
          "For the operator. It disappears from every page, from the archive and from histories,"
              + " for good. Again changes nothing.")
  @APIResponse(responseCode = "204", description = "It is removed")
  @Refuses({
    Problem.INVALID_REQUEST,
    Problem.CONFLICT,
    Problem.UNAUTHENTICATED,
    Problem.FORBIDDEN,
    Problem.NOT_FOUND,
    Problem.UNAVAILABLE
  })
  public CompletionStage<Response> remove(
      @PathParam("id") String id,
      @Parameter(
              description =
                  "Conversation of the message. Required if several have a message with this id",
              schema = @Schema(type = SchemaType.STRING, format = "uuid"))
          @QueryParam("conversation_id")
          Optional<String> conversation,
      @Context HttpServletRequest request) {
    identities.require(request, Authority.OPERATOR);
    Optional<ConversationId> in =
        conversation.map(text ->
            Ids.parse(text)
                .map(ConversationId::new)
                .orElseThrow(() ->
                    Problem.INVALID_REQUEST.because("The field `conversation_id` is not a UUID.")));
    return moderation.remove(messageId(id), in).thenApply(_ -> Response.noContent().build());
  }

  private static MessageId messageId(String id) {
    return Ids.parse(id)
        .map(MessageId::new)
        .orElseThrow(() -> Problem.NOT_FOUND.because("There is no such message."));
  }
}
