package io.parley.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.testing.ApiClient;
import io.parley.testing.ParleyNode;
import io.parley.testing.TestBed;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The files that pages name, as the server gives them away.
class AssetsIT {
  private static final String IMMUTABLE = "public, max-age=31536000, immutable";
  private static final Pattern OF_PAGES =
      Pattern.compile("<(?:link|script|img)\\b[^>]*?(?:href|src)=\"([^\"]+)\"");
  private static final Pattern OF_STYLES =
      Pattern.compile("url\\(\"?([^)\"]+)\"?\\)|@import\\s*\"([^\"]+)\"");
  private static final Pattern OF_SCRIPTS =
      Pattern.compile("(?:\\bfrom|\\bimport\\(|\\bimport)\\s*\"(\\.[^\"]+)\"");
  private static final Map<String, String> TYPES =
      Map.of(
          "css", "text/css",
          "js", "text/javascript",
          "png", "image/png",
          "svg", "image/svg+xml",
          "woff2", "font/woff2");

  private final ParleyNode parley = TestBed.node();

  @Test
  void everyFileThatAPageNeedsIsKeptForAYear() throws Exception {
    Set<String> seen = new TreeSet<>();
    for (String page : pages()) {
      String base = base(page);
      Set<String> named = matches(OF_PAGES, parley.get(page).body());
      named.removeIf(address -> address.startsWith("data:"));
      assertTrue(named.size() >= 3, page + " " + named);
      // the page opens the worker when it shows the first code or formula
      named.add(base + "/js/markdown/worker.js");
      walk(base, named, seen);
    }
    for (String needed :
        List.of(
            "css/page-room.css",
            "js/theme.js",
            "js/room.js",
            "vendor/temml/temml.js",
            "vendor/highlightjs/highlight.min.js",
            "vendor/stix-two-math/stix-two-math.woff2",
            "img/docs/room.png",
            "img/parley.svg")) {
      assertTrue(seen.stream().anyMatch(path -> path.endsWith("/" + needed)), needed + seen);
    }
  }

  private void walk(String base, Set<String> from, Set<String> seen) throws Exception {
    ArrayDeque<String> open = new ArrayDeque<>(from);
    while (!open.isEmpty()) {
      String path = open.remove();
      if (!seen.add(path)) {
        continue;
      }
      assertTrue(path.startsWith(base + "/"), path);
      HttpResponse<String> file = parley.get(path);
      assertEquals(200, file.statusCode(), path);
      assertEquals(Optional.of(IMMUTABLE), file.headers().firstValue("Cache-Control"), path);
      String ending = path.substring(path.lastIndexOf('.') + 1);
      String type = file.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", "");
      assertEquals(TYPES.get(ending), type, path);
      if (ending.equals("css") || ending.equals("js")) {
        matches(ending.equals("css") ? OF_STYLES : OF_SCRIPTS, file.body()).stream()
            .filter(address -> !address.startsWith("data:"))
            .map(address -> URI.create(path).resolve(address).toString())
            .forEach(open::add);
      }
    }
  }

  @Test
  void aPageIsOneScriptAndOneStyleSheet() throws Exception {
    String room = parley.get("/rooms/lobby").body();
    Set<String> named = matches(OF_PAGES, room);
    String base = base("/rooms/lobby");
    assertEquals(
        Set.of(
            base + "/css/page-room.css",
            base + "/img/parley.svg",
            base + "/js/room.js",
            base + "/js/theme.js"),
        named);
    String script = parley.get(base + "/js/room.js").body();
    assertEquals(Set.of(), matches(OF_SCRIPTS, script));
    assertFalse(matches(OF_SCRIPTS, parley.get("/js/room.js").body()).isEmpty(), "the source");
  }

  @Test
  void aPageOfAnotherReleaseGetsFilesThatWorkAndIsToAskAgain() throws Exception {
    String base = base("/");
    for (String path : List.of("/js/home.js", "/css/page-home.css", "/img/parley.svg")) {
      HttpResponse<String> own = parley.get(base + path);
      HttpResponse<String> other = parley.get("/assets/0123456789" + path);
      assertEquals(200, other.statusCode(), path);
      assertEquals(own.body(), other.body(), path);
      assertEquals(Optional.of("no-cache"), other.headers().firstValue("Cache-Control"), path);
      assertEquals(own.headers().firstValue("ETag"), other.headers().firstValue("ETag"), path);
    }
  }

  @Test
  void aVersionedFileThatIsNotThereIsNotKept() throws Exception {
    HttpResponse<String> missing = parley.get(base("/") + "/js/nothing.js");
    assertEquals(404, missing.statusCode());
    assertEquals(Optional.of("no-store"), missing.headers().firstValue("Cache-Control"));
  }

  /// Each that a person can come to, and the handbook's first with a picture.
  private List<String> pages() {
    ApiClient ada = ApiClient.guest(parley, "ada");
    JsonNode made = ada.post("/api/conversations", Map.of("title", "Shared")).body();
    String link =
        ada.post("/api/conversations/" + made.path("id").asText() + "/shares", Map.of())
            .body()
            .path("url")
            .asText();
    return List.of(
        "/",
        "/rooms/lobby",
        "/rooms/never-made",
        "/conversations/new",
        "/conversations/00000000-0000-7000-8000-000000000000",
        URI.create(link).getPath(),
        "/docs/",
        "/no-such-page");
  }

  private String base(String page) throws Exception {
    String html = parley.get(page).body();
    return html.replaceFirst("(?s).*?\"(/assets/[0-9a-f]{10})/.*", "$1");
  }

  private static Set<String> matches(Pattern pattern, String text) {
    Set<String> found = new TreeSet<>();
    pattern
        .matcher(text)
        .results()
        .map(match -> match.group(1) == null ? match.group(2) : match.group(1))
        .forEach(found::add);
    return found;
  }
}
