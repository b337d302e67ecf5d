package io.parley.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.parley.http.Requests;
import io.parley.limits.RateLimits;
import io.parley.limits.TestLimits;
import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OperatorTokenTest {
  private static final String SECRET = "open-sesame-open-sesame-1";
  private final GuestDesk desk = new GuestDesk();
  private final OperatorToken operatorToken = operatorToken(Optional.of(SECRET));

  @Test
  void aMissingTokenIsUnauthenticatedAndAWrongOneForbidden() {
    operatorToken.require(bearer(SECRET));
    assertEquals(Problem.UNAUTHENTICATED, refusal(operatorToken, Requests.get("/").request()));
    assertEquals(Problem.FORBIDDEN, refusal(operatorToken, bearer("wrong")));
    assertEquals(
        Problem.FORBIDDEN,
        refusal(operatorToken, bearer(SECRET.substring(0, SECRET.length() - 1))));
    assertEquals(Problem.FORBIDDEN, refusal(operatorToken, bearer("")));
  }

  @Test
  void withoutATokenNobodyIsTheOperator() {
    for (Optional<String> unset : List.of(Optional.<String>empty(), Optional.of(" "))) {
      assertEquals(Problem.FORBIDDEN, refusal(operatorToken(unset), bearer(" ")));
      assertEquals(Problem.FORBIDDEN, refusal(operatorToken(unset), bearer("anything")));
    }
  }

  @Test
  void aShortTokenIsRefusedAtTheStart() {
    assertThrows(IllegalArgumentException.class, () -> operatorToken(Optional.of("x".repeat(23))));
    operatorToken(Optional.of("x".repeat(24))).require(bearer("x".repeat(24)));
  }

  @Test
  void tooManyGuessesLockTheirAddressOut() {
    for (int guess = 0; guess < 10; guess++) {
      assertEquals(Problem.FORBIDDEN, refusal(operatorToken, bearer("guess-" + guess)));
    }
    assertEquals(Problem.RATE_LIMITED, refusal(operatorToken, bearer("guess-11")));
    assertEquals(
        Problem.RATE_LIMITED, refusal(operatorToken, bearer(SECRET)), "not even the right one");
    operatorToken.require(
        Requests.get("/").from("192.0.2.7").with("Authorization", "Bearer " + SECRET).request());
    desk.clock.advance(Duration.ofMinutes(1));
    operatorToken.require(bearer(SECRET));
  }

  @Test
  void guessesAtAllNodesTogetherLockTheirAddressOut() {
    List<RateLimits> nodes = TestLimits.together(2, 10, desk.clock);
    OperatorToken east = at(nodes.getFirst());
    OperatorToken west = at(nodes.getLast());
    for (int guess = 0; guess < 5; guess++) {
      assertEquals(Problem.FORBIDDEN, refusal(east, bearer("guess-" + guess)));
      assertEquals(Problem.FORBIDDEN, refusal(west, bearer("guess-" + guess)));
    }
    for (OperatorToken node : List.of(east, west)) {
      assertEquals(Problem.RATE_LIMITED, refusal(node, bearer("guess-11")));
      assertEquals(Problem.RATE_LIMITED, refusal(node, bearer(SECRET)), "not even the right one");
    }
    desk.clock.advance(Duration.ofMinutes(1));
    for (int call = 0; call < 30; call++) {
      east.require(bearer(SECRET));
    }
    west.require(bearer(SECRET));
  }

  @Test
  void guestsTokensAndKeysAreNoGuesses() {
    String guest = desk.guests.token(desk.guests.arrive());
    for (int call = 0; call < 30; call++) {
      assertEquals(Problem.FORBIDDEN, refusal(operatorToken, bearer(guest)));
      assertEquals(Problem.FORBIDDEN, refusal(operatorToken, bearer("pk-some-key")));
    }
    operatorToken.require(bearer(SECRET));
  }

  private OperatorToken at(RateLimits node) {
    return new OperatorToken(Optional.of(SECRET), node, desk.proxies);
  }

  private OperatorToken operatorToken(Optional<String> token) {
    return new OperatorToken(token, desk.rateLimits, desk.proxies);
  }

  private static Problem refusal(OperatorToken token, HttpServletRequest request) {
    return assertThrows(ProblemException.class, () -> token.require(request)).problem();
  }

  private static HttpServletRequest bearer(String token) {
    return Requests.get("/").with("Authorization", "Bearer " + token).request();
  }
}
