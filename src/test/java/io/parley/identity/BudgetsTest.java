package io.parley.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.parley.platform.Ids;
import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import io.parley.testing.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class BudgetsTest {
  private final List<Budgets.Kind> refused = new ArrayList<>();

  @Test
  void defaultsAreThoseOfTheContract() {
    LimitsConfig limits = new LimitsConfig(new MapConfig(Map.of()));
    assertEquals(new Budget.Rate(30, Duration.ofSeconds(1)), limits.drafts());
    assertEquals(new Budget.Rate(60, Duration.ofMinutes(1)), limits.posts());
    assertEquals(new Budget.Rate(20, Duration.ofMinutes(1)), limits.replies());
    assertEquals(new Budget.Rate(600, Duration.ofMinutes(1)), limits.keys());
    assertEquals(new Budget.Rate(3_000, Duration.ofHours(1)), limits.guests());
    assertEquals(new Budget.Rate(30, Duration.ofSeconds(1)), limits.sockets());
  }

  @Test
  void eachHasItsKey() {
    LimitsConfig limits =
        new LimitsConfig(
            new MapConfig(
                Map.of(
                    "parley.limits.drafts-per-second", "1",
                    "parley.limits.posts-per-minute", "2",
                    "parley.limits.replies-per-minute", "3",
                    "parley.limits.guests-per-hour", "4",
                    "parley.limits.sockets-per-second", "5",
                    "parley.limits.key-requests-per-minute", "6")));
    assertEquals(1, limits.drafts().amount());
    assertEquals(2, limits.posts().amount());
    assertEquals(3, limits.replies().amount());
    assertEquals(4, limits.guests().amount());
    assertEquals(5, limits.sockets().amount());
    assertEquals(6, limits.keys().amount());
  }

  @Test
  void aRefusalIsCountedByItsKindAndSaysHowLongToWait() {
    Budgets budgets =
        new Budgets(
            new LimitsConfig(new MapConfig(Map.of("parley.limits.posts-per-minute", "1"))),
            new VirtualClock(),
            Budgets.Ledger.OWN,
            refused::add);
    ParticipantId ada = new ParticipantId(Ids.next());
    Budgets.require(budgets.post(ada));
    Optional<Duration> wait = budgets.post(ada);
    assertEquals(Optional.of(Duration.ofMinutes(1)), wait);
    assertEquals(List.of(Budgets.Kind.POST), refused);
    ProblemException refusal = assertThrows(ProblemException.class, () -> Budgets.require(wait));
    assertEquals(Problem.RATE_LIMITED, refusal.problem());
    assertEquals(wait, refusal.retryAfter());
    assertEquals(Optional.empty(), budgets.reply(ada));
  }

  @Test
  void whatIsSpentAtOtherNodesCountsAndWhatIsRefusedThereIsNotSpentHere() {
    List<String> spent = new ArrayList<>();
    AtomicReference<Optional<Duration>> elsewhere =
        new AtomicReference<>(Optional.of(Duration.ofSeconds(3)));
    ParticipantId ada = new ParticipantId(Ids.next());
    Budgets budgets =
        new Budgets(
            new LimitsConfig(new MapConfig(Map.of("parley.limits.posts-per-minute", "1"))),
            new VirtualClock(),
            (kind, spender, rate) -> {
              spent.add(kind.wire() + " " + spender + " " + rate.amount());
              return elsewhere.get();
            },
            refused::add);
    assertEquals(Optional.of(Duration.ofSeconds(3)), budgets.post(ada));
    elsewhere.set(Optional.empty());
    assertEquals(Optional.empty(), budgets.post(ada));
    assertEquals(Optional.of(Duration.ofMinutes(1)), budgets.post(ada));
    assertEquals(List.of("post " + ada + " 1", "post " + ada + " 1"), spent);
    assertEquals(Optional.empty(), budgets.draft(ada));
    assertEquals(2, spent.size());
  }

  @Test
  void aBudgetOfNothingIsRefused() {
    LimitsConfig limits =
        new LimitsConfig(new MapConfig(Map.of("parley.limits.posts-per-minute", "0")));
    assertThrows(IllegalArgumentException.class, limits::posts);
  }
}
