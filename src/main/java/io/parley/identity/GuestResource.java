package io.parley.identity;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.parley.api.Refuses;
import io.parley.http.Credentials;
import io.parley.http.Proxies;
import io.parley.limits.RateLimits;
import io.parley.participant.Participant;
import io.parley.participant.ParticipantId;
import io.parley.platform.Ids;
import io.parley.platform.Json;
import io.parley.platform.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// Guests for programs; a browser gets its own with the first page.
@Path("guests")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "guests", description = "Guests: who sends a request")
public class GuestResource {
  private static final int MAX_BODY_BYTES = 4 * 1024;

  @Inject Guests guests;
  @Inject GuestTokens tokens;
  @Inject Identities identities;
  @Inject RateLimits rateLimits;
  @Inject Proxies proxies;
  @Inject Passes passes;
  @Inject Event<NameWish> wishes;
  @Inject Event<GuestRenamed> renamed;

  /// What a guest wants to be called.
  public record NameRequest(
      @Schema(examples = "\"Ada\"", description = "1–40 code points; absent: a generated name")
          Optional<String> name) {}

  @POST
  @Operation(
      operationId = "becomeGuest",
      summary = "Become a guest",
      description = "The token goes into `Authorization: Bearer`.")
  @RequestBody(
      required = false,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = NameRequest.class)))
  @APIResponse(
      responseCode = "201",
      description = "A new guest, and the token that proves it",
      content = @Content(schema = @Schema(implementation = Passes.Pass.class)))
  @Refuses({
    Problem.INVALID_REQUEST,
    Problem.UNAUTHENTICATED,
    Problem.FORBIDDEN,
    Problem.TOO_LARGE,
    Problem.RATE_LIMITED
  })
  public Response arrive(@Context HttpServletRequest request, InputStream body) throws IOException {
    if (Credentials.bearer(request).isPresent()) {
      // a program with a key that asks for a guest's token has mistaken one for the other
      var _ = identities.require(request).requireGuest();
    }
    Optional<String> name = name(body);
    RateLimits.require(rateLimits.guest(proxies.client(request)));
    Participant guest = name.map(guests::arrive).orElseGet(guests::arrive);
    name.ifPresent(_ -> wishes.fire(new NameWish(Optional.empty(), guest.name())));
    Passes.Pass pass = new Passes.Pass(guest, Optional.of(guests.token(guest)));
    return Response.status(Response.Status.CREATED).entity(pass).build();
  }

  @GET
  @Path("me")
  @SecurityRequirement(name = "guest")
  @SecurityRequirement(name = "cookie")
  @Operation(operationId = "whoAmI", summary = "Who am I")
  @APIResponse(
      responseCode = "200",
      description = "The caller",
      content = @Content(schema = @Schema(implementation = Participant.class)))
  @Refuses(Problem.UNAUTHENTICATED)
  public Participant me(@Context HttpServletRequest request) {
    return identities.require(request).participant();
  }

  @PATCH
  @Path("me")
  @Consumes(MediaType.APPLICATION_JSON)
  @SecurityRequirement(name = "guest")
  @SecurityRequirement(name = "cookie")
  @Operation(
      operationId = "renameGuest",
      summary = "Take another name",
      description =
          "A bearer gets a new token in the body, a browser in its cookie; older tokens keep the"
              + " old name. An API key keeps the name that the operator gave it. A name that looks like"
              + " a model's is `invalid_request`, one that looks like somebody's in a room with the"
              + " guest is `conflict`.")
  @APIResponse(
      responseCode = "200",
      description = "The guest with the new name, and a new token",
      content = @Content(schema = @Schema(implementation = Passes.Pass.class)))
  @Refuses({
    Problem.INVALID_REQUEST,
    Problem.UNAUTHENTICATED,
    Problem.FORBIDDEN,
    Problem.CONFLICT,
    Problem.RATE_LIMITED
  })
  public Passes.Pass rename(
      @Context HttpServletRequest request,
      @Context HttpServletResponse response,
      NameRequest wanted) {
    Caller caller = identities.require(request);
    Caller.Proof.Guest proof = caller.requireGuest();
    String name =
        wanted.name().orElseThrow(() -> Problem.INVALID_REQUEST.because("Send a `name`."));
    RateLimits.require(rateLimits.post(caller));
    Participant guest = guests.rename(caller.participant(), name);
    if (!guest.name().equals(caller.participant().name())) {
      wishes.fire(new NameWish(Optional.of(guest.id()), guest.name()));
    }
    Passes.Pass pass = passes.issue(guest, proof.carrier(), proof.epoch(), request, response);
    renamed.fire(new GuestRenamed(guest));
    return pass;
  }

  @POST
  @Path("me/tokens")
  @SecurityRequirement(name = "guest")
  @SecurityRequirement(name = "cookie")
  @Operation(
      operationId = "replaceTokens",
      summary = "Sign out everywhere else",
      description =
          "Revokes all tokens of the guest and issues one new token: in the body for a bearer, in"
              + " the cookie for a browser. The old tokens are refused on every node within two"
              + " seconds, and their connections are closed.")
  @APIResponse(
      responseCode = "201",
      description = "The guest, with the only valid token",
      content = @Content(schema = @Schema(implementation = Passes.Pass.class)))
  @Refuses({Problem.UNAUTHENTICATED, Problem.FORBIDDEN, Problem.RATE_LIMITED, Problem.UNAVAILABLE})
  public Response replaceTokens(
      @Context HttpServletRequest request, @Context HttpServletResponse response) {
    Caller caller = identities.require(request);
    Caller.Proof.Guest proof = caller.requireGuest();
    RateLimits.require(rateLimits.revocation(caller));
    long epoch = tokens.revokeOwn(caller.id());
    Passes.Pass pass =
        passes.issue(caller.participant(), proof.carrier(), epoch, request, response);
    return Response.status(Response.Status.CREATED).entity(pass).build();
  }

  @DELETE
  @Path("me/tokens")
  @SecurityRequirement(name = "guest")
  @SecurityRequirement(name = "cookie")
  @Operation(
      operationId = "revokeOwnTokens",
      summary = "Sign out everywhere",
      description =
          "Revokes all tokens of the guest, this one too. Nobody can be this guest again. The"
              + " tokens are refused on every node within two seconds, and their connections are"
              + " closed.")
  @APIResponse(responseCode = "204", description = "The tokens are revoked")
  @Refuses({Problem.UNAUTHENTICATED, Problem.FORBIDDEN, Problem.RATE_LIMITED, Problem.UNAVAILABLE})
  public Response revokeOwnTokens(
      @Context HttpServletRequest request, @Context HttpServletResponse response) {
    Caller caller = identities.require(request);
    Caller.Proof.Guest proof = caller.requireGuest();
    RateLimits.require(rateLimits.revocation(caller));
    var _ = tokens.revokeOwn(caller.id());
    passes.forget(proof, request, response);
    return Response.noContent().build();
  }

  @DELETE
  @Path("{id}/tokens")
  @SecurityRequirement(name = "operator")
  @Operation(
      operationId = "revokeTokens",
      summary = "Revoke all tokens of a guest",
      description =
          "For the operator. The tokens are refused on every node within two seconds, and their"
              + " connections are closed. What the guest wrote stays.")
  @APIResponse(responseCode = "204", description = "The tokens are revoked")
  @Refuses({
    Problem.UNAUTHENTICATED,
    Problem.FORBIDDEN,
    Problem.NOT_FOUND,
    Problem.RATE_LIMITED,
    Problem.UNAVAILABLE
  })
  public Response revokeTokens(@PathParam("id") String id, @Context HttpServletRequest request) {
    identities.require(request, Authority.OPERATOR);
    ParticipantId guest =
        Ids.parse(id)
            .map(ParticipantId::new)
            .orElseThrow(() -> Problem.NOT_FOUND.because("A guest's id is a UUID."));
    var _ = tokens.revoke(guest);
    return Response.noContent().build();
  }

  /// The body may be absent altogether, which [JsonBody] does not accept.
  private static Optional<String> name(InputStream body) throws IOException {
    byte[] bytes = body.readNBytes(MAX_BODY_BYTES + 1);
    if (bytes.length > MAX_BODY_BYTES) {
      throw Problem.TOO_LARGE.because("The body is too large. Send only a `name`.");
    }
    if (bytes.length == 0) {
      return Optional.empty();
    }
    try {
      NameRequest wanted = Json.STRICT.forType(NameRequest.class).readValue(bytes);
      return Optional.ofNullable(wanted).flatMap(NameRequest::name);
    } catch (JsonProcessingException e) {
      throw Problem.INVALID_REQUEST.because("The body is an object with a `name`, or absent.");
    }
  }
}
