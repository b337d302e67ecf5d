package io.parley.web;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.Provider;
import java.net.URI;

/// Lets REST resources make addresses (`Location`, the links of shares) that begin with the
/// [PublicAddress], and not with whatever the connection to this node looks like.
@Provider
@PreMatching
public class PublicLocations implements ContainerRequestFilter {
  @Inject PublicAddress address;

  @Context
  @SuppressWarnings("NullAway.Init")
  HttpServletRequest request;

  @Override
  public void filter(ContainerRequestContext context) {
    URI origin = address.of(request);
    UriInfo uri = context.getUriInfo();
    context.setRequestUri(moved(uri.getBaseUri(), origin), moved(uri.getRequestUri(), origin));
  }

  private static URI moved(URI uri, URI origin) {
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    return URI.create(origin + uri.getRawPath() + query);
  }
}
