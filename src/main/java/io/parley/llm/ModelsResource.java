package io.parley.llm;

import io.parley.event.AllowedModels;
import io.parley.identity.Caller;
import io.parley.identity.Identities;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import java.util.Collections;
import java.util.Locale;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// `GET /api/models`.
@Path("/models")
@ApplicationScoped
@Tag(name = "models")
public class ModelsResource {
  @Inject Models models;
  @Inject Identities identities;

  private final ModelDocument.Kept documents = new ModelDocument.Kept();

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "listModels",
      summary = "List models",
      description =
          "Returns the known models at once. `stale` is true if a provider's list could not be"
              + " refreshed; its models have `available: false`. `providers` has the problem of each"
              + " provider that is unavailable. An API key sees only the models that it may use. Send"
              + " `If-None-Match` with the `ETag` of the last response to get 304 while nothing has"
              + " changed.")
  @APIResponse(
      responseCode = "200",
      description = "The models, by provider",
      content = @Content(schema = @Schema(implementation = ModelListing.class)))
  @APIResponse(responseCode = "304", description = "The same as the list with this `ETag`")
  public Response list(
      @Parameter(
              description = "Only the models of this one; nothing, if there is none of that name")
          @QueryParam("provider")
          @DefaultValue("")
          String provider,
      @Context HttpServletRequest request) {
    ModelListing all = provider.isEmpty() ? models.list() : models.list(provider);
    ModelDocument document =
        identities
            .of(request)
            .map(Caller::models)
            .filter(AllowedModels::isRestricted)
            .map(allowed -> new ModelDocument(all.of(allowed)))
            .orElseGet(() -> documents.of(provider, all));
    return isKnown(request, document)
        ? answer(Response.notModified(), document)
        : whole(request, document);
  }

  private static Response whole(HttpServletRequest request, ModelDocument document) {
    boolean gzip = accepts(request, "gzip");
    ResponseBuilder answer = Response.ok(document.bytes(gzip));
    return answer(gzip ? answer.header(HttpHeaders.CONTENT_ENCODING, "gzip") : answer, document);
  }

  /// A browser may keep it if it asks each time whether it is still good; API keys see different
  /// lists.
  private static Response answer(ResponseBuilder answer, ModelDocument document) {
    return answer
        .header(HttpHeaders.ETAG, document.tag())
        .header(HttpHeaders.CACHE_CONTROL, "private, no-cache")
        .header(HttpHeaders.VARY, "Accept-Encoding, Authorization, Cookie")
        .build();
  }

  private static boolean isKnown(HttpServletRequest request, ModelDocument document) {
    return Collections.list(request.getHeaders(HttpHeaders.IF_NONE_MATCH)).stream()
        .anyMatch(tags -> tags.contains(document.tag()));
  }

  private static boolean accepts(HttpServletRequest request, String coding) {
    return Collections.list(request.getHeaders(HttpHeaders.ACCEPT_ENCODING)).stream()
        .flatMap(codings -> Stream.of(codings.split(",", -1)))
        .map(one -> one.strip().toLowerCase(Locale.ROOT).replace(" ", ""))
        .anyMatch(one ->
            one.equals(coding)
                || (one.startsWith(coding + ";q=") && !one.matches(".*;q=0(\\.0*)?")));
  }
}
