package io.parley.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.testing.ApiClient;
import io.parley.testing.TestBed;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Every link of every served page leads to a page that exists, and to an element of it that
/// exists.
///
/// The pages are found as a visitor finds them: by following links of this server from the home
/// page, the documentation, and pages that no other one names.
class LinksIT {
  private static final Pattern LINK = Pattern.compile("<a\\b[^>]*?\\shref=\"([^\"]*)\"");
  private static final Pattern ID = Pattern.compile("<[^>]+?\\sid=\"([^\"]+)\"");
  private static final Pattern COMMENT = Pattern.compile("(?s)<!--.*?-->");
  private static final Pattern ELSEWHERE = Pattern.compile("[a-z]+:.*|//.*");
  private static final HttpClient HTTP =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();
  private static final URI HERE = URI.create("http://here");

  /// What a server answers.
  private record Answer(int status, String html, Set<String> ids) {
    static Answer of(int status, String type, String body) {
      String html = type.startsWith("text/html") ? COMMENT.matcher(body).replaceAll("") : "";
      return new Answer(status, html, all(ID, html));
    }
  }

  @FunctionalInterface
  private interface Site {
    Answer get(String path) throws Exception;
  }

  private static final Set<String> MISSING =
      Set.of("/no-such-page", "/rooms/never-made", "/docs/no-such-page.md");

  @Test
  void everyLinkOfEveryPageLeadsSomewhere() throws Exception {
    ApiClient ada = ApiClient.guest(TestBed.node(), "ada");
    Walk walk = new Walk(path -> get(ada, path));

    List<String> dead = walk.from(starts(ada), MISSING);

    assertEquals(List.of(), dead);
    assertTrue(
        walk.seen
            .keySet()
            .containsAll(
                List.of(
                    "/rooms/lobby",
                    "/conversations/new",
                    "/connect",
                    "/docs/guide/rooms.md",
                    "/docs/protocol.md",
                    "/docs/CHANGELOG.md",
                    "/docs/decisions/README.md",
                    "/docs/decisions/0130-ids-within-conversations.md")),
        () -> "seen only " + walk.seen.keySet());
  }

  private static Answer get(ApiClient ada, String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(ada.node().url(path)).header("Authorization", ada.bearer()).build();
    HttpResponse<String> answer = HTTP.send(request, BodyHandlers.ofString());
    String type = answer.headers().firstValue("Content-Type").orElse("");
    return Answer.of(answer.statusCode(), type, answer.body());
  }

  /// The pages of the application, and those that a visitor comes to by mistake.
  private static List<String> starts(ApiClient ada) {
    String id =
        ada.post("/api/conversations", Map.of("title", "Shared")).body().path("id").asText();
    String share =
        ada.post("/api/conversations/" + id + "/shares", Map.of()).body().path("url").asText();
    return List.of(
        "/",
        "/docs/",
        "/connect",
        "/take",
        "/rooms/lobby",
        "/conversations/new",
        "/conversations/" + id,
        URI.create(share).getPath(),
        "/no-such-page",
        "/rooms/never-made",
        "/docs/no-such-page.md");
  }

  @Test
  void aLinkToAMissingPageOrAMissingElementIsFound() throws Exception {
    Map<String, String> pages =
        Map.of(
            "/",
            "<a class=\"x\" href=\"/tea?a=1&amp;b=2#hot\">x</a> <a href=\"https://tea.example/\">y</a>",
            "/tea",
            "<h2 id=\"hot\">x</h2> <a href=\"cups\">x</a> <a href=\"#cold\">y</a> <!-- <a href=\"/z\"> -->",
            "/cups",
            "<a href=\"/tea?a=1&amp;b=2#green\">x</a> <a href=\"/none\">y</a>");
    Walk walk =
        new Walk(path -> {
          Optional<String> page = Optional.ofNullable(pages.get(path.replaceFirst("\\?.*", "")));
          return Answer.of(page.isPresent() ? 200 : 404, "text/html", page.orElse(""));
        });

    assertEquals(
        List.of(
            "/cups → /none (404)",
            "/cups → /tea?a=1&b=2#green (no such id)",
            "/tea?a=1&b=2 → /tea?a=1&b=2#cold (no such id)"),
        walk.from(List.of("/"), Set.of()));
  }

  private static final class Walk {
    private final Site site;
    private final Map<String, Answer> seen = new TreeMap<>();
    private final Set<String> dead = new TreeSet<>();
    private final Queue<String> open = new ArrayDeque<>();

    Walk(Site site) {
      this.site = site;
    }

    /// @param missing pages that are answered with 404, and whose links are followed all the same
    /// @return what leads nowhere
    List<String> from(List<String> starts, Set<String> missing) throws Exception {
      for (String start : starts) {
        int expected = missing.contains(start) ? 404 : 200;
        assertEquals(expected, answer(start).status(), start);
      }
      while (!open.isEmpty()) {
        String page = open.remove();
        for (String link : all(LINK, answer(page).html())) {
          follow(page, link.replace("&amp;", "&"));
        }
      }
      return List.copyOf(dead);
    }

    private void follow(String page, String link) throws Exception {
      if (ELSEWHERE.matcher(link).matches()) {
        return;
      }
      URI target = HERE.resolve(page).resolve(link);
      String path = path(target);
      Answer answer = answer(path);
      String fragment = target.getFragment();
      // a page that is missing may still link to its own parts
      if (answer.status() >= 400 && !path.equals(page)) {
        dead.add("%s → %s (%d)".formatted(page, path, answer.status()));
      } else if (fragment != null && !answer.ids().contains(fragment)) {
        dead.add("%s → %s#%s (no such id)".formatted(page, path, fragment));
      }
    }

    private Answer answer(String path) throws Exception {
      Answer known = seen.get(path);
      if (known != null) {
        return known;
      }
      Answer answer = site.get(path);
      seen.put(path, answer);
      open.add(path);
      return answer;
    }

    private static String path(URI target) {
      String query = target.getRawQuery();
      return target.getRawPath() + (query == null ? "" : "?" + query);
    }
  }

  private static Set<String> all(Pattern pattern, String html) {
    return pattern
        .matcher(html)
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
