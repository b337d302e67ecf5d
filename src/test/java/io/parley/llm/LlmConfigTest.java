package io.parley.llm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.llm.Endpoint.ApiKey;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

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
            new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(30)),
            Duration.ofHours(1),
            Duration.ofSeconds(30)),
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
                Map.entry("parley.llm.default-model", "my-lab/big/one"),
                Map.entry("parley.llm.connect-timeout", "PT1S"),
                Map.entry("parley.llm.first-token-timeout", "PT2S"),
                Map.entry("parley.llm.between-tokens-timeout", "PT3S"),
                Map.entry("parley.llm.models-refresh", "PT4S"),
                Map.entry("parley.llm.models-retry", "PT5S"),
                Map.entry("parley.llm.ollama", "false")));
    assertEquals(
        new LlmConfig(
            List.of(
                new Endpoint(
                    "my-lab",
                    URI.create("https://lab.example/api/v1"),
                    Optional.of(new ApiKey("secret")),
                    Map.of("X-Team", "blue"),
                    List.of("small", "big/one"))),
            new ModelId("my-lab", "big/one"),
            new Timeouts(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(3)),
            Duration.ofSeconds(4),
            Duration.ofSeconds(5)),
        config);
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

  @Test
  void aKeyOfOpenAiIsEnough() {
    LlmConfig config = config(Map.of("OPENAI_API_KEY", "sk-1", "MODEL_NAME", "openai/gpt-5"));
    assertEquals(
        new Endpoint(
            "openai",
            URI.create("https://api.openai.com/v1"),
            Optional.of(new ApiKey("sk-1")),
            Map.of(),
            List.of()),
        config.endpoints().get(1));
    assertEquals(new ModelId("openai", "gpt-5"), config.defaultModel());
  }

  @Test
  void openAisAndOllamasOwnVariablesForTheAddressAreKnown() {
    LlmConfig config =
        config(
            Map.of(
                "OPENAI_API_KEY", "sk-1",
                "OPENAI_BASE_URL", "http://proxy/v1",
                "OLLAMA_BASE_URL", "http://gpu:11434/"));
    assertEquals(
        List.of("http://gpu:11434/v1", "http://proxy/v1"),
        config.endpoints().stream().map(endpoint -> endpoint.baseUrl().toString()).toList());
  }

  @Test
  void whatIsWrongIsSaidAtTheStart() {
    refused(Map.of("parley.llm.providers.x.api-key", "secret"), "base-url is missing");
    refused(Map.of("parley.llm.providers.x.base-url", "lab.example"), "not an http address");
    refused(Map.of("parley.llm.providers.demo.base-url", "http://x/v1"), "name");
    refused(Map.of("parley.llm.providers.My_Lab.base-url", "http://x/v1"), "name");
    refused(Map.of("parley.llm.default-model", "gpt"), "provider/model");
    refused(Map.of("parley.llm.connect-timeout", "PT0S"), "connect-timeout");
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
