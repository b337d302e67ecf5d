package io.parley.sharing;

import io.parley.chat.ConversationPage;
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

/// The addresses of shares for people: `/shared/{token}`.
@WebServlet(urlPatterns = "/shared/*")
public class SharedPages extends HttpServlet {
  private static final long serialVersionUID = 1;

  /// A shared conversation is read from its beginning to its end: pages are long.
  private static final int PAGE = 200;

  @Inject transient Shares shares;
  @Inject transient SharedConversation shared;
  @Inject transient ConversationPage page;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    String token = Optional.ofNullable(request.getPathInfo()).orElse("/").substring(1);
    response.setHeader("X-Robots-Tag", "noindex, nofollow");
    // the link is a secret: whatever a reader clicks must not tell it
    response.setHeader("Referrer-Policy", "no-referrer");
    try {
      shared.show(
          shares.open(token, Optional.ofNullable(request.getParameter("before")), PAGE),
          "/shared/" + token);
      request.getRequestDispatcher("/shared.xhtml").forward(request, response);
    } catch (ProblemException problem) {
      boolean unknown = problem.problem() == Problem.NOT_FOUND;
      response.setStatus(problem.problem().status());
      page.refuse(
          unknown ? "This link no longer works." : "This conversation is unavailable.",
          unknown ? "It was revoked, or the conversation was deleted." : problem.detail());
      request.getRequestDispatcher("/conversation-unknown.xhtml").forward(request, response);
    }
  }
}
