package io.parley.sharing;

import io.parley.api.Refuses;
import io.parley.history.PageQuery;
import io.parley.history.PageRequest;
import io.parley.identity.Identities;
import io.parley.platform.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// A share, for whoever has its link.
@Path("shares/{token}")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "conversations")
public class ShareResource {
  @Inject Shares shares;
  @Inject Identities identities;

  @GET
  @Operation(
      operationId = "openShare",
      summary = "What a share shows",
      description =
          "For everybody who has the token. Oldest first within the page; `next` names the page"
              + " before this one.")
  @APIResponse(
      responseCode = "200",
      description = "The page",
      content = @Content(schema = @Schema(implementation = SharedPage.class)))
  @Refuses({Problem.INVALID_REQUEST, Problem.NOT_FOUND, Problem.UNAVAILABLE})
  public Response open(@PathParam("token") String token, @BeanParam PageQuery query) {
    PageRequest page = query.page();
    return Response.ok(shares.open(token, page.before(), page.limit()))
        .header("X-Robots-Tag", "noindex, nofollow")
        .header(HttpHeaders.CACHE_CONTROL, "private, no-store")
        .build();
  }

  @DELETE
  @SecurityRequirement(name = "guest")
  @SecurityRequirement(name = "cookie")
  @Operation(
      operationId = "endShare",
      summary = "End a share",
      description = "Only for the caller who created the link. By its token or its id.")
  @APIResponse(responseCode = "204", description = "The link no longer works")
  @Refuses({Problem.UNAUTHENTICATED, Problem.NOT_FOUND, Problem.UNAVAILABLE})
  public Response end(@PathParam("token") String token, @Context HttpServletRequest request) {
    shares.end(token, identities.require(request).participant().id());
    return Response.noContent().build();
  }
}
