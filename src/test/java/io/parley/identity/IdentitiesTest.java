package io.parley.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.apikey.ApiKey;
import io.parley.http.Proxies;
import io.parley.http.Requests;
import io.parley.limits.TestLimits;
import io.parley.participant.Participant;
import io.parley.participant.ParticipantId;
import io.parley.platform.Ids;
import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import io.parley.testing.VirtualClock;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class IdentitiesTest {
  private static final String OPERATOR = "open-sesame-open-sesame-1";
  private static final ApiKey KEY = key("robot", ApiKey.Scope.API);
  private static final ApiKey ELSEWHERE = key("elsewhere", ApiKey.Scope.CHAT);

  private final Guests guests =
      new Guests(
          new byte[32], List.of(), new GuestEpochs(), new VirtualClock(), new Random(1), () -> {});
  private final Proxies proxies = new Proxies(List.of());
  private final Identities identities = identities(false);
  private final Participant ada = guests.arrive("Ada");
  private final Participant grace = guests.arrive("Grace");

  @Test
  void aCookieNamesTheGuest() {
    HttpServletRequest request =
        Requests.get("/").with("Cookie", "x=1; parley_guest=" + guests.token(ada)).request();
    assertIs(ada, Caller.Carrier.COOKIE, request);
  }

  @Test
  void aCookieOfOurNameThatIsNotOursIsPassedOver() {
    HttpServletRequest request =
        Requests.get("/")
            .with("Cookie", "parley_guest=forged; parley_guest=" + guests.token(ada))
            .request();
    assertIs(ada, Caller.Carrier.COOKIE, request);
  }

  @Test
  void aBearerTokenNamesTheGuestWhateverItsCase() {
    HttpServletRequest request =
        Requests.get("/").with("authorization", "bearer  " + guests.token(ada)).request();
    assertIs(ada, Caller.Carrier.BEARER, request);
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
    identities.arrived(request, guests.token(ada));
    assertEquals(ada, identities.require(request).participant());
  }

  @Test
  void anApiKeyIsNoGuestAndMayUseItsModelsAlone() {
    Caller robot =
        identities.require(Requests.get("/").with("Authorization", "Bearer pk-robot").request());
    assertEquals(KEY.participant(), robot.participant());
    assertEquals(
        Problem.FORBIDDEN, assertThrows(ProblemException.class, robot::requireGuest).problem());
    robot.requireModel("openai/gpt-5");
    ProblemException refusal =
        assertThrows(ProblemException.class, () -> robot.requireModel("demo/guide"));
    assertEquals(Problem.FORBIDDEN, refusal.problem());
    assertTrue(refusal.detail().contains("`demo/guide`"), refusal.detail());
  }

  @Test
  void aKeyWithoutTheScopeTakesNoPart() {
    assertEquals(Optional.empty(), identities.of(bearer("pk-elsewhere")));
  }

  @Test
  void theOperatorsTokenProvesAnAuthorityAndNobodysIdentity() {
    identities.require(bearer(OPERATOR), Authority.OPERATOR);
    assertEquals(Optional.empty(), identities.of(bearer(OPERATOR)));
  }

  @Test
  void guestsAndKeysAreNotTheOperator() {
    assertEquals(Problem.FORBIDDEN, refusal(bearer(guests.token(ada))));
    assertEquals(Problem.FORBIDDEN, refusal(bearer("pk-robot")));
    assertEquals(Problem.UNAUTHENTICATED, refusal(Requests.get("/").request()));
    HttpServletRequest byCookie =
        Requests.get("/").with("Cookie", "parley_guest=" + guests.token(ada)).request();
    assertEquals(Problem.UNAUTHENTICATED, refusal(byCookie));
  }

  @Test
  void aRoleOfAnotherProofIsAnAuthorityToo() {
    HttpServletRequest operator = bearer("jwt.operator.ada");
    identities.require(operator, Authority.OPERATOR);
    assertEquals(ada, identities.require(operator).participant());
    assertEquals(ada, identities.require(bearer("jwt.member.ada")).participant());
  }

  @Test
  void whoeverIsKnownByTheirTokenHasNotGuessedTheOperators() {
    for (int call = 0; call < 30; call++) {
      assertEquals(Problem.FORBIDDEN, refusal(bearer("jwt.member.ada")));
    }
    identities.require(bearer(OPERATOR), Authority.OPERATOR);
    for (int guess = 0; guess < 10; guess++) {
      assertEquals(Problem.FORBIDDEN, refusal(bearer("guess-" + guess)));
    }
    assertEquals(Problem.RATE_LIMITED, refusal(bearer(OPERATOR)), "not even the right one");
    identities.require(bearer("jwt.operator.ada"), Authority.OPERATOR);
  }

  @Test
  void overTlsAPlantedPlainCookieDoesNotCount() {
    String planted = "parley_guest=" + guests.token(grace);
    String own = "__Host-parley_guest=" + guests.token(ada);
    Requests both = overTls().with("Cookie", planted + "; " + own);
    assertIs(ada, Caller.Carrier.COOKIE, both.request());
    assertEquals(Optional.empty(), identities.of(overTls().with("Cookie", planted).request()));
    assertEquals(
        Optional.empty(),
        identities.of(
            overTls().with("Cookie", planted + "; __Host-parley_guest=forged").request()));
    assertIs(grace, Caller.Carrier.COOKIE, Requests.get("/").with("Cookie", planted).request());
  }

  @Test
  void anOperatorCanKeepGuestsFromBeforeThePrefix() {
    Identities lenient = identities(true);
    String old = "parley_guest=" + guests.token(grace);
    assertEquals(
        Optional.of(grace),
        lenient.of(overTls().with("Cookie", old).request()).map(Caller::participant));
    assertTrue(
        lenient.ofCookie(overTls().with("Cookie", old).request()).orElseThrow().stale(),
        "its browser gets the cookie with the prefix");
    String own = "__Host-parley_guest=" + guests.token(ada);
    assertFalse(lenient.ofCookie(overTls().with("Cookie", own).request()).orElseThrow().stale());
    assertEquals(
        Optional.of(ada),
        lenient.of(overTls().with("Cookie", old + "; " + own).request()).map(Caller::participant));
  }

  @Test
  void theCookieIsOutOfReachOfScriptsAndOtherSites() {
    Cookie cookie = GuestCookie.of("token", true);
    assertTrue(cookie.isHttpOnly());
    assertTrue(cookie.getSecure());
    assertEquals("Lax", cookie.getAttribute("SameSite"));
    assertEquals("/", cookie.getPath());
    assertEquals(365 * 24 * 3600, cookie.getMaxAge());
    assertEquals("__Host-parley_guest", cookie.getName());
    assertNull(cookie.getDomain());
    assertFalse(GuestCookie.of("token", false).getSecure());
    assertEquals("parley_guest", GuestCookie.of("token", false).getName());
  }

  private static ApiKey key(String name, ApiKey.Scope scope) {
    return new ApiKey(
        new ParticipantId(Ids.next()),
        name,
        "pk-…abcd",
        Set.of(scope),
        List.of("openai/*"),
        Instant.EPOCH,
        Optional.empty(),
        Optional.empty());
  }

  private void assertIs(Participant who, Caller.Carrier carrier, HttpServletRequest request) {
    Caller caller = identities.require(request);
    assertEquals(who, caller.participant());
    assertEquals(carrier, caller.requireGuest().carrier());
    assertEquals("192.0.2.1", caller.address());
  }

  private Identities identities(boolean plainCookiesOverTls) {
    BearerTokens keys =
        (token, address) ->
            Stream.of(KEY, ELSEWHERE)
                .filter(key -> token.equals("pk-" + key.name()))
                .map(key -> Caller.of(key, address))
                .findFirst();
    BearerTokens accounts =
        (token, address) ->
            token.startsWith("jwt.") ? Optional.of(account(token, address)) : Optional.empty();
    return new Identities(
        guests,
        List.of(keys, accounts),
        proxies,
        plainCookiesOverTls,
        new OperatorToken(Optional.of(OPERATOR), TestLimits.alone(new VirtualClock()), proxies));
  }

  /// Somebody whose provider says which roles they have.
  private Caller account(String token, String address) {
    Set<Authority> authorities =
        token.contains(".operator.")
            ? EnumSet.of(Authority.PARTICIPANT, Authority.OPERATOR)
            : EnumSet.of(Authority.PARTICIPANT);
    Caller.Proof proof = new Caller.Proof.Guest(Caller.Carrier.BEARER, 0, Instant.MAX);
    return new Caller(ada, proof, authorities, address);
  }

  private Problem refusal(HttpServletRequest request) {
    return assertThrows(
            ProblemException.class, () -> identities.require(request, Authority.OPERATOR))
        .problem();
  }

  private static HttpServletRequest bearer(String token) {
    return Requests.get("/").with("Authorization", "Bearer " + token).request();
  }

  private static Requests overTls() {
    return Requests.get("/").at("https", "parley.test", 443);
  }
}
