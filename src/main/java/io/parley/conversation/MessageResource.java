package io.parley.conversation;

import io.parley.identity.AdminToken;
import io.parley.log.MessageId;
import io.parley.platform.Ids;
import io.parley.platform.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// A single message or reply.
@Path("messages/{id}")
@ApplicationScoped
@Tag(name = "conversations")
public class MessageResource {
  @Inject Moderation moderation;
  @Inject AdminToken operator;

  @DELETE
  @SecurityRequirement(name = "operator")
  @Operation(
      operationId = "removeMessage",
      summary = "Remove a message or a reply",
      description =
          "For the operator. It disappears from every page, from the archive and from histories, for"
              + " good. Again changes nothing.")
  @APIResponse(responseCode = "204", description = "It is removed")
  @APIResponse(responseCode = "401", ref = "unauthenticated")
  @APIResponse(responseCode = "403", ref = "forbidden")
  @APIResponse(responseCode = "404", ref = "not_found")
  @APIResponse(responseCode = "503", ref = "unavailable")
  public CompletionStage<Response> remove(
      @PathParam("id") String id, @Context HttpServletRequest request) {
    operator.require(request);
    MessageId message =
        Ids.parse(id)
            .map(MessageId::new)
            .orElseThrow(() -> Problem.NOT_FOUND.because("There is no such message."));
    return moderation.remove(message).thenApply(_ -> Response.noContent().build());
  }
}
