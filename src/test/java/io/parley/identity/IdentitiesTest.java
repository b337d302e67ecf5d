package io.parley.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import io.parley.testing.VirtualClock;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.websocket.server.HandshakeRequest;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IdentitiesTest {
  private final Guests guests =
      new Guests(new byte[32], List.of(), new VirtualClock(), new Random(1), () -> {});
  private final Identities identities = new Identities(guests, _ -> Optional.empty());
  private final Participant ada = guests.arrive("Ada");
  private final Participant grace = guests.arrive("Grace");

  @Test
  void aCookieNamesTheGuest() {
    HttpServletRequest request =
        Requests.get("/").with("Cookie", "x=1; parley_guest=" + guests.token(ada)).request();
    assertEquals(Optional.of(new Caller(ada, Caller.Proof.COOKIE)), identities.of(request));
  }

  @Test
  void aCookieOfOurNameThatIsNotOursIsPassedOver() {
    HttpServletRequest request =
        Requests.get("/")
            .with("Cookie", "parley_guest=forged; parley_guest=" + guests.token(ada))
            .request();
    assertEquals(Optional.of(new Caller(ada, Caller.Proof.COOKIE)), identities.of(request));
  }

  @Test
  void aBearerTokenNamesTheGuestWhateverItsCase() {
    HttpServletRequest request =
        Requests.get("/").with("authorization", "bearer  " + guests.token(ada)).request();
    assertEquals(Optional.of(new Caller(ada, Caller.Proof.BEARER)), identities.of(request));
  }

  @Test
  void aBearerTokenGoesBeforeTheCookieAlsoWhenItIsBad() {
    Requests withCookie = Requests.get("/").with("Cookie", "parley_guest=" + guests.token(ada));
    assertEquals(Optional.of(ada), identities.of(withCookie.request()).map(Caller::participant));
    withCookie.with("Authorization", "Bearer " + guests.token(grace));
    assertEquals(Optional.of(grace), identities.of(withCookie.request()).map(Caller::participant));

    HttpServletRequest bad =
        Requests.get("/")
            .with("Cookie", "parley_guest=" + guests.token(ada))
            .with("Authorization", "Bearer nonsense")
            .request();
    assertEquals(Optional.empty(), identities.of(bad));
  }

  @Test
  void whoeverNamesNobodyIsUnauthenticated() {
    HttpServletRequest nobody = Requests.get("/").request();
    ProblemException refusal =
        assertThrows(ProblemException.class, () -> identities.require(nobody));
    assertEquals(Problem.UNAUTHENTICATED, refusal.problem());
  }

  @Test
  void somebodyWhoJustArrivedIsKnownToTheRestOfTheRequest() {
    HttpServletRequest request = Requests.get("/").request();
    assertEquals(Optional.empty(), identities.of(request));
    identities.arrived(request, ada);
    assertEquals(ada, identities.require(request).participant());
  }

  @Test
  void aHandshakeIsReadLikeARequest() {
    HandshakeRequest handshake =
        handshake(Map.of("cookie", List.of("parley_guest=" + guests.token(ada))));
    assertEquals(Optional.of(new Caller(ada, Caller.Proof.COOKIE)), identities.of(handshake));
  }

  @Test
  void theCookieIsOutOfReachOfScriptsAndOtherSites() {
    Cookie cookie = GuestCookie.of("token", true);
    assertTrue(cookie.isHttpOnly());
    assertTrue(cookie.getSecure());
    assertEquals("Lax", cookie.getAttribute("SameSite"));
    assertEquals("/", cookie.getPath());
    assertEquals(365 * 24 * 3600, cookie.getMaxAge());
    assertFalse(GuestCookie.of("token", false).getSecure());
  }

  private static HandshakeRequest handshake(Map<String, List<String>> headers) {
    return (HandshakeRequest)
        Proxy.newProxyInstance(
            HandshakeRequest.class.getClassLoader(),
            new Class<?>[] {HandshakeRequest.class},
            (_, method, _) -> {
              assertEquals("getHeaders", method.getName());
              return headers;
            });
  }
}
