package io.parley.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.http.Requests;
import io.parley.identity.Caller;
import io.parley.identity.GuestDesk;
import io.parley.node.Drain;
import io.parley.node.Role;
import io.parley.node.Roles;
import io.parley.participant.Participant;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class RequestFilterTest {
  private static final Hosts HOSTS = new Hosts(List.of("parley.test"));

  private final GuestDesk desk = new GuestDesk();
  private final PublicAddress address = new PublicAddress(Optional.empty(), desk.proxies);
  private final Requests.Response response = new Requests.Response();
  private final RequestFilter filter = filter(Roles.all());

  private RequestFilter filter(Roles roles) {
    return new RequestFilter(
        HOSTS,
        address,
        desk.origins,
        desk.proxies,
        desk.identities,
        new GuestArrival(desk.identities, desk.guests, desk.rateLimits, desk.proxies),
        Site::withoutFiles,
        bodies(),
        roles,
        new Drain());
  }

  private Bodies bodies() {
    return new Bodies(desk.proxies, new BodyLimits(_ -> true, _ -> true, 1_000, 1_000), 1_000_000);
  }

  @Test
  void aVisitorOfAPageGetsANameAndACookie() throws Exception {
    Optional<Caller> seen = pass(Requests.get("/rooms/lobby"));
    assertTrue(seen.isPresent());
    String token = response.cookies.getFirst().getValue();
    assertEquals(
        seen.get().participant(), desk.guests.recognise(token).orElseThrow().participant());
    assertFalse(response.cookies.getFirst().getSecure());
  }

  @Test
  void overTlsTheCookieIsSecure() throws Exception {
    pass(Requests.get("/").at("https", "parley.test", 443));
    assertTrue(response.cookies.getFirst().getSecure());
    assertEquals("__Host-parley_guest", response.cookies.getFirst().getName());
  }

  @Test
  void aProgramWithATokenOfItsOwnGetsNoCookie() throws Exception {
    Participant ada = desk.guests.arrive("Ada");
    String token = "Bearer " + desk.guests.token(ada);
    assertEquals(
        Optional.of(ada),
        pass(Requests.get("/").with("Authorization", token)).map(Caller::participant));
    var _ = pass(Requests.get("/").with("Authorization", "Bearer pk-gone"));
    assertEquals(401, response.status);
    assertTrue(response.cookies.isEmpty());
  }

  @Test
  void aForgedCookieIsReplaced() throws Exception {
    pass(Requests.get("/").with("Cookie", "parley_guest=forged"));
    assertEquals(1, response.cookies.size());
  }

  @Test
  void aKnownGuestKeepsTheCookieUntilItIsOld() throws Exception {
    Participant ada = desk.guests.arrive("Ada");
    Requests visit = Requests.get("/").with("Cookie", "parley_guest=" + desk.guests.token(ada));
    assertEquals(Optional.of(ada), pass(visit).map(Caller::participant));
    assertTrue(response.cookies.isEmpty());

    desk.clock.advance(java.time.Duration.ofDays(40));
    assertEquals(Optional.of(ada), pass(visit).map(Caller::participant));
    assertEquals(1, response.cookies.size());
  }

  @Test
  void whereNoCookieCountsAnyPageMayCall() throws Exception {
    pass(Requests.to("POST", "/api/rooms").with("Origin", "https://evil.test"));
    assertEquals(403, response.status);
    response.status = 200;
    pass(Requests.to("POST", "/v1/chat/completions").with("Origin", "https://evil.test"));
    assertEquals(200, response.status);
  }

  @Test
  void aNodeThatIsNoEdgeSendsEverybodyElsewhere() throws Exception {
    RequestFilter closed = filter(new Roles(Set.of(Role.ARCHIVE)));
    for (String path : new String[] {"/", "/api/rooms", "/ws/rooms/lobby", "/css/parley.css"}) {
      closed.doFilter(
          Requests.get(path).request(),
          response.response(),
          (_, _) -> {
            throw new AssertionError(path);
          });
      assertEquals(503, response.status, path);
    }
  }

  @Test
  void onlyPagesMakeGuests() throws Exception {
    for (String path : new String[] {"/api/rooms", "/v1/models", "/health/ready", "/metrics"}) {
      assertEquals(Optional.empty(), pass(Requests.get(path)), path);
    }
    assertEquals(Optional.empty(), pass(handshake()), "a socket");
    assertTrue(response.cookies.isEmpty());
  }

  @Test
  void aSocketIsAskedForByAHandshake() throws Exception {
    assertRefused(Requests.get("/ws/rooms/lobby"), 400);
    assertRefused(handshake().with("Sec-WebSocket-Key", "x"), 400);
    assertRefused(Requests.get("/ws/none"), 404);
    assertRefused(Requests.to("POST", "/ws/rooms/lobby"), 405);
  }

  @Test
  void aFileThatIsNotThereIsNotLookedFor() throws Exception {
    assertRefused(Requests.get("/css/none.css"), 404);
    assertRefused(Requests.get("/nowhere"), 404);
    assertRefused(Requests.to("DELETE", "/nowhere"), 404);
  }

  private static Requests handshake() {
    return Requests.get("/ws/rooms/lobby")
        .with("Upgrade", "websocket")
        .with("Connection", "keep-alive, Upgrade")
        .with("Sec-WebSocket-Version", "13")
        .with("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
  }

  @Test
  void aFloodOfNewGuestsFromOneAddressIsRefused() throws Exception {
    for (int i = 0; i < 300; i++) {
      pass(Requests.get("/"));
    }
    assertEquals(300, response.cookies.size());
    assertRefused(Requests.get("/"), 429);
    assertEquals("12", response.headers.get("Retry-After"));
    assertTrue(response.body().contains("\"code\":\"rate_limited\""), response.body());
    pass(Requests.get("/").from("192.0.2.99"));
    assertEquals(301, response.cookies.size());
  }

  @Test
  void anotherSitesPageChangesNothing() throws Exception {
    assertRefused(
        Requests.to("POST", "/api/rooms")
            .with("Cookie", "parley_guest=x")
            .with("Origin", "http://evil.test"),
        403);
    assertTrue(response.body().contains("\"code\":\"forbidden\""), response.body());
    assertEquals("application/problem+json", response.headers.get("Content-Type"));
    assertTrue(response.headers.containsKey("Content-Security-Policy"));
  }

  @Test
  void anInvalidRequestIsRejectedByTheFilter() throws Exception {
    for (Requests nonsense :
        List.of(
            Requests.to("BREW", "/"),
            Requests.to("get", "/api/rooms"),
            Requests.get("/api/rooms/[]"),
            Requests.get("/api/conversations").query("limit=<script>"),
            Requests.get("/api/search").query("q=a b"),
            Requests.to("POST", "/api/rooms").with("Content-Encoding", "gzip"))) {
      assertRefused(nonsense, 400);
      assertTrue(response.body().contains("\"code\":\"invalid_request\""), response.body());
    }
  }

  @Test
  void aContentTypeThatIsNoneIsUnsupported() throws Exception {
    for (String type :
        List.of(
            "nonsense", "a/b/c", "text/plain; charset=none-such", "text/plain; charset=\"<>\"")) {
      for (String path : List.of("/api/rooms", "/", "/rooms", "/v1/models", "/css/parley.css")) {
        assertRefused(Requests.to("POST", path).with("Content-Type", type), 415);
        assertTrue(response.body().contains("\"unsupported_media_type\""), response.body());
      }
    }
  }

  @Test
  void anotherHostIsRefusedBeforeAnythingElse() throws Exception {
    assertRefused(Requests.get("/").with("Host", "evil.test"), 421);
    assertRefused(Requests.get("/").at("http", "evil.test", 80), 421);
    assertRefused(Requests.get("/").with("Host", "parley.test").with("Host", "evil.test"), 421);
    assertTrue(response.cookies.isEmpty());
    assertTrue(response.body().contains("\"code\":\"misdirected\""), response.body());
    assertFalse(response.body().contains("evil.test"), response.body());
    pass(Requests.get("/").with("Host", "192.0.2.7:9080"));
    assertEquals(1, response.cookies.size());
  }

  @Test
  void aStrangersForwardedHostDoesNotReplaceTheHost() throws Exception {
    assertRefused(
        Requests.get("/").with("Host", "evil.test").with("X-Forwarded-Host", "parley.test"), 421);
  }

  @Test
  void anAddressThatOthersCouldReadDifferentlyIsNotFound() throws Exception {
    for (String path :
        List.of(
            "/conversations/new;a.css",
            "/conversations/new%3Ba.js",
            "/rooms/lobby%253Ba.css",
            "/rooms/lobby%2fa.css",
            "/rooms/lobby%5Ca.css",
            "/rooms/lobby%00.css",
            "/rooms/lobby/%2e%2e/a.css",
            "/rooms/../js/a.js",
            "/js/room.js;x",
            "/room.xhtml;x",
            "/room.xht%6dl",
            "/error/404.html",
            "/api/rooms;a.css",
            "/api/rooms;jsessionid=x",
            "/api;jsessionid=x/rooms",
            "/conversations/new;jsessionid=a.css",
            "/ws/rooms/lobby;x",
            "/v1/models;x")) {
      assertRefused(Requests.get(path), 404);
    }
    assertTrue(response.cookies.isEmpty());
    AtomicReference<Boolean> reached = new AtomicReference<>(false);
    filter.doFilter(
        Requests.get("/v1/models/openai%2Fgpt").request(),
        response.response(),
        (_, _) -> reached.set(true));
    assertTrue(reached.get());
  }

  @Test
  void aPageTakesNoParametersOfFaces() throws Exception {
    assertRefused(Requests.get("/rooms/lobby").query("jakarta.faces.ViewState=rO0AB"), 400);
    assertRefused(Requests.get("/").query("a=%zz"), 400);
  }

  @Test
  void overTlsBrowsersAreToldToStayThere() throws Exception {
    pass(Requests.get("/"));
    assertFalse(response.headers.containsKey("Strict-Transport-Security"));
    pass(Requests.get("/").at("https", "parley.test", 443));
    assertTrue(response.headers.containsKey("Strict-Transport-Security"));
  }

  @Test
  void whatIsUnusualAndARequestGoesThrough() throws Exception {
    for (Requests unusual :
        List.of(
            Requests.to("OPTIONS", "/api/rooms"),
            Requests.get("/rooms/lobby").query("from=[a]|{b}"),
            Requests.get("/api/search").query("q=%22caf%C3%A9%22+-x&limit=%5B1%5D"),
            Requests.to("POST", "/api/rooms")
                .with("Content-Type", "application/json;charset=UTF-8"),
            Requests.to("POST", "/api/rooms").with("Content-Type", "application/problem+json"),
            Requests.to("POST", "/api/x")
                .with("Content-Type", "multipart/form-data; boundary=\"-;x\""),
            Requests.to("POST", "/api/x")
                .with("Content-Type", "text/plain ; charset=\"latin1\""))) {
      AtomicReference<Boolean> reached = new AtomicReference<>(false);
      filter.doFilter(unusual.request(), response.response(), (_, _) -> reached.set(true));
      assertTrue(reached.get());
    }
  }

  private void assertRefused(Requests visit, int status) throws Exception {
    AtomicReference<Boolean> reached = new AtomicReference<>(false);
    filter.doFilter(visit.request(), response.response(), (_, _) -> reached.set(true));
    assertFalse(reached.get());
    assertEquals(status, response.status);
  }

  private Optional<Caller> pass(Requests visit) throws Exception {
    AtomicReference<Optional<Caller>> seen = new AtomicReference<>();
    filter.doFilter(
        visit.request(),
        response.response(),
        (request, _) -> seen.set(desk.identities.of((HttpServletRequest) request)));
    return seen.get();
  }
}
