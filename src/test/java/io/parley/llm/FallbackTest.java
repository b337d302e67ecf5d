package io.parley.llm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.event.AllowedModels;
import io.parley.llm.GenerationEvent.Began;
import io.parley.llm.GenerationEvent.Cancelled;
import io.parley.llm.GenerationEvent.Completed;
import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import io.parley.testing.Await;
import io.parley.testing.VirtualClock;
import io.parley.testing.openai.OpenAiServer;
import io.parley.testing.openai.Script;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A chain as an operator sets it up, over real connections: a provider, another, and a local one.
class FallbackTest {
  private static final ModelId WANTED = ModelId.of("first/m");

  private final OpenAiServer first = OpenAiServer.start();
  private final OpenAiServer second = OpenAiServer.start();
  private final OpenAiServer local = OpenAiServer.start();
  private final VirtualClock clock = new VirtualClock();
  private final List<OpenAiProvider> providers = new ArrayList<>();
  private final List<Bulkhead> gates = new ArrayList<>();
  private Models models = models("PT10S");

  FallbackTest() {
    first.script("m", Script.text("I am the first"));
    second.script("m", Script.text("I am the second"));
    local.script("m", Script.text("I am at home"));
  }

  @AfterEach
  void stop() throws IOException {
    providers.forEach(OpenAiProvider::close);
    first.close();
    second.close();
    local.close();
  }

  @Test
  void aBusyProviderIsLeftAloneForAsLongAsItSaid() throws Exception {
    first.scriptNext("m", Script.error(429, "rate_limit_exceeded", "Slow").retryAfter("60"));

    assertAnswers("second", FailureCode.RATE_LIMITED);
    assertAnswers("second", FailureCode.RATE_LIMITED);
    assertEquals(1, first.requests().size());

    clock.advance(Duration.ofSeconds(60));
    assertAnswers("first");
  }

  @Test
  void oneBusyModelLeavesTheOthersOfItsProviderAlone() throws Exception {
    first.script("other", Script.text("I am the other"));
    for (String words :
        List.of(
            "Slow down",
            "Rate limit reached for m in organization org-1 on tokens per min (TPM). Visit"
                + " https://platform.openai.com/account/rate-limits to learn more.",
            "m is temporarily rate-limited upstream. Add your own key to your account.")) {
      first.scriptNext("m", Script.error(429, "rate_limit_exceeded", words).retryAfter("7"));
      assertAnswers("second", FailureCode.RATE_LIMITED);
      assertAnswers("second", FailureCode.RATE_LIMITED);

      Heard other = new Heard();
      models.generate(
          Prompt.of(ModelId.of("first/other"), PromptMessage.user("Hello")),
          AllowedModels.ALL,
          other);
      other.end();
      assertEquals("I am the other", other.text());

      clock.advance(Duration.ofSeconds(7));
      assertAnswers("first");
    }
  }

  @Test
  void anAccountThatIsBusyIsBusyForAllItsModels() throws Exception {
    first.script("other", Script.text("I am the other"));
    first.scriptNext(
        "m",
        Script.error(429, "rate_limited", "Too many requests for this account").retryAfter("7"));
    assertAnswers("second", FailureCode.RATE_LIMITED);

    Heard other = new Heard();
    models.generate(
        Prompt.of(ModelId.of("first/other"), PromptMessage.user("Hello")),
        AllowedModels.ALL,
        other);
    other.end();
    assertEquals(1, first.requests().size());
  }

  @Test
  void theLocalModelIsTheLast() throws Exception {
    first.script("m", Script.error(503, "overloaded", "Overloaded"));
    second.close();

    Heard heard = ask();

    assertInstanceOf(Completed.class, heard.end());
    assertEquals("I am at home", heard.text());
    assertEquals(
        new Began(
            ModelId.of("ollama/m"),
            List.of(
                new Fallback(WANTED, FailureCode.PROVIDER_ERROR),
                new Fallback(ModelId.of("second/m"), FailureCode.PROVIDER_UNREACHABLE)),
            false),
        heard.events().getFirst());
  }

  @Test
  void aFirstTokenThatDoesNotComeInTimeIsNotWaitedFor() throws Exception {
    models = models("PT0.5S");
    first.script("m", Script.text("too late").stallAfterRole(Script.FOREVER));

    assertAnswers("second", FailureCode.PROVIDER_TIMEOUT);
    first.lastRequest().closedByClient().get(2, TimeUnit.SECONDS);
  }

  @Test
  void twoAnswersAreNeverMixed() throws Exception {
    first.script("m", Script.text("half an answer").endAfter(2));

    Heard heard = ask();

    assertEquals(FailureCode.STREAM_BROKEN, heard.failure().code());
    assertEquals("half an", heard.text());
    assertEquals(List.of(), second.requests());
  }

