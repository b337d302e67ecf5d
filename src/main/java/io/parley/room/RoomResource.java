package io.parley.room;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.api.Refuses;
import io.parley.history.PageQuery;
import io.parley.history.PageRequest;
import io.parley.identity.Authority;
import io.parley.identity.Caller;
import io.parley.identity.Identities;
import io.parley.limits.RateLimits;
import io.parley.platform.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.BeanParam;
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
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// Rooms: who may come in, and what is there. What is said in them is at `/conversations/{id}`.
@Path("rooms")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "rooms", description = "Public conversations with a name, live drafts and presence")
public class RoomResource {
  @Inject Rooms rooms;
  @Inject Identities identities;
  @Inject RateLimits rateLimits;

  @GET
  @Operation(
      operationId = "listRooms",
      summary = "The rooms, with the number of people in each now",
      description =
          "The lobby comes first, then the rooms by the time of their last message, the newest first,"
              + " then those without a message. `next` names the page after this one; without it"
              + " there is none.")
  @APIResponse(
      responseCode = "200",
      description = "The page",
      content = @Content(schema = @Schema(implementation = RoomList.class)))
  @Refuses({Problem.INVALID_REQUEST, Problem.UNAVAILABLE})
  public RoomList list(@BeanParam PageQuery query) {
    PageRequest page = query.page();
    return rooms.list(page.before(), page.limit());
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @SecurityRequirement(name = "guest")
  @SecurityRequirement(name = "cookie")
  @Operation(
      operationId = "openRoom",
      summary = "Create a room",
      description =
          "Every guest may create rooms, within limits per guest, per address and in total, and"
              + " everybody may come in.")
  @APIResponse(
      responseCode = "201",
      description = "The room was created; `Location` is its address",
      content = @Content(schema = @Schema(implementation = Room.class)))
  @Refuses({
    Problem.INVALID_REQUEST,
    Problem.UNAUTHENTICATED,
    Problem.FORBIDDEN,
    Problem.CONFLICT,
    Problem.TOO_LARGE,
    Problem.RATE_LIMITED,
    Problem.UNAVAILABLE
  })
  public Response open(
      @RequestBody(required = true) NewRoom plan,
      @Context HttpServletRequest request,
      @Context UriInfo uri) {
    Caller caller = identities.require(request);
    RateLimits.require(rateLimits.room(caller));
    Room room = rooms.open(plan, caller);
    return Response.created(uri.getAbsolutePathBuilder().path(room.name()).build())
        .entity(room)
        .build();
  }

  @GET
  @Path("{name}")
  @Operation(operationId = "getRoom", summary = "A room by its name")
  @APIResponse(
      responseCode = "200",
      description = "The room",
      content = @Content(schema = @Schema(implementation = Room.class, type = SchemaType.OBJECT)))
  @Refuses({Problem.NOT_FOUND, Problem.UNAVAILABLE})
  public Room get(@PathParam("name") String name) {
    return rooms.require(name);
  }

  @PATCH
  @Path("{name}")
  @Consumes(MediaType.APPLICATION_JSON)
  @SecurityRequirement(name = "operator")
  @SecurityRequirement(name = "guest")
  @SecurityRequirement(name = "cookie")
  @Operation(
      operationId = "changeRoom",
      summary = "Change a room's topic, model or answers, or rename it",
      description =
          "The participant who created the room may change everything but its name. The operator"
              + " may rename it too. `null` removes a field, and a field that is not named stays."
              + " Everyone in the room gets a `conversation` event. After a rename the old name is"
              + " free. The lobby cannot be renamed.")
  @APIResponse(
      responseCode = "200",
      description = "The room as it is now",
      content = @Content(schema = @Schema(implementation = Room.class)))
  @Refuses({
    Problem.INVALID_REQUEST,
    Problem.UNAUTHENTICATED,
    Problem.FORBIDDEN,
    Problem.NOT_FOUND,
    Problem.CONFLICT,
    Problem.TOO_LARGE,
    Problem.RATE_LIMITED,
    Problem.UNAVAILABLE
  })
  public Room change(
      @PathParam("name") String name,
      @RequestBody(
              required = true,
              content = @Content(schema = @Schema(implementation = NewRoom.class)))
          JsonNode changes,
      @Context HttpServletRequest request) {
    Optional<Caller> by = identities.of(request).filter(caller -> !caller.has(Authority.OPERATOR));
    if (by.isPresent()) {
      RateLimits.require(rateLimits.post(by.get()));
    } else {
      identities.require(request, Authority.OPERATOR);
    }
    return rooms.change(name, changes, by);
  }

  @DELETE
  @Path("{name}")
  @SecurityRequirement(name = "operator")
  @Operation(
      operationId = "removeRoom",
      summary = "Remove a room with everything that was said in it",
      description =
          "For the operator, and for good: it disappears from lists, search, histories, shares and"
              + " the copies that were made of it on this server. Its sockets are closed with 4003,"
              + " its streams end. The name is free again. The lobby cannot be removed.")
  @APIResponse(responseCode = "204", description = "It is removed")
  @Refuses({Problem.UNAUTHENTICATED, Problem.FORBIDDEN, Problem.NOT_FOUND, Problem.UNAVAILABLE})
  public CompletionStage<Response> remove(
      @PathParam("name") String name, @Context HttpServletRequest request) {
    identities.require(request, Authority.OPERATOR);
    return rooms.remove(name).thenApply(_ -> Response.noContent().build());
  }
}
