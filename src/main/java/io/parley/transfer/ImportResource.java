package io.parley.transfer;

import io.parley.api.Refuses;
import io.parley.chat.CreatedConversations;
import io.parley.conversation.Conversation;
import io.parley.identity.Caller;
import io.parley.identity.Identities;
import io.parley.limits.RateLimits;
import io.parley.participant.Participant;
import io.parley.platform.Problem;
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
import java.util.Optional;
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
  @Inject ForeignImports foreign;
  @Inject CreatedConversations created;
  @Inject Identities identities;
  @Inject RateLimits rateLimits;
  @Inject CopyMemory memory;

  @POST
  @Consumes({
    MediaType.APPLICATION_JSON,
    "application/zip",
    "application/x-zip-compressed",
    MediaType.APPLICATION_OCTET_STREAM
  })
  @SecurityRequirement(name = "guest")
  @SecurityRequirement(name = "cookie")
  @Operation(
      operationId = "importConversation",
      summary = "Import private conversations",
      description =
          "An export of this API; or ChatGPT's zip or `conversations.json`, Open WebUI's or"
              + " LibreChat's JSON, whose conversations are imported one by one. They belong to the"
              + " caller and have new ids. Of each conversation all messages are imported, or none."
              + " For other products' files the response describes the first conversation, and"
              + " `import` lists what was imported and what was left out.")
  @APIResponse(
      responseCode = "201",
      description = "The conversation; `Location` is its address",
      content = @Content(schema = @Schema(implementation = ImportView.class)))
  @Refuses({
    Problem.INVALID_REQUEST,
    Problem.UNAUTHENTICATED,
    Problem.TOO_LARGE,
    Problem.RATE_LIMITED,
    Problem.UNAVAILABLE
  })
  public Response read(
      @RequestBody(
              required = true,
              description =
                  "What `GET /api/conversations/{id}/export?format=json` gave, or another product's"
                      + " export. Its content tells which",
              content = {
                @Content(
                    mediaType = MediaType.APPLICATION_JSON,
                    schema = @Schema(type = SchemaType.OBJECT)),
                @Content(
                    mediaType = "application/zip",
                    schema = @Schema(type = SchemaType.STRING, format = "binary"))
              })
          InputStream body,
      @Context HttpServletRequest request,
      @Context UriInfo uri)
      throws IOException {
    Caller caller = identities.require(request);
    Participant owner = caller.participant();
    RateLimits.require(rateLimits.copy(caller));
    ForeignFile file = imports.file(body);
    try (CopyMemory.Hold _ =
        memory.take(owner.id(), imports.size(request.getContentLengthLong(), file))) {
      if (file.isForeign()) {
        ForeignImports.Result result = foreign.read(file, owner);
        return response(result.first(), Optional.of(result.report()), uri);
      }
      return response(imports.read(file.body(), owner), Optional.empty(), uri);
    }
  }

  private Response response(Conversation imported, Optional<ImportReport> report, UriInfo uri) {
    return created.response(imported, new ImportView(created.view(imported), report), uri);
  }
}
