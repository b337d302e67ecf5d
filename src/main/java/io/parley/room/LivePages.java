package io.parley.room;

import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/// `/live`: the rows of the home page that change, without the page around them. Home pages ask for
/// them again and again, mostly in vain, and then nothing is rendered.
@WebServlet("/live")
public class LivePages extends HttpServlet {
  private static final long serialVersionUID = 1;

  @Inject transient HomePage home;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    if (!home.getNotice().isEmpty()) {
      // what is shown already is truer than an empty list
      response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
      return;
    }
    String tag = home.liveTag();
    response.setHeader("ETag", tag);
    if (tag.equals(Optional.ofNullable(request.getHeader("If-None-Match")).orElse(""))) {
      response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
      return;
    }
    request.getRequestDispatcher("/live.xhtml").forward(request, response);
  }
}
