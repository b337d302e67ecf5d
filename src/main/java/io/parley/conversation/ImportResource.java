package io.parley.conversation;

import io.parley.identity.Budgets;
import io.parley.identity.Caller;
import io.parley.identity.Identities;
import io.parley.identity.Participant;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// Exported conversations come back.
@Path("conversations/import")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "conversations")
public class ImportResource {
  @Inject Imports imports;
  @Inject LiveConversations live;
  @Inject Identities identities;
  @Inject Budgets budgets;
  @Inject CopyMemory memory;

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @SecurityRequirement(name = "guest")
  @SecurityRequirement(name = "cookie")
  @Operation(
      operationId = "importConversation",
      summary = "Make a private conversation out of an exported one",
      description = "It belongs to the caller and has new ids. All of it is imported, or nothing.")
  @APIResponse(
      responseCode = "201",
      description = "The conversation; `Location` is its address",
      content = @Content(schema = @Schema(implementation = ConversationView.class)))
  @APIResponse(responseCode = "400", ref = "invalid_request")
  @APIResponse(responseCode = "401", ref = "unauthenticated")
  @APIResponse(responseCode = "413", ref = "too_large")
  @APIResponse(responseCode = "429", ref = "rate_limited")
  @APIResponse(responseCode = "503", ref = "unavailable")
  public Response read(
      @RequestBody(
              required = true,
              description = "What `GET /api/conversations/{id}/export?format=json` gave",
              content = @Content(schema = @Schema(type = SchemaType.OBJECT)))
          InputStream body,
      @Context HttpServletRequest request,
      @Context UriInfo uri)
      throws IOException {
    Caller caller = identities.require(request);
    Participant owner = caller.participant();
    Budgets.require(budgets.copy(caller));
    Conversation imported;
    try (CopyMemory.Hold _ =
        memory.take(owner.id(), imports.size(request.getContentLengthLong()))) {
      imported = imports.read(body, owner);
    }
    return Response.created(
            uri.getBaseUriBuilder().path("conversations").path(imported.id().toString()).build())
        .entity(ConversationView.of(imported, live.of(imported.id()).now().position(), false))
        .build();
  }
}
