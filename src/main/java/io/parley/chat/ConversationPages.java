package io.parley.chat;

import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/// The addresses of private conversations for people: `/conversations/new` and
/// `/conversations/{id}`.
@WebServlet(urlPatterns = {"/conversations", "/conversations/*"})
public class ConversationPages extends HttpServlet {
  private static final long serialVersionUID = 1;
  private static final String NEW = "new";

  @Inject transient Access access;
  @Inject transient ConversationPage page;

  static String path(String id) {
    return "/conversations/" + id;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    String id = Optional.ofNullable(request.getPathInfo()).orElse("/").substring(1);
    if (id.isEmpty()) {
      response.sendRedirect(path(NEW));
      return;
    }
    try {
      if (!id.equals(NEW)) {
        page.show(access.to(id, request), Optional.ofNullable(request.getParameter("before")));
      }
      forward("/conversation.xhtml", request, response);
    } catch (ProblemException problem) {
      response.setStatus(problem.problem().status());
      page.refuse(
          problem.problem() == Problem.NOT_FOUND
              ? "There is no such conversation."
              : "This conversation is unavailable.",
          problem.problem() == Problem.NOT_FOUND
              ? "It was deleted, or it is somebody else’s: only its owner sees a conversation."
              : problem.detail());
      forward("/conversation-unknown.xhtml", request, response);
    }
  }

  private static void forward(String view, HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    request.getRequestDispatcher(view).forward(request, response);
  }
}
