package io.parley.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import io.parley.testing.VirtualClock;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
  void guessesAtAllNodesTogetherLockTheirAddressOut() {
    Pot pot = new Pot(desk.clock);
    AdminToken east = at(pot);
    AdminToken west = at(pot);
    for (int guess = 0; guess < 5; guess++) {
      assertEquals(Problem.FORBIDDEN, refusal(east, bearer("guess-" + guess)));
      assertEquals(Problem.FORBIDDEN, refusal(west, bearer("guess-" + guess)));
    }
    for (AdminToken node : List.of(east, west)) {
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
      assertEquals(Problem.FORBIDDEN, refusal(admin, bearer(guest)));
      assertEquals(Problem.FORBIDDEN, refusal(admin, bearer("pk-some-key")));
    }
    admin.require(bearer(SECRET));
  }

  private AdminToken at(Pot pot) {
    LimitsConfig limits = new LimitsConfig(new MapConfig(Map.of()));
    Budgets budgets = new Budgets(limits, desk.clock, pot, kind -> {});
    return new AdminToken(Optional.of(SECRET), budgets, desk.proxies);
  }

  /// What two nodes spend together.
  private static final class Pot implements Budgets.Ledger {
    private final Budget<String> budget;

    Pot(VirtualClock clock) {
      budget = new Budget<>(new Budget.Rate(10, Duration.ofMinutes(1)), clock);
    }

    @Override
    public Optional<Duration> spend(Budgets.Kind kind, String spender, Budget.Rate rate) {
      return budget.spend(spender);
    }

    @Override
    public boolean isExhausted(Budgets.Kind kind, String spender, Budget.Rate rate) {
      return budget.isExhausted(spender);
    }
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
