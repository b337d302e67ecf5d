package io.parley.llm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.platform.Json;
import io.parley.testing.Logged;
import io.parley.testing.VirtualClock;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// Several nodes and what they share; a node alone is in [ModelsTest].
class CatalogueTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final VirtualClock clock = new VirtualClock();
  private final Shared shared = new Shared();
  private final ModelCapabilities capabilities = ModelCapabilities.alone(clock);
  private boolean dead;
  private boolean empty;
  private boolean takesAnyName;
  private int asked;
  private final Catalogue one = node();
  private final Catalogue other = node();

  @Test
  void oneNodeAsksForAll() {
    one.list();
    other.list();
    other.list();

    assertEquals(1, asked);
    assertEquals(List.of("catalogue-lab/a"), names(other.list()));
    assertEquals(one.list(), other.list());
  }

  @Test
  void aListThatHasNotChangedIsNotMadeAgain() {
    one.list();
    ModelListing listed = one.list();
    assertSame(listed, one.list());
    assertSame(one.list("catalogue-lab"), one.list("catalogue-lab"));
    clock.advance(HOUR);
    one.list();
    assertNotSame(listed, one.list());
  }

  @Test
  void aListIsGoodForAnHourWhoeverFetchedIt() {
    one.list();
    clock.advance(Duration.ofMinutes(50));
    other.list();
    clock.advance(Duration.ofMinutes(9));
    other.list();
    assertEquals(1, asked);

    clock.advance(Duration.ofMinutes(1));
    other.list();
    one.list();

    assertEquals(2, asked);
    assertEquals(VirtualClock.START.plus(HOUR), one.list().fetchedAt());
  }

  @Test
  void aNodeThatStartsWhileAProviderIsDeadHasItsModelsMarked() {
    one.list();
    clock.advance(HOUR);
    dead = true;
    one.list();
    Catalogue late = node();
    late.list();

    assertTrue(late.list().stale());
    assertEquals(List.of("catalogue-lab/a"), names(late.list()));
    assertFalse(late.list().models().getFirst().available());
    assertEquals(2, asked, "nobody waits for the dead");
  }

  @Test
  void whatAnotherNodeIsAskingForIsLookedForSoon() {
    shared.claimed.add("catalogue-lab");
    one.list();
    assertEquals(List.of(), names(one.list()));
    shared.write("catalogue-lab", KnownModels.fetched(List.of(model()), clock.instant()));
    clock.advance(Duration.ofSeconds(2));
    one.list();

    assertEquals(List.of("catalogue-lab/a"), names(one.list()));
    assertEquals(0, asked);
  }

  @Test
  void whatIsSharedSurvivesItsWayThroughJson() throws Exception {
    KnownModels models =
        KnownModels.fetched(List.of(model()), VirtualClock.START)
            .notAnswered(clock.instant(), "Away.");

    assertEquals(models, Json.MAPPER.readValue(Json.write(models), KnownModels.class));
  }

  @Test
  void whatIsWrongIsSaidOnceByEachNodeAndThatItIsWellAgain() {
    try (Logged log = new Logged(Catalogue.class.getName(), "catalogue-lab")) {
      dead = true;
      for (int n = 0; n < 4; n++) {
        one.list();
        clock.advance(Duration.ofSeconds(31));
      }
      assertEquals(List.of("The provider catalogue-lab: Away."), log.said());
      assertEquals(
          List.of(
              new ModelListing.ProviderState(
                  "catalogue-lab", false, Optional.of("Away."), Optional.of(VirtualClock.START))),
          one.list().providers());

      dead = false;
      clock.advance(Duration.ofSeconds(31));
      one.list();
      one.list();
      assertEquals("The provider catalogue-lab lists its models again", log.said().getLast());
      assertEquals(2, log.said().size());
      assertEquals(
          List.of(
              new ModelListing.ProviderState(
                  "catalogue-lab", true, Optional.empty(), Optional.empty())),
          one.list().providers());
    }
  }

  @Test
  void aProviderThatNobodyHasSetUpIsNotMissed() {
    dead = true;
    Catalogue quiet = node(Set.of("catalogue-lab"));
    try (Logged log = new Logged(Catalogue.class.getName(), "catalogue-lab")) {
      quiet.list();
      assertEquals(List.of(), log.said());
      assertEquals(List.of(), quiet.list().providers());
    }
  }

  @Test
  void anEmptyListSaysThatItIsEmpty() {
    empty = true;
    one.list();
    assertEquals(Optional.of(ProviderProblem.EMPTY), one.list().providers().getFirst().problem());
  }

  @Test
  void whatAModelHasRefusedIsInTheListWhileItIsRemembered() {
    one.list();
    capabilities.learn(ModelId.of("catalogue-lab/a"), List.of(Lesson.omit("temperature")));
    assertEquals(Optional.of(false), one.list().models().getFirst().capabilities().temperature());
    clock.advance(Duration.ofDays(1));
    capabilities.refresh();
    assertEquals(Optional.empty(), one.list().models().getFirst().capabilities().temperature());
  }

  @Test
  void aModelThatIsNotInTheListIsTriedWhereItsProviderTakesAnyName() {
    one.list();
    assertFalse(one.offers(ModelId.of("catalogue-lab/unlisted")));
    takesAnyName = true;
    assertTrue(one.offers(ModelId.of("catalogue-lab/unlisted")));
    assertFalse(one.lists(ModelId.of("catalogue-lab/unlisted")));
    assertFalse(one.offers(ModelId.of("nobody/unlisted")));
  }

  private static Model model() {
    return new Model(
        ModelId.of("catalogue-lab/a"),
        Optional.of("Model A"),
        OptionalInt.of(8192),
        Optional.of(new Prices(new BigDecimal("5E-8"), new BigDecimal("0.0000004"))));
  }

  private static List<String> names(ModelListing listing) {
    return listing.models().stream().map(entry -> entry.id().toString()).toList();
  }

  private Catalogue node() {
    return node(Set.of());
  }

  private Catalogue node(Set<String> unasked) {
    return new Catalogue(
        List.of(new Lab()),
        shared,
        capabilities,
        unasked,
        clock,
        HOUR,
        Duration.ofSeconds(30),
        Runnable::run);
  }

  private final class Lab implements Provider {
    @Override
    public String name() {
      return "catalogue-lab";
    }

    @Override
    public boolean triesUnlisted() {
      return takesAnyName;
    }

    @Override
    public Optional<String> sharedAs() {
      return Optional.of("catalogue-lab");
    }

    @Override
    public List<Model> models() {
      asked++;
      if (dead) {
        throw ProviderFailure.because("catalogue-lab", FailureCode.PROVIDER_UNREACHABLE, "Away.");
      }
      return empty ? List.of() : List.of(model());
    }

    @Override
    public Generation generate(Prompt prompt, Consumer<GenerationEvent> listener) {
      throw new AssertionError("nobody asks");
    }
  }

  private static final class Shared implements ModelListCache {
    final Map<String, KnownModels> lists = new HashMap<>();
    final Set<String> claimed = new HashSet<>();

    @Override
    public Optional<KnownModels> read(String name) {
      return Optional.ofNullable(lists.get(name));
    }

    @Override
    public boolean claim(String name) {
      return !claimed.contains(name);
    }

    @Override
    public void write(String name, KnownModels models) {
      lists.put(name, models);
    }
  }
}
