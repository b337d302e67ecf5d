package io.parley.identity;

import io.parley.api.Refuses;
import io.parley.apikey.ApiKey;
import io.parley.apikey.ApiKeys;
import io.parley.participant.Names;
import io.parley.participant.ParticipantId;
import io.parley.platform.Ids;
import io.parley.platform.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// The keys of programs, for the operator.
@Path("keys")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "keys", description = "Keys for programs")
@SecurityRequirement(name = "operator")
public class KeyResource {
  private static final int MOST_MODELS = 50;
  private static final int LONGEST_MODEL = 200;

  @Inject ApiKeys keys;
  @Inject Identities identities;
  @Inject Clock clock;

  /// What a new key is to be.
  @Schema(
      name = "NewApiKey",
      examples =
          """
          {"name": "nightly-report", "scopes": ["chat", "models"], "models": ["openai/*"], \
          "expires_at": "2030-01-01T00:00:00Z"}\
          """)
  public record NewKey(
      @Schema(description = "1–40 code points: under this name the program takes part")
          Optional<String> name,
      @Schema(description = "What it may be used for; absent: everything")
          Optional<Set<ApiKey.Scope>> scopes,
      @Schema(
              description =
                  "The models it may use, `*` standing for anything; absent or empty: all of them")
          Optional<List<String>> models,
      @Schema(description = "Absent: until it is revoked") Optional<Instant> expiresAt) {}

  /// All keys there are.
  @Schema(name = "ApiKeys")
  public record Keys(List<ApiKey> items) {}

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "makeKey",
      summary = "Create an API key",
      description =
          "`secret` goes into `Authorization: Bearer`. It is returned only here, because only its"
              + " digest is kept.")
  @APIResponse(
      responseCode = "201",
      description = "The key and its secret",
      content = @Content(schema = @Schema(implementation = ApiKeys.Issued.class)))
  @Refuses({
    Problem.INVALID_REQUEST,
    Problem.UNAUTHENTICATED,
    Problem.FORBIDDEN,
    Problem.TOO_LARGE,
    Problem.UNAVAILABLE
  })
  public Response make(@Context HttpServletRequest request, NewKey wanted) {
    identities.require(request, Authority.OPERATOR);
    String name =
        Names.visible(
            wanted.name().orElseThrow(() -> Problem.INVALID_REQUEST.because("Send a `name`.")));
    Set<ApiKey.Scope> scopes = wanted.scopes().orElse(EnumSet.allOf(ApiKey.Scope.class));
    if (scopes.isEmpty()) {
      throw Problem.INVALID_REQUEST.because("`scopes` must not be empty.");
    }
    ApiKeys.Issued issued = keys.issue(name, scopes, models(wanted), expiry(wanted));
    return Response.status(Response.Status.CREATED).entity(issued).build();
  }

  @GET
  @Operation(
      operationId = "listKeys",
      summary = "The API keys",
      description = "Oldest first. `last_used_at` is up to half a minute late.")
  @APIResponse(
      responseCode = "200",
      description = "All keys, without their secrets",
      content = @Content(schema = @Schema(implementation = Keys.class)))
  @Refuses({Problem.UNAUTHENTICATED, Problem.FORBIDDEN, Problem.UNAVAILABLE})
  public Keys list(@Context HttpServletRequest request) {
    identities.require(request, Authority.OPERATOR);
    return new Keys(keys.list());
  }

  @DELETE
  @Path("{id}")
  @Operation(
      operationId = "revokeKey",
      summary = "Revoke an API key",
      description = "The key stops working on this node at once, and on others within seconds.")
  @APIResponse(responseCode = "204", description = "It is revoked")
  @Refuses({Problem.UNAUTHENTICATED, Problem.FORBIDDEN, Problem.NOT_FOUND, Problem.UNAVAILABLE})
  public Response revoke(@PathParam("id") String id, @Context HttpServletRequest request) {
    identities.require(request, Authority.OPERATOR);
    boolean was = Ids.parse(id).map(ParticipantId::new).filter(keys::revoke).isPresent();
    if (!was) {
      throw Problem.NOT_FOUND.because("No API key has this id.");
    }
    return Response.noContent().build();
  }

  private static List<String> models(NewKey wanted) {
    List<String> models = wanted.models().orElse(List.of());
    if (models.size() > MOST_MODELS
        || models.stream().anyMatch(it -> it.isBlank() || it.length() > LONGEST_MODEL)) {
      throw Problem.INVALID_REQUEST.because(
          "`models` are up to %d names of up to %d characters."
              .formatted(MOST_MODELS, LONGEST_MODEL));
    }
    return models;
  }

  private Optional<Instant> expiry(NewKey wanted) {
    if (wanted.expiresAt().filter(end -> !end.isAfter(clock.instant())).isPresent()) {
      throw Problem.INVALID_REQUEST.because("`expires_at` is in the past.");
    }
    return wanted.expiresAt();
  }
}
