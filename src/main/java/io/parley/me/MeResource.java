package io.parley.me;

import com.fasterxml.jackson.annotation.JsonValue;
import io.parley.api.Refuses;
import io.parley.chat.Belongings;
import io.parley.chat.GuestErasures;
import io.parley.http.Proxies;
import io.parley.identity.Caller;
import io.parley.identity.GuestTokens;
import io.parley.identity.Identities;
import io.parley.identity.Passes;
import io.parley.limits.RateLimits;
import io.parley.participant.ParticipantId;
import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import io.parley.transfer.PersonalExport;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// Who the caller is, and what belongs to them.
@Path("me")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "me", description = "The caller, and the caller's data")
@SecurityRequirement(name = "guest")
@SecurityRequirement(name = "cookie")
public class MeResource {
  @Inject Identities identities;
  @Inject Belongings belongings;
  @Inject PersonalExport exports;
  @Inject GuestErasures erasures;
  @Inject GuestTokens tokens;
  @Inject Passes passes;
  @Inject RateLimits rateLimits;
  @Inject Proxies proxies;

  /// How the caller proved who they are.
  public enum Kind {
    GUEST,
    KEY;

    @JsonValue
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// The caller.
  @Schema(name = "Me")
  public record Me(
      ParticipantId id,
      String name,
      Kind kind,
      @Schema(description = "`guest` for a guest; an API key has none") List<String> roles,
      @Schema(
              description = "Absent while PostgreSQL is unavailable",
              implementation = Belongings.Count.class)
          Optional<Belongings.Count> belongings) {
    public Me {
      roles = List.copyOf(roles);
    }
  }

  /// Whose data is being deleted.
  @Schema(name = "Erasure")
  public record Erasing(ParticipantId id) {}

  @GET
  @Operation(
      operationId = "me",
      summary = "The caller and what belongs to them",
      description = "A count of 10,000 stands for that many or more.")
  @APIResponse(
      responseCode = "200",
      description = "The caller",
      content = @Content(schema = @Schema(implementation = Me.class)))
  @Refuses(Problem.UNAUTHENTICATED)
  public Me me(@Context HttpServletRequest request) {
    Caller caller = identities.require(request);
    Kind kind =
        switch (caller.proof()) {
          case Caller.Proof.Guest _ -> Kind.GUEST;
          case Caller.Proof.Key _ -> Kind.KEY;
        };
    return new Me(
        caller.id(),
        caller.participant().name(),
        kind,
        kind == Kind.GUEST ? List.of(Kind.GUEST.wire()) : List.of(),
        belongings.of(caller.id()));
  }

  @GET
  @Path("export")
  @Operation(
      operationId = "exportMe",
      summary = "Export everything that belongs to the caller",
      description =
          "A zip: private conversations as JSON, which can be imported again, and as Markdown; what"
              + " the caller wrote in rooms; shares and ratings. One at a time for each caller.")
  @APIResponse(
      responseCode = "200",
      description = "The zip. It is complete if its directory can be read",
      content =
          @Content(
              mediaType = "application/zip",
              schema = @Schema(type = SchemaType.STRING, format = "binary")))
  @Refuses({Problem.UNAUTHENTICATED, Problem.RATE_LIMITED, Problem.UNAVAILABLE})
  public Response export(@Context HttpServletRequest request) {
    Caller caller = identities.require(request);
    RateLimits.require(rateLimits.export(Optional.of(caller), proxies.client(request)));
    PersonalExport.Ready export = exports.of(caller.participant());
    StreamingOutput body = export::write;
    return Response.ok(body)
        .header(HttpHeaders.CONTENT_TYPE, "application/zip")
        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"parley-export.zip\"")
        .build();
  }

  @DELETE
  @Operation(
      operationId = "deleteMe",
      summary = "Delete everything that belongs to the caller",
      description =
          "Revokes all tokens of the guest, and then deletes private conversations, messages in"
              + " rooms with their copies, shares and ratings. It is done within minutes, also if"
              + " this node stops. Nobody can be this guest again. Replies of models in rooms stay."
              + " Events of what was deleted expire with the log.")
  @APIResponse(
      responseCode = "202",
      description = "The deletion has begun",
      content = @Content(schema = @Schema(implementation = Erasing.class)))
  @Refuses({Problem.UNAUTHENTICATED, Problem.FORBIDDEN, Problem.RATE_LIMITED, Problem.UNAVAILABLE})
  public Response delete(
      @Context HttpServletRequest request, @Context HttpServletResponse response) {
    Caller caller = identities.require(request);
    Caller.Proof.Guest proof = caller.requireGuest();
    RateLimits.require(rateLimits.revocation(caller));
    erasures.ask(caller.id());
    try {
      var _ = tokens.revokeOwn(caller.id());
    } catch (ProblemException refusal) {
      erasures.takeBack(caller.id());
      throw refusal;
    }
    passes.forget(proof, request, response);
    return Response.accepted(new Erasing(caller.id())).build();
  }
}
