package io.parley.room;

import io.parley.identity.Budgets;
import io.parley.identity.Caller;
import io.parley.identity.Identities;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
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
  @Inject Budgets budgets;

  /// The answer of `GET /api/rooms`.
  @Schema(name = "RoomList")
  public record Listing(List<Room> rooms) {}

  @GET
  @Operation(operationId = "listRooms", summary = "All rooms, with how many people are there now")
  @APIResponse(
      responseCode = "200",
      description = "The rooms, by name",
      content = @Content(schema = @Schema(implementation = Listing.class)))
  public Listing list() {
    return new Listing(rooms.list());
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @SecurityRequirement(name = "guest")
  @SecurityRequirement(name = "cookie")
  @Operation(
      operationId = "openRoom",
      summary = "Open a room",
      description = "Anybody may open one, and anybody may come in.")
  @APIResponse(
      responseCode = "201",
      description = "The room is open; `Location` is its address",
      content = @Content(schema = @Schema(implementation = Room.class)))
  @APIResponse(responseCode = "400", ref = "invalid_request")
  @APIResponse(responseCode = "401", ref = "unauthenticated")
  @APIResponse(responseCode = "403", ref = "forbidden")
  @APIResponse(responseCode = "409", ref = "conflict")
  @APIResponse(responseCode = "413", ref = "too_large")
  @APIResponse(responseCode = "429", ref = "rate_limited")
  @APIResponse(responseCode = "503", ref = "unavailable")
  public Response open(
      @RequestBody(required = true) NewRoom plan,
      @Context HttpServletRequest request,
      @Context UriInfo uri) {
    Caller caller = identities.require(request);
    Budgets.require(budgets.post(caller));
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
  @APIResponse(responseCode = "404", ref = "not_found")
  @APIResponse(responseCode = "503", ref = "unavailable")
  public Room get(@PathParam("name") String name) {
    return rooms.require(name);
  }
}
