package io.parley.room;

import io.parley.conversation.Conversation;
import io.parley.identity.Caller;
import io.parley.identity.Identities;
import io.parley.limits.RateLimits;
import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/// The addresses of rooms for people: `/rooms/{name}` shows one, a form sent to `/rooms` opens one.
@WebServlet(urlPatterns = {"/rooms", "/rooms/*"})
public class RoomPages extends HttpServlet {
  private static final long serialVersionUID = 1;

  @Inject transient Rooms rooms;
  @Inject transient RoomPage page;
  @Inject transient HomePage home;
  @Inject transient Identities identities;
  @Inject transient RateLimits rateLimits;

  static String path(String name) {
    return "/rooms/" + name;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    String name = Optional.ofNullable(request.getPathInfo()).orElse("/").substring(1);
    if (name.isEmpty()) {
      response.sendRedirect("/");
      return;
    }
    if (!NewRoom.isName(name)) {
      page.impossible(NewRoom.nameLike(name));
      response.setStatus(HttpServletResponse.SC_NOT_FOUND);
      forward("/room-unknown.xhtml", request, response);
      return;
    }
    try {
      Optional<Room> room = rooms.find(name);
      if (room.isPresent()) {
        page.show(room.get(), Optional.ofNullable(request.getParameter("before")));
        forward("/room.xhtml", request, response);
      } else {
        page.missing(name);
        response.setStatus(HttpServletResponse.SC_NOT_FOUND);
        forward("/room-unknown.xhtml", request, response);
      }
    } catch (ProblemException problem) {
      refuse(problem, request, response);
    }
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    request.setCharacterEncoding("UTF-8");
    try {
      Caller caller = identities.require(request);
      RateLimits.require(rateLimits.room(caller));
      Room room =
          rooms.open(
              new NewRoom(
                  Optional.ofNullable(request.getParameter("name")).orElse(""),
                  Optional.ofNullable(request.getParameter("topic")),
                  chosen(request, "default_model"),
                  chosen(request, "answers").map(RoomPages::answers)),
              caller);
      response.setStatus(HttpServletResponse.SC_SEE_OTHER);
      response.setHeader("Location", path(room.name()));
    } catch (ProblemException problem) {
      refuse(problem, request, response);
    }
  }

  /// A choice in the form; the default is an empty one.
  private static Optional<String> chosen(HttpServletRequest request, String field) {
    return Optional.ofNullable(request.getParameter(field))
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  private static Conversation.Answers answers(String wire) {
    return Arrays.stream(Conversation.Answers.values())
        .filter(one -> one.wire().equals(wire))
        .findFirst()
        .orElseThrow(
            () -> Problem.INVALID_REQUEST.because("`answers` must be `all`, `mentions` or `off`."));
  }

  private void refuse(
      ProblemException problem, HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    response.setStatus(problem.problem().status());
    home.refuse(problem.detail());
    forward("/index.xhtml", request, response);
  }

  private static void forward(String view, HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    request.getRequestDispatcher(view).forward(request, response);
  }
}
