package io.parley.guide;

import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/// The addresses of the documentation: `/docs/` is README.md, `/docs/models.md` the page of that
/// name, `/docs/decisions/` the list of decisions.
@WebServlet("/docs/*")
public class DocsPages extends HttpServlet {
  private static final long serialVersionUID = 1;

  @Inject transient Handbook handbook;
  @Inject transient DocsPage page;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    if (request.getPathInfo() == null) {
      response.sendRedirect("/docs/");
      return;
    }
    Optional<Page> shown = find(request.getPathInfo().substring(1));
    shown.ifPresent(page::show);
    if (shown.isEmpty()) {
      response.setStatus(HttpServletResponse.SC_NOT_FOUND);
    }
    request.getRequestDispatcher("/docs.xhtml").forward(request, response);
  }

  private Optional<Page> find(String name) {
    if (name.isEmpty()) {
      return handbook.page(Handbook.FIRST);
    }
    String path = name.endsWith("/") ? name + Handbook.FIRST : name;
    // README.md, CHANGELOG.md and such stand beside docs
    return handbook.page(path).or(() -> handbook.page("docs/" + path));
  }
}
