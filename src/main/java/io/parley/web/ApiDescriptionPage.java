package io.parley.web;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;

/// `/openapi`: the description of the API, as the build has made it: YAML, or JSON for who asks for
/// it by `format=json` or by `Accept`.
@WebServlet("/openapi")
public class ApiDescriptionPage extends HttpServlet {
  private static final long serialVersionUID = 1;
  private static final String FILES = "/WEB-INF/classes/openapi/openapi.";

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    boolean json = isJson(request);
    try (InputStream file =
        getServletContext().getResourceAsStream(FILES + (json ? "json" : "yaml"))) {
      if (file == null) {
        response.sendError(HttpServletResponse.SC_NOT_FOUND);
        return;
      }
      response.setContentType((json ? "application/json" : "application/yaml") + ";charset=UTF-8");
      file.transferTo(response.getOutputStream());
    }
  }

  private static boolean isJson(HttpServletRequest request) {
    String format = Optional.ofNullable(request.getParameter("format")).orElse("");
    String accept = Optional.ofNullable(request.getHeader("Accept")).orElse("");
    return format.isEmpty()
        ? accept.contains("application/json")
        : format.toLowerCase(Locale.ROOT).equals("json");
  }
}
