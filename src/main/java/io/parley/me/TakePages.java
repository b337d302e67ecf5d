package io.parley.me;

import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/// `/take`: the page behind a link to another device. Its token stands behind `#`, so that this
/// server does not see it before the page's script sends it.
@WebServlet(urlPatterns = {"/take", "/take/*"})
public class TakePages extends HttpServlet {
  private static final long serialVersionUID = 1;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    if (request.getPathInfo() != null) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
      return;
    }
    response.setHeader("X-Robots-Tag", "noindex, nofollow");
    request.getRequestDispatcher("/take.xhtml").forward(request, response);
  }
}
