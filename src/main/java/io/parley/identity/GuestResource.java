package io.parley.identity;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.parley.platform.Json;
import io.parley.platform.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
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
@Tag(name = "guests", description = "Who is speaking")
public class GuestResource {
  private static final int MAX_BODY_BYTES = 4 * 1024;

  @Inject Guests guests;
  @Inject Identities identities;
  @Inject Budgets budgets;
  @Inject Proxies proxies;
  @Inject Event<GuestRenamed> renamed;

  /// What a guest wants to be called.
  public record NameRequest(
      @Schema(examples = "\"Ada\"", description = "1–40 code points; absent: a generated name")
          Optional<String> name) {}

  /// A guest, and the token that proves it.
  public record Pass(Participant guest, String token) {}

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
      content = @Content(schema = @Schema(implementation = Pass.class)))
  @APIResponse(responseCode = "400", ref = "invalid_request")
  @APIResponse(responseCode = "413", ref = "too_large")
  @APIResponse(responseCode = "429", ref = "rate_limited")
  public Response arrive(@Context HttpServletRequest request, InputStream body) throws IOException {
    Optional<String> name = name(body);
    Budgets.require(budgets.guest(proxies.client(request)));
    Participant guest = name.map(guests::arrive).orElseGet(guests::arrive);
    return Response.status(Response.Status.CREATED).entity(pass(guest)).build();
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
  @APIResponse(responseCode = "401", ref = "unauthenticated")
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
      description = "Answers a new token; tokens of before keep the old name.")
  @APIResponse(
      responseCode = "200",
      description = "The guest by its new name, with a new token",
      content = @Content(schema = @Schema(implementation = Pass.class)))
  @APIResponse(responseCode = "400", ref = "invalid_request")
  @APIResponse(responseCode = "401", ref = "unauthenticated")
  public Pass rename(
      @Context HttpServletRequest request,
      @Context HttpServletResponse response,
      NameRequest wanted) {
    Caller caller = identities.require(request);
    String name =
        wanted.name().orElseThrow(() -> Problem.INVALID_REQUEST.because("Send a `name`."));
    Participant guest = guests.rename(caller.participant(), name);
    Pass pass = pass(guest);
    if (caller.proof() == Caller.Proof.COOKIE) {
      response.addCookie(GuestCookie.of(pass.token(), proxies.isSecure(request)));
    }
    renamed.fire(new GuestRenamed(guest));
    return pass;
  }

  private Pass pass(Participant guest) {
    return new Pass(guest, guests.token(guest));
  }

  /// The body may be absent altogether, which the house's reader of bodies does not take.
  private static Optional<String> name(InputStream body) throws IOException {
    byte[] bytes = body.readNBytes(MAX_BODY_BYTES + 1);
    if (bytes.length > MAX_BODY_BYTES) {
      throw Problem.TOO_LARGE.because("A guest has no more than a name.");
    }
    if (bytes.length == 0) {
      return Optional.empty();
    }
    try {
      NameRequest wanted = Json.MAPPER.readValue(bytes, NameRequest.class);
      return Optional.ofNullable(wanted).flatMap(NameRequest::name);
    } catch (JsonProcessingException e) {
      throw Problem.INVALID_REQUEST.because("The body is an object with a `name`, or absent.");
    }
  }
}
