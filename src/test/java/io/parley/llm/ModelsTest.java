package io.parley.llm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.event.AllowedModels;
import io.parley.llm.GenerationEvent.Completed;
import io.parley.platform.Json;
import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import io.parley.testing.VirtualClock;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ModelsTest {
  private final Fake lab = new Fake("lab", "a", "b");
  private final Fake demo = new Fake("demo", "guide");
  private final Queue<Runnable> background = new ArrayDeque<>();
  private final List<String> metrics = new CopyOnWriteArrayList<>();
  private final VirtualClock clock = new VirtualClock();
  private final Models models = models(lab, demo);

  @Test
  void readingNeverWaitsForAProvider() {
    assertEquals(List.of(), models.list().models());
    work();
    assertEquals(List.of("lab/a", "lab/b", "demo/guide"), names(models.list()));
  }

  @Test
  void aListIsFetchedOnceAnHourHoweverManyRead() {
    for (int n = 0; n < 10; n++) {
      models.list();
      work();
    }
    assertEquals(1, lab.asked);

    clock.advance(Duration.ofMinutes(61));
    models.list();
    models.list();
    work();
    assertEquals(2, lab.asked);
  }

  @Test
  void theModelsOfADeadProviderStayMarked() {
    models.list();
    work();
    lab.dead = true;
    clock.advance(Duration.ofMinutes(61));
    models.list();
    work();

    ModelListing listing = models.list();

    assertTrue(listing.stale());
    assertEquals(VirtualClock.START, listing.fetchedAt());
    assertEquals(
        List.of(false, false, true),
        listing.models().stream().map(ModelListing.Entry::available).toList());
  }

  @Test
  void aProviderThatComesBackIsFoundSoon() {
    lab.dead = true;
    models.list();
    work();
    assertEquals(List.of("demo/guide"), names(models.list()));
    assertFalse(models.list().stale(), "nothing old is shown");

    lab.dead = false;
    clock.advance(Duration.ofSeconds(31));
    models.list();
    work();

    assertEquals(List.of("lab/a", "lab/b", "demo/guide"), names(models.list()));
  }

  @Test
  void theListingHasTheShapeOfTheContract() {
    lab.contextLength = OptionalInt.of(8192);
    models(lab).list();
    Models one = models(lab);
    one.list();
    work();

    assertEquals(
        "{\"models\":[{\"id\":\"lab/a\",\"provider\":\"lab\",\"name\":\"a\",\"context_length\":8192,"
            + "\"capabilities\":{},\"available\":true},{\"id\":\"lab/b\",\"provider\":\"lab\",\"name\":\"b\","
            + "\"context_length\":8192,\"capabilities\":{},\"available\":true}],"
            + "\"providers\":[{\"name\":\"lab\",\"available\":true}],"
            + "\"fetched_at\":\"2026-01-01T00:00:00Z\",\"stale\":false}",
        Json.write(one.list()));
  }

  @Test
  void onlyKnownModelsAreFound() {
    models.list();
    work();
    assertEquals(Optional.of(new ModelId("lab", "a")), models.find("lab/a"));
    assertEquals(Optional.empty(), models.find("lab/c"));
    assertEquals(Optional.empty(), models.find("nobody/a"));
    assertEquals(Optional.empty(), models.find("a"));
    assertEquals(
        Problem.UNKNOWN_MODEL,
        assertThrows(ProblemException.class, () -> models.require("lab/c")).problem());
  }

  @Test
  void whileAListIsNotKnownItsModelsGetTheBenefitOfTheDoubt() {
    assertEquals(Optional.of(new ModelId("lab", "c")), models.find("lab/c"));
  }

  @Test
  void aGenerationGoesToItsProviderAndIsMeasured() throws Exception {
    Heard heard = new Heard();
    models.generate(
        Prompt.of(new ModelId("lab", "a"), PromptMessage.user("Hello")), AllowedModels.ALL, heard);

    assertInstanceOf(Completed.class, heard.end());
    assertEquals("lab says lab/a", heard.text());
    assertEquals(List.of("first lab", "lab completed"), metrics);
  }

  @Test
  void anAnswerIsPricedAsItsProviderTells() throws Exception {
    lab.prices = Optional.of(new Prices(new BigDecimal("0.0000025"), new BigDecimal("0.00001")));
    models.list();
    work();
    Heard heard = new Heard();

    models.generate(
        Prompt.of(new ModelId("lab", "a"), PromptMessage.user("Hello")), AllowedModels.ALL, heard);

    assertEquals(
        Optional.of(new Cost(new BigDecimal("0.0225"), "USD")),
        assertInstanceOf(Completed.class, heard.end()).cost());
  }

  @Test
  void aProvidersModelsCanBeHadAlone() {
    models.list();
    work();
    assertEquals(List.of("lab/a", "lab/b"), names(models.list("lab")));
    assertEquals(List.of(), names(models.list("nobody")));
  }

  @Test
  void aModelOfNobodyFailsLikeAnyOther() throws Exception {
    Heard heard = new Heard();
    models.generate(
        Prompt.of(new ModelId("nobody", "a"), PromptMessage.user("Hello")),
        AllowedModels.ALL,
        heard);

    assertEquals(FailureCode.MODEL_NOT_FOUND, heard.failure().code());
    assertEquals(List.of("nobody model_not_found"), metrics);
  }

  private void work() {
    while (!background.isEmpty()) {
      background.remove().run();
    }
  }

  private static List<String> names(ModelListing listing) {
    return listing.models().stream().map(entry -> entry.id().toString()).toList();
  }

  private Models models(Provider... providers) {
    Catalogue catalogue =
        new Catalogue(
            List.of(providers),
            ModelListCache.NONE,
            ModelCapabilities.alone(clock),
            Set.of(),
            clock,
            Duration.ofHours(1),
            Duration.ofSeconds(30),
            background::add);
    LlmMeter meter =
        new LlmMeter() {
          @Override
          public void nextToken(String provider, Duration after) {}

          @Override
          public void firstToken(String provider, Duration after) {
            metrics.add("first " + provider);
          }

          @Override
          public void ended(String provider, String outcome) {
            metrics.add(provider + " " + outcome);
          }

          @Override
          public void fellBack(String provider) {
            metrics.add(provider + " fell back");
          }
        };
    return new Models(List.of(providers), catalogue, Fallbacks.EMPTY, LlmConfig.GUIDE, meter);
  }

  private static final class Fake implements Provider {
    private final String name;
    private final List<String> models;
    private OptionalInt contextLength = OptionalInt.empty();
    private Optional<Prices> prices = Optional.empty();
    private boolean dead;
    private int asked;

    Fake(String name, String... models) {
      this.name = name;
      this.models = List.of(models);
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public List<Model> models() {
      asked++;
      if (dead) {
        throw new ProviderFailure(name, FailureCode.PROVIDER_UNREACHABLE);
      }
      return models.stream()
          .map(
              model -> new Model(new ModelId(name, model), Optional.empty(), contextLength, prices))
          .toList();
    }

    @Override
    public Generation generate(Prompt prompt, Consumer<GenerationEvent> listener) {
      Stream.of(name, " says ", prompt.model().toString())
          .map(GenerationEvent.Text::new)
          .forEach(listener);
      listener.accept(
          new Completed(Optional.of(new Usage(1_000, 2_000)), FinishReason.STOP, List.of()));
      return () -> {};
    }
  }
}
