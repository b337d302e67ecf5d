package io.parley.search;

import io.parley.api.Refuses;
import io.parley.history.PageQuery;
import io.parley.http.Proxies;
import io.parley.identity.Caller;
import io.parley.identity.Identities;
import io.parley.limits.RateLimits;
import io.parley.platform.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// Looks for what was said.
@Path("search")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "conversations")
public class SearchResource {
  @Inject Search search;
  @Inject Identities identities;
  @Inject RateLimits rateLimits;
  @Inject Proxies proxies;

  @GET
  @SecurityRequirement(name = "guest")
  @SecurityRequirement(name = "cookie")
  @Operation(
      operationId = "search",
      summary = "Search the rooms and one's own conversations",
      description =
          "All words must be there; `\"a phrase\"`, `-not`, `this or that`; the last word may be"
              + " the beginning of a longer one. Other punctuation means nothing. Accents, capitals"
              + " and other variants of a letter make no difference. Rooms and conversations whose"
              + " names match come first, then the newest messages, some hundred at a time, in order"
              + " of how well they fit. Without an identity only the rooms are searched. `marks` are"
              + " in code points.")
  @APIResponse(
      responseCode = "200",
      description = "The page",
      content = @Content(schema = @Schema(implementation = SearchPage.class)))
  @Refuses({Problem.INVALID_REQUEST, Problem.RATE_LIMITED, Problem.UNAVAILABLE})
  public SearchPage search(
      @Parameter(
              description = "What to look for",
              required = true,
              schema = @Schema(minLength = 1, maxLength = SearchQuery.MAX_LENGTH))
          @QueryParam("q")
          @DefaultValue("")
          String q,
      @BeanParam PageQuery query,
      @Context HttpServletRequest request) {
    Optional<Caller> caller = identities.of(request);
    RateLimits.require(rateLimits.search(caller, proxies.client(request)));
    return search.find(q, caller.map(Caller::id), query.page());
  }
}
