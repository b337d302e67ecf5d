package io.parley.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AdminTokenTest {
  private static final String SECRET = "open-sesame-open-sesame-1";
  private final GuestDesk desk = new GuestDesk();
  private final AdminToken admin = admin(Optional.of(SECRET));

  @Test
  void aMissingTokenIsUnauthenticatedAndAWrongOneForbidden() {
    admin.require(bearer(SECRET));
    assertEquals(Problem.UNAUTHENTICATED, refusal(admin, Requests.get("/").request()));
    assertEquals(Problem.FORBIDDEN, refusal(admin, bearer("wrong")));
    assertEquals(
        Problem.FORBIDDEN, refusal(admin, bearer(SECRET.substring(0, SECRET.length() - 1))));
    assertEquals(Problem.FORBIDDEN, refusal(admin, bearer("")));
  }

  @Test
  void withoutATokenNobodyIsTheOperator() {
    for (Optional<String> unset : List.of(Optional.<String>empty(), Optional.of(" "))) {
      assertEquals(Problem.FORBIDDEN, refusal(admin(unset), bearer(" ")));
      assertEquals(Problem.FORBIDDEN, refusal(admin(unset), bearer("anything")));
    }
  }

  @Test
  void aShortTokenIsRefusedAtTheStart() {
    assertThrows(IllegalArgumentException.class, () -> admin(Optional.of("x".repeat(23))));
    admin(Optional.of("x".repeat(24))).require(bearer("x".repeat(24)));
  }

  @Test
  void tooManyGuessesLockTheirAddressOut() {
    for (int guess = 0; guess < 10; guess++) {
      assertEquals(Problem.FORBIDDEN, refusal(admin, bearer("guess-" + guess)));
    }
    assertEquals(Problem.RATE_LIMITED, refusal(admin, bearer("guess-11")));
    assertEquals(Problem.RATE_LIMITED, refusal(admin, bearer(SECRET)), "not even the right one");
    admin.require(
        Requests.get("/").from("192.0.2.7").with("Authorization", "Bearer " + SECRET).request());
    desk.clock.advance(Duration.ofMinutes(1));
    admin.require(bearer(SECRET));
  }

  @Test
  void guestsTokensAndKeysAreNoGuesses() {
    String guest = desk.guests.token(desk.guests.arrive());
    for (int call = 0; call < 30; call++) {
      assertEquals(Problem.FORBIDDEN, refusal(admin, bearer(guest)));
      assertEquals(Problem.FORBIDDEN, refusal(admin, bearer("pk-some-key")));
    }
    admin.require(bearer(SECRET));
  }

  private AdminToken admin(Optional<String> token) {
    return new AdminToken(token, desk.budgets, desk.proxies);
  }

  private static Problem refusal(AdminToken admin, HttpServletRequest request) {
    return assertThrows(ProblemException.class, () -> admin.require(request)).problem();
  }

  private static HttpServletRequest bearer(String token) {
    return Requests.get("/").with("Authorization", "Bearer " + token).request();
  }
}