  @Test
  void aSickProviderIsLeftAlone() throws Exception {
    first.script("m", Script.error(500, "server_error", "Ill"));
    for (int n = 0; n < 8; n++) {
      assertAnswers("second", FailureCode.PROVIDER_ERROR);
    }
    assertEquals(3, first.requests().size());
    assertEquals(Breaker.State.OPEN, gates.getFirst().state("m"));

    first.script("m", Script.text("I am the first"));
    clock.advance(Duration.ofSeconds(30));
    assertAnswers("first");
    assertEquals(Breaker.State.CLOSED, gates.getFirst().state("m"));
  }

  @Test
  void cancellingReachesWhoeverIsAsked() throws Exception {
    first.script("m", Script.error(500, "server_error", "Ill"));
    second.script("m", Script.text("never").stallFirst(Script.FOREVER));
    Heard heard = new Heard();
    Generation generation = generate(heard);
    Await.until("the second is asked", () -> !second.requests().isEmpty());

    generation.cancel();

    assertEquals(new Cancelled(), heard.end());
    second.lastRequest().closedByClient().get(2, TimeUnit.SECONDS);
    assertEquals(List.of(), local.requests());
  }

  @Test
  void aFallbackThatMayNotBeUsedIsNotAsked() throws Exception {
    first.script("m", Script.error(500, "server_error", "down"));
    second.script("m", Script.text("I am the second"));
    local.script("m", Script.text("I am the ollama"));
    Heard heard = new Heard();
    models.generate(
        Prompt.of(WANTED, PromptMessage.user("Hello")),
        new AllowedModels(List.of("first/*", "ollama/*")),
        heard);
    assertInstanceOf(Completed.class, heard.end());
    assertEquals("I am the ollama", heard.text());
    assertEquals(List.of(), second.requests());
  }

  @Test
  void aModelThatMayNotBeUsedIsForbidden() {
    AllowedModels others = new AllowedModels(List.of("second/*"));
    ProblemException refusal =
        assertThrows(ProblemException.class, () -> models.chain(WANTED, others));
    assertEquals(Problem.FORBIDDEN, refusal.problem());
    assertTrue(refusal.detail().contains(WANTED.toString()), refusal.detail());
  }

  private void assertAnswers(String who, FailureCode... failures) throws Exception {
    Heard heard = ask();
    assertInstanceOf(Completed.class, heard.end());
    assertEquals("I am the " + who, heard.text());
    List<Fallback> fallbacks =
        List.of(failures).stream().map(one -> new Fallback(WANTED, one)).toList();
    assertEquals(new Began(ModelId.of(who + "/m"), fallbacks, false), heard.events().getFirst());
  }

  private Heard ask() throws Exception {
    Heard heard = new Heard();
    generate(heard);
    heard.end();
    return heard;
  }

  private Generation generate(Heard heard) {
    return models.generate(
        Prompt.of(WANTED, PromptMessage.user("Hello")), AllowedModels.ALL, heard);
  }

  private Models models(String firstToken) {
    Map<String, String> settings =
        Map.of(
            "parley.llm.providers.first.base-url",
            first.baseUrl().toString(),
            "parley.llm.providers.first.first-token-timeout",
            firstToken,
            "parley.llm.providers.second.base-url",
            second.baseUrl().toString(),
            "OLLAMA_BASE_URL",
            local.baseUrl().toString(),
            "parley.llm.breaker-failures",
            "3",
            "parley.llm.fallback",
            "second/m, ollama/m");
    LlmConfig config =
        LlmConfig.from(key -> Optional.ofNullable(settings.get(key)), settings.keySet());
    List<Provider> made = new ArrayList<>();
    for (String name : List.of("first", "second", "ollama")) {
      Endpoint endpoint =
          config.endpoints().stream()
              .filter(one -> one.name().equals(name))
              .findFirst()
              .orElseThrow();
      gates.add(new Bulkhead(name, config.limits(), clock));
      providers.add(
          new OpenAiProvider(
              endpoint,
              gates.getLast(),
              OpenAiProvider.Room.of(1_000_000, 1_000_000),
              ModelCapabilities.alone(clock)));
      made.add(providers.getLast());
    }
    Catalogue catalogue =
        new Catalogue(
            made,
            ModelListCache.NONE,
            ModelCapabilities.alone(clock),
            Set.of(),
            clock,
            config.refresh(),
            config.retry(),
            _ -> {});
    return new Models(
        made, catalogue, config.fallbacks(), config.defaultModel(), new SilentMeter());
  }
}
