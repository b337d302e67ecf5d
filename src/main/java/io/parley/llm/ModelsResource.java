package io.parley.llm;

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
import jakarta.ws.rs.core.MediaType;
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

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "listModels",
      summary = "The models that can be asked",
      description =
          "Answers at once with what is known. `stale` says that a provider could not be asked when"
              + " it was time; its models have `available: false`. An API key sees only the models"
              + " that it may use.")
  @APIResponse(
      responseCode = "200",
      description = "The models, by provider",
      content = @Content(schema = @Schema(implementation = ModelListing.class)))
  public ModelListing list(
      @Parameter(
              description = "Only the models of this one; nothing, if there is none of that name")
          @QueryParam("provider")
          @DefaultValue("")
          String provider,
      @Context HttpServletRequest request) {
    ModelListing all = provider.isEmpty() ? models.list() : models.list(provider);
    return identities.of(request).map(Caller::models).map(all::of).orElse(all);
  }
}
