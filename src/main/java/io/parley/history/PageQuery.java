package io.parley.history;

import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/// The part of a call's query that names a page of a list, the same in every list (`@BeanParam`).
public class PageQuery {
  @Parameter(description = "Another page's `next`")
  @QueryParam("before")
  @DefaultValue("")
  String before = "";

  @Parameter(
      description = "Maximum number of items",
      schema = @Schema(minimum = "1", maximum = "200"))
  @QueryParam("limit")
  @DefaultValue(PageRequest.DEFAULT_LIMIT)
  String limit = PageRequest.DEFAULT_LIMIT;

  /// @throws io.parley.platform.ProblemException as [PageRequest#of]
  public PageRequest page() {
    return PageRequest.of(before, limit);
  }
}
