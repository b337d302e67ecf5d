package io.parley.llm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.llm.Endpoint.ApiKey;
import io.parley.testing.Logged;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LlmConfigTest {
  private static final Endpoint OLLAMA =
      new Endpoint(
          "ollama", URI.create("http://localhost:11434/v1"), Optional.empty(), Map.of(), List.of());

  @Test
  void defaults() {
    assertEquals(
        new LlmConfig(
            List.of(OLLAMA),
            new ModelId("demo", "guide"),
            Fallbacks.EMPTY,
            new Bulkhead.Limits(5, Duration.ofSeconds(30), 100),
            8_388_608,
            33_554_432,
            Duration.ofHours(1),
            Duration.ofSeconds(30),
            Set.of("ollama"),
            ConfiguredCapabilities.NONE,
            Duration.ofDays(1)),
        config(Map.of()));
  }

  @Test
  void mappings() {
    LlmConfig config =
        config(
            Map.ofEntries(
                Map.entry("parley.llm.providers.my-lab.base-url", "https://lab.example/api/v1/"),
                Map.entry("parley.llm.providers.my-lab.api-key", "secret"),
                Map.entry("parley.llm.providers.my-lab.headers.X-Team", "blue"),
                Map.entry("parley.llm.providers.my-lab.models", "small, big/one,"),
                Map.entry("parley.llm.providers.my-lab.dialect", "mistral"),
                Map.entry("parley.llm.providers.my-lab.first-token-timeout", "PT8S"),
                Map.entry("parley.llm.default-model", "my-lab/big/one"),
                Map.entry("parley.llm.connect-timeout", "PT1S"),
                Map.entry("parley.llm.first-token-timeout", "PT2S"),
                Map.entry("parley.llm.between-tokens-timeout", "PT3S"),
                Map.entry("parley.llm.keep-alive-timeout", "PT9S"),
                Map.entry("parley.llm.models-refresh", "PT4S"),
                Map.entry("parley.llm.models-retry", "PT5S"),
                Map.entry("parley.llm.fallback", "my-lab/small, demo/guide"),
                Map.entry("parley.llm.providers.my-lab.fallback", "demo/guide"),
                Map.entry("parley.llm.fallback.my-lab/big/one", "none"),
                Map.entry("parley.llm.breaker-failures", "2"),
                Map.entry("parley.llm.breaker-pause", "PT6S"),
                Map.entry("parley.llm.concurrent", "7"),
                Map.entry("parley.llm.max-event-bytes", "8"),
                Map.entry("parley.llm.max-answer-bytes", "9"),
                Map.entry(
                    "parley.llm.providers.my-lab.capabilities",
                    "system=false, vision=true, max_tokens_parameter=max_completion_tokens"),
                Map.entry(
                    "PARLEY_LLM_CAPABILITIES_MY_LAB_BIG_ONE",
                    "system=false,vision=true,max_tokens_parameter=max_tokens"),
                Map.entry("parley.llm.capabilities-ttl", "PT6S"),
                Map.entry("parley.llm.ollama", "false")));
    assertEquals(
        new LlmConfig(
            List.of(
                new Endpoint(
                    "my-lab",
                    URI.create("https://lab.example/api/v1"),
                    Optional.of(new ApiKey("secret")),
                    Map.of("X-Team", "blue"),
                    List.of("small", "big/one"),
                    Dialect.MISTRAL,
                    new Timeouts(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(8),
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(9)))),
            new ModelId("my-lab", "big/one"),
            new Fallbacks(
                List.of(ModelId.of("my-lab/small"), ModelId.of("demo/guide")),
                Map.of("my-lab", List.of(ModelId.of("demo/guide"))),
                Map.of("MY_LAB_BIG_ONE", List.of())),
            new Bulkhead.Limits(2, Duration.ofSeconds(6), 7),
            8,
            9,
            Duration.ofSeconds(4),
            Duration.ofSeconds(5),
            Set.of(),
            new ConfiguredCapabilities(
                Map.of("my-lab", limitedBy("max_completion_tokens")),
                Map.of("MY_LAB_BIG_ONE", limitedBy("max_tokens"))),
            Duration.ofSeconds(6)),
        config);
  }

  private static Capabilities limitedBy(String parameter) {
    return new Capabilities(
        Optional.of(false),
        Optional.empty(),
        Optional.of(parameter),
        Optional.empty(),
        Optional.of(true),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void aCapabilityThatIsUnknownStopsTheStart() {
    for (String wrong :
        List.of("speed=true", "vision", "vision=yes", "max_tokens_parameter=true")) {
      String key = "parley.llm.capabilities.my-lab/big/one";
      IllegalArgumentException refusal =
          assertThrows(IllegalArgumentException.class, () -> config(Map.of(key, wrong)));
      assertTrue(String.valueOf(refusal.getMessage()).startsWith(key), refusal.getMessage());
    }
  }

  @Test
  void aProviderMayBeGivenByTheEnvironmentAlone() {
    Map<String, String> environment =
        Map.of(
            "PARLEY_LLM_PROVIDERS_MY_LAB_BASE_URL", "https://lab.example/v1",
            "PARLEY_LLM_PROVIDERS_MY_LAB_API_KEY", "secret",
            "PARLEY_LLM_PROVIDERS_MY_LAB_HEADERS_X_TEAM", "blue");
    assertEquals(
        List.of(
            new Endpoint(
                "my-lab",
                URI.create("https://lab.example/v1"),
                Optional.of(new ApiKey("secret")),
                Map.of("x-team", "blue"),
                List.of()),
            OLLAMA),
        config(environment).endpoints());
  }

  static Stream<Arguments> keys() {
    return Stream.of(
        Arguments.of("OPENAI_API_KEY", "openai", "https://api.openai.com/v1"),
        Arguments.of("OPENROUTER_API_KEY", "openrouter", "https://openrouter.ai/api/v1"),
        Arguments.of("GROQ_API_KEY", "groq", "https://api.groq.com/openai/v1"),
        Arguments.of("NVIDIA_API_KEY", "nvidia", "https://integrate.api.nvidia.com/v1"),
        Arguments.of("CEREBRAS_API_KEY", "cerebras", "https://api.cerebras.ai/v1"),
        Arguments.of("DEEPSEEK_API_KEY", "deepseek", "https://api.deepseek.com/v1"),
        Arguments.of("MISTRAL_API_KEY", "mistral", "https://api.mistral.ai/v1"));
  }

  @ParameterizedTest
  @MethodSource("keys")
  void aKeyIsEnoughForAKnownProvider(String variable, String name, String url) {
    String address = variable.replace("_API_KEY", "_BASE_URL");

    Endpoint usual = provider(name, Map.of(variable, "sk-1"));
    Endpoint elsewhere = provider(name, Map.of(variable, "sk-1", address, "http://proxy/v1"));

    assertEquals(Optional.of(new ApiKey("sk-1")), usual.apiKey());
    assertEquals(url, usual.baseUrl().toString());
    assertEquals("http://proxy/v1", elsewhere.baseUrl().toString());
    assertFalse(
        config(Map.of(variable, " ")).endpoints().stream().anyMatch(one -> one.name().equals(name)),
        "a blank key is none");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://gpu:8000", "http://gpu:8000/", "http://gpu:8000/v1"})
  void anAddressIsEnoughForAServerOfOnesOwn(String address) {
    assertEquals(
        "http://gpu:8000/v1",
        provider("vllm", Map.of("VLLM_BASE_URL", address)).baseUrl().toString());
    assertEquals(
        "http://gpu:8000/v1",
        provider("ollama", Map.of("OLLAMA_BASE_URL", address)).baseUrl().toString());
  }

  @Test
  void openRouterIsToldWhoAsks() {
    assertEquals(
        Map.of("X-Title", "Parley"),
        provider("openrouter", Map.of("OPENROUTER_API_KEY", "sk-1")).headers());
    assertEquals(
        Map.of("X-Title", "Our chat", "HTTP-Referer", "https://chat.example"),
        provider(
                "openrouter",
                Map.of(
                    "OPENROUTER_API_KEY", "sk-1",
                    "APP_TITLE", "Our chat",
                    "APP_URL", "https://chat.example"))
            .headers());
  }

  @Test
  void theDefaultModelMayBeANameAloneWhereItCanOnlyBeOnes() {
    assertEquals("openai/gpt-5", defaultModel("openai/gpt-5", "OPENAI_API_KEY"));
    assertEquals("openai/gpt-5", defaultModel("gpt-5", "OPENAI_API_KEY"));
    assertEquals("openrouter/openai/gpt-5", defaultModel("openai/gpt-5", "OPENROUTER_API_KEY"));
    assertEquals("ollama/llama3.2", defaultModel("llama3.2", "UNRELATED"));
    assertEquals("demo/guide", defaultModel("demo/guide", "OPENAI_API_KEY"));
    refused(
        Map.of("MODEL_NAME", "gpt-5", "OPENAI_API_KEY", "sk-1", "GROQ_API_KEY", "gsk-1"),
        "provider/model");
  }

  private static String defaultModel(String name, String variable) {
    return config(Map.of("MODEL_NAME", name, variable, "x")).defaultModel().toString();
  }

  @Test
  void whatIsWrongIsSaidAtTheStart() {
    refused(Map.of("parley.llm.providers.demo.base-url", "http://x/v1"), "name");
    refused(Map.of("parley.llm.providers.My_Lab.base-url", "http://x/v1"), "name");
    refused(
        Map.of(
            "parley.llm.providers.x.base-url", "http://x/v1",
            "parley.llm.providers.x.dialect", "dutch"),
        "dialect");
    refused(Map.of("parley.llm.connect-timeout", "PT0S"), "connect-timeout");
    refused(Map.of("parley.llm.concurrent", "0"), "1 or more");
    refused(Map.of("parley.llm.fallback", "nobody/model"), "nobody/model");
    refused(Map.of("PARLEY_LLM_FALLBACK_OPENAI_GPT_5", "gpt"), "gpt");
  }

  @Test
  void oneProvidersMistakeStopsNobodyElse() {
    String address = "parley.llm.providers.x.base-url";
    String header = "PARLEY_LLM_PROVIDERS_X_HEADERS_";
    problem(Map.of("parley.llm.providers.x.api-key", "secret"), "base-url is missing");
    problem(Map.of(header + "API_KEY", "secret"), "base-url is missing");
    problem(Map.of(address, "lab.example"), "not an http address");
    problem(Map.of(address, "http://secret b"), "not an address");
    problem(Map.of(address, "http://a", header + "HOST", "secret"), "headers.host");
    problem(Map.of(address, "http://a", header + "CONTENT_LENGTH", "1"), "headers.content-length");
    problem(Map.of(address, "http://a", header + "X_TEAM", "secret\nsecret"), "headers.x-team");
    problem(
        Map.of(address, "http://a", "parley.llm.providers.x.headers.X Team", "secret"), "X Team");
    problem(
        Map.of(address, "http://a", "parley.llm.providers.x.api-key", "se\u0000cret"), "api-key");
  }

  private static void problem(Map<String, String> values, String reason) {
    try (Logged log = new Logged(Endpoints.class.getName())) {
      Endpoint endpoint = provider("x", values);
      String problem = endpoint.problem().orElseThrow();
      assertTrue(problem.contains(reason), problem);
      assertTrue(log.text().contains("The provider x cannot be asked: " + problem), log.text());
      assertFalse((problem + log.text()).contains("secret"), log.text());
      assertTrue(endpoint.apiKey().isEmpty() && endpoint.headers().isEmpty(), "nothing is sent");
    }
    assertEquals(2, config(values).endpoints().size(), "the others are there");
  }

  @Test
  void anyHeaderMayBeGivenByAVariable() {
    Map<String, String> environment =
        Map.of(
            "PARLEY_LLM_PROVIDERS_AZ_BASE_URL", "https://az.example/openai/v1?api-version=preview",
            "PARLEY_LLM_PROVIDERS_AZ_HEADERS_API_KEY", "x",
            "PARLEY_LLM_PROVIDERS_AZ_HEADERS_OCP_APIM_SUBSCRIPTION_KEY", "y",
            "PARLEY_LLM_PROVIDERS_AZ_HEADERS_X_BASE_URL", "z");
    assertEquals(List.of("az", "ollama"), names(environment));
    assertEquals(
        Map.of("api-key", "x", "ocp-apim-subscription-key", "y", "x-base-url", "z"),
        provider("az", environment).headers());
  }

  private static List<String> names(Map<String, String> values) {
    return config(values).endpoints().stream().map(Endpoint::name).toList();
  }

  @Test
  void anAddressOfAzureNamesTheModelThatItServes() {
    String address = "https://r.example/openai/deployments/gpt-4o?api-version=2024-10-21";
    assertEquals(
        List.of("gpt-4o"),
        provider("az", Map.of("parley.llm.providers.az.base-url", address)).models());
    assertEquals(
        "http://gpu:8000/v1?a=b",
        provider("vllm", Map.of("VLLM_BASE_URL", "http://gpu:8000/?a=b")).baseUrl().toString());
  }

  @Test
  void aUserNameInAnAddressIsSentUnlessThereIsAKey() {
    Map<String, String> address =
        Map.of("parley.llm.providers.x.base-url", "https://me:secret@lab.example/v1");
    Map<String, String> withKey = new java.util.HashMap<>(address);
    withKey.put("parley.llm.providers.x.api-key", "sk-1");
    assertEquals(
        Optional.of("Basic bWU6c2VjcmV0"),
        Optional.ofNullable(provider("x", address).headers().get("Authorization")));
    assertEquals(Map.of(), provider("x", withKey).headers());
  }

  private static Endpoint provider(String name, Map<String, String> values) {
    return config(values).endpoints().stream()
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static void refused(Map<String, String> values, String reason) {
    String message =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> config(values)).getMessage());
    assertTrue(message.contains(reason), message);
  }

  /// As MicroProfile Config does, a key is found under its variable's name as well.
  private static LlmConfig config(Map<String, String> values) {
    return LlmConfig.from(
        key ->
            Optional.ofNullable(values.get(key))
                .or(() ->
                    Optional.ofNullable(
                        values.get(
                            key.replaceAll("[^a-zA-Z0-9]", "_")
                                .toUpperCase(java.util.Locale.ROOT)))),
        values.keySet());
  }
}
