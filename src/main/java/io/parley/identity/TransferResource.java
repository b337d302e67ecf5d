package io.parley.identity;

import io.parley.api.Refuses;
import io.parley.http.Credentials;
import io.parley.http.Proxies;
import io.parley.limits.RateLimits;
import io.parley.participant.Participant;
import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// The same guest on another device, by a link for one taker.
///
/// The token is in the part of the link behind `#`, which browsers send to nobody: it is in no log
/// of a proxy, no `Referer` and no preview of a link. So the page at the link's address sends it
/// here in a body.
@Path("me/transfers")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "me")
public class TransferResource {
  @Inject Transfers transfers;
  @Inject Identities identities;
  @Inject RateLimits rateLimits;
  @Inject Proxies proxies;
  @Inject Passes passes;

  /// A link for another device.
  @Schema(name = "Transfer")
  public record Link(
      @Schema(
              description =
                  "Returned once. The page at this address asks before it continues as the guest",
              format = "uri",
              implementation = String.class)
          URI url,
      Instant expiresAt) {
    @Override
    public String toString() {
      return "a link until " + expiresAt;
    }
  }

  /// What stands behind `#` in the link.
  @Schema(name = "TransferToken")
  public record Token(Optional<String> token) {
    @Override
    public String toString() {
      return "a token";
    }
  }

  /// Whom a link offers.
  @Schema(name = "TransferOffer")
  public record Offer(
      Participant guest,
      @Schema(description = "Whether the caller is this guest already") boolean same) {}

  @POST
  @SecurityRequirement(name = "guest")
  @SecurityRequirement(name = "cookie")
  @Operation(
      operationId = "offerTransfer",
      summary = "Create a link to use this guest on another device",
      description =
          "Good for ten minutes and one use, on any node. A new link ends the one before. Revoking"
              + " the guest's tokens ends it, too.")
  @APIResponse(
      responseCode = "201",
      description = "The link",
      content = @Content(schema = @Schema(implementation = Link.class)))
  @Refuses({Problem.UNAUTHENTICATED, Problem.FORBIDDEN, Problem.RATE_LIMITED, Problem.UNAVAILABLE})
  public Response offer(@Context HttpServletRequest request, @Context UriInfo uri) {
    Caller caller = identities.require(request);
    Caller.Proof.Guest proof = caller.requireGuest();
    RateLimits.require(rateLimits.copy(caller));
    Transfers.Offer offer = transfers.offer(caller.participant(), proof.epoch());
    URI url = uri.getBaseUri().resolve("/take#" + offer.token().text());
    return Response.status(Response.Status.CREATED)
        .entity(new Link(url, offer.expiresAt()))
        .build();
  }

  @DELETE
  @SecurityRequirement(name = "guest")
  @SecurityRequirement(name = "cookie")
  @Operation(operationId = "withdrawTransfer", summary = "End the link to another device")
  @APIResponse(responseCode = "204", description = "The link no longer works")
  @Refuses({Problem.UNAUTHENTICATED, Problem.FORBIDDEN, Problem.UNAVAILABLE})
  public Response withdraw(@Context HttpServletRequest request) {
    Caller caller = identities.require(request);
    var _ = caller.requireGuest();
    transfers.withdraw(caller.id());
    return Response.noContent().build();
  }

  @POST
  @Path("preview")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "previewTransfer",
      summary = "Show the guest of a link",
      description = "The link can still be used afterwards.")
  @APIResponse(
      responseCode = "200",
      description = "The guest",
      content = @Content(schema = @Schema(implementation = Offer.class)))
  @Refuses({Problem.INVALID_REQUEST, Problem.NOT_FOUND, Problem.RATE_LIMITED, Problem.UNAVAILABLE})
  public Offer preview(
      @Context HttpServletRequest request, @RequestBody(required = true) Token sent) {
    TransferToken token = token(sent);
    RateLimits.require(rateLimits.guest(proxies.client(request)));
    Transfers.Offered offered = transfers.find(token).orElseThrow(TransferResource::over);
    return new Offer(offered.guest(), isCallers(offered, request));
  }

  @POST
  @Path("take")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "takeTransfer",
      summary = "Become the guest of a link",
      description =
          "Uses the link up. The guest's token goes into the cookie of a browser, and into the body"
              + " for a caller with a bearer token. The device that made the link stays the same"
              + " guest.")
  @APIResponse(
      responseCode = "200",
      description = "The guest that the caller is now",
      content = @Content(schema = @Schema(implementation = Passes.Pass.class)))
  @Refuses({
    Problem.INVALID_REQUEST,
    Problem.UNAUTHENTICATED,
    Problem.FORBIDDEN,
    Problem.NOT_FOUND,
    Problem.CONFLICT,
    Problem.RATE_LIMITED,
    Problem.UNAVAILABLE
  })
  public Passes.Pass take(
      @Context HttpServletRequest request,
      @Context HttpServletResponse response,
      @RequestBody(required = true) Token sent) {
    Caller.Carrier carrier = carrier(request);
    TransferToken token = token(sent);
    RateLimits.require(rateLimits.guest(proxies.client(request)));
    if (transfers.find(token).filter(offered -> isCallers(offered, request)).isPresent()) {
      throw Problem.CONFLICT.because(
          "You are this guest already. Open the link on another device: it still works.");
    }
    Transfers.Offered taken = transfers.take(token).orElseThrow(TransferResource::over);
    return passes.issue(taken.guest(), carrier, taken.epoch(), request, response);
  }

  /// A program is told its new token; a browser, also one that is nobody yet, gets a cookie.
  private Caller.Carrier carrier(HttpServletRequest request) {
    if (Credentials.bearer(request).isEmpty()) {
      return Caller.Carrier.COOKIE;
    }
    return identities.require(request).requireGuest().carrier();
  }

  private boolean isCallers(Transfers.Offered offered, HttpServletRequest request) {
    return identities.of(request).map(Caller::id).filter(offered.guest().id()::equals).isPresent();
  }

  /// What is no token is told apart before Redis is asked.
  private static TransferToken token(Token sent) {
    String text =
        sent.token().orElseThrow(() -> Problem.INVALID_REQUEST.because("Send a `token`."));
    return TransferToken.parse(text).orElseThrow(TransferResource::over);
  }

  private static ProblemException over() {
    return Problem.NOT_FOUND.because(
        "This link no longer works. It works once, and for ten minutes. Create another one on the other device.");
  }
}
