package io.parley.llm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.llm.GenerationEvent.Completed;
import io.parley.llm.GenerationEvent.Failed;
import io.parley.testing.Logged;
import io.parley.testing.openai.OpenAiServer;
import io.parley.testing.openai.RecordedRequest;
import io.parley.testing.openai.Script;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The test server poses as each provider that is known by its key or address: base path, headers,
/// fields, lists of models and errors as each documents them (or, where it does not, sends them).
class KnownProvidersTest {
  private static final int EVENT_BYTES = 1024 * 1024;

  private static final String KEY = "sk-very-secret";
  private static final String SAID = "Hello there";

  private final OpenAiServer server = OpenAiServer.start();
  private final Heard heard = new Heard();

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @ParameterizedTest
  @EnumSource
  void itsOwnPathAndKeyAndFieldsReachEach(KnownProvider known) throws Exception {
    boolean mistral = known == KnownProvider.MISTRAL;
    if (mistral) {
      server.refuseFieldsOtherThan(
          "model",
          "messages",
          "stream",
          "temperature",
          "top_p",
          "max_tokens",
          "stop",
          "random_seed");
    }
    server.script("m", mistral ? Script.text(SAID).usageAtTheEnd() : Script.text(SAID).dressed());

    try (OpenAiProvider provider = provider(known)) {
      provider.generate(prompt(known), heard);
      Completed end = assertInstanceOf(Completed.class, heard.end());

      assertEquals(SAID, heard.text());
      assertEquals(2, end.usage().orElseThrow().completionTokens());
    }
    RecordedRequest asked = server.lastRequest();
    assertEquals(path(known) + "/chat/completions", asked.path());
    assertEquals(Optional.of("Bearer " + KEY), asked.header("authorization"));
    String limit =
        switch (known) {
          case OPENAI, GROQ, CEREBRAS -> "max_completion_tokens";
          case OPENROUTER, NVIDIA, DEEPSEEK, MISTRAL, OLLAMA, VLLM -> "max_tokens";
        };
    assertEquals(100, asked.body().path(limit).asInt());
    assertEquals(7, asked.body().path(mistral ? "random_seed" : "seed").asInt());
    assertEquals(
        known == KnownProvider.OPENROUTER ? Optional.of("Parley") : Optional.empty(),
        asked.header("x-title"));
  }

  static Stream<Arguments> errors() {
    return Stream.of(
        error(
            KnownProvider.OPENAI,
            429,
            """
            {"error":{"message":"Rate limit reached for gpt-4o. You can increase your rate limit by \
            adding a payment method to your account at https://platform.openai.com/account/billing.",\
            "type":"requests","param":null,"code":"rate_limit_exceeded"}}\
            """,
            FailureCode.RATE_LIMITED),
        error(
            KnownProvider.OPENAI,
            429,
            """
            {"error":{"message":"You exceeded your current quota, please check your plan and billing \
            details.","type":"insufficient_quota","param":null,"code":"insufficient_quota"}}\
            """,
            FailureCode.PROVIDER_QUOTA_EXHAUSTED),
        error(
            KnownProvider.OPENAI,
            400,
            """
            {"error":{"message":"Unsupported parameter: 'max_tokens' is not supported with this \
            model.","type":"invalid_request_error","param":"max_tokens",\
            "code":"unsupported_parameter"}}\
            """,
            FailureCode.PROVIDER_REJECTED),
        error(
            KnownProvider.OPENROUTER,
            402,
            """
            {"error":{"code":402,"message":"This request requires more credits, or fewer \
            max_tokens."},"user_id":"user_1"}\
            """,
            FailureCode.PROVIDER_QUOTA_EXHAUSTED),
        error(
            KnownProvider.OPENROUTER,
            403,
            """
            {"error":{"code":403,"message":"Input was flagged",\
            "metadata":{"reasons":["violence"],"flagged_input":"…","provider_name":"OpenAI"}}}\
            """,
            FailureCode.PROVIDER_REJECTED),
        error(
            KnownProvider.OPENROUTER,
            502,
            """
            {"error":{"code":502,"message":"Provider returned error",\
            "metadata":{"provider_name":"DeepInfra","raw":"…"}}}\
            """,
            FailureCode.PROVIDER_ERROR),
        error(
            KnownProvider.GROQ,
            429,
            """
            {"error":{"message":"Rate limit reached for model `llama-3.3-70b-versatile` in \
            organization `org_1` service tier `on_demand` on tokens per minute (TPM): Limit 6000, Used \
            5906, Requested 1244. Please try again in 11.5s. Need more tokens? Upgrade to Dev Tier \
            today at https://console.groq.com/settings/billing","type":"tokens",\
            "code":"rate_limit_exceeded"}}\
            """,
            FailureCode.RATE_LIMITED),
        error(
            KnownProvider.GROQ,
            413,
            """
            {"error":{"message":"Request too large for model","type":"tokens",\
            "code":"rate_limit_exceeded"}}\
            """,
            FailureCode.CONTEXT_LENGTH_EXCEEDED),
        error(
            KnownProvider.NVIDIA,
            401,
            """
            {"type":"urn:kaizen:problem-details:unauthorized","title":"Unauthorized","status":401,\
            "detail":"Authentication failed","instance":"/v2/nvcf","requestId":"1"}\
            """,
            FailureCode.PROVIDER_UNAUTHORIZED),
        error(
            KnownProvider.NVIDIA,
            404,
            """
            {"status":404,"title":"Not Found","detail":"Function '1': Not found for account '2'"}\
            """,
            FailureCode.MODEL_NOT_FOUND),
        error(
            KnownProvider.NVIDIA,
            429,
            """
            {"status":429,"title":"Too Many Requests"}\
            """,
            FailureCode.RATE_LIMITED),
        error(
            KnownProvider.CEREBRAS,
            429,
            """
            {"message":"Tokens per minute limit exceeded - too many tokens processed.",\
            "type":"too_many_tokens_error","param":"quota","code":"token_quota_exceeded"}\
            """,
            FailureCode.RATE_LIMITED),
        error(
            KnownProvider.CEREBRAS,
            404,
            """
            {"message":"Model m does not exist or you do not have access to it.",\
            "type":"not_found_error","param":"model","code":"model_not_found"}\
            """,
            FailureCode.MODEL_NOT_FOUND),
        error(
            KnownProvider.DEEPSEEK,
            402,
            """
            {"error":{"message":"Insufficient Balance","type":"unknown_error","param":null,\
            "code":"invalid_request_error"}}\
            """,
            FailureCode.PROVIDER_QUOTA_EXHAUSTED),
        error(
            KnownProvider.DEEPSEEK,
            503,
            """
            {"error":{"message":"Service is too busy.","type":"service_unavailable_error",\
            "param":null,"code":"service_unavailable_error"}}\
            """,
            FailureCode.PROVIDER_ERROR),
        error(
            KnownProvider.MISTRAL,
            401,
            """
            {"message":"Unauthorized","request_id":"1"}\
            """,
            FailureCode.PROVIDER_UNAUTHORIZED),
        error(
            KnownProvider.MISTRAL,
            429,
            """
            {"message":"Requests rate limit exceeded"}\
            """,
            FailureCode.RATE_LIMITED),
        error(
            KnownProvider.MISTRAL,
            400,
            """
            {"object":"error","message":"Invalid model: m","type":"invalid_model","param":null,\
            "code":"1500"}\
            """,
            FailureCode.MODEL_NOT_FOUND),
        error(
            KnownProvider.MISTRAL,
            400,
            """
            {"object":"error","message":"Prompt contains 65673 tokens and 0 draft tokens, too large \
            for model with 32768 maximum context length","type":"invalid_request_prompt","param":null,\
            "code":"3051"}\
            """,
            FailureCode.CONTEXT_LENGTH_EXCEEDED),
        error(
            KnownProvider.MISTRAL,
            422,
            """
            {"object":"error","message":{"detail":[{"type":"extra_forbidden","loc":["body","x"],\
            "msg":"Extra inputs are not permitted"}]},"type":"invalid_request_error","param":null,\
            "code":null}\
            """,
            FailureCode.PROVIDER_REJECTED),
        error(
            KnownProvider.OLLAMA,
            404,
            """
            {"error":{"message":"model \\"m\\" not found, try pulling it first","type":"api_error",\
            "param":null,"code":null}}\
            """,
            FailureCode.MODEL_NOT_FOUND),
        error(
            KnownProvider.VLLM,
            404,
            """
            {"object":"error","message":"The model `m` does not exist.","type":"NotFoundError",\
            "param":null,"code":404}\
            """,
            FailureCode.MODEL_NOT_FOUND),
        error(
            KnownProvider.VLLM,
            400,
            """
            {"error":{"message":"This model's maximum context length is 4096 tokens. However, you \
            requested 5000 tokens.","type":"BadRequestError","param":null,"code":400}}\
            """,
            FailureCode.CONTEXT_LENGTH_EXCEEDED));
  }

  private static Arguments error(
      KnownProvider known, int status, String body, FailureCode expected) {
    return Arguments.of(known, status, body, expected);
  }

  @ParameterizedTest
  @MethodSource("errors")
  void eachOnesErrorsAreUnderstood(
      KnownProvider known, int status, String body, FailureCode expected) throws Exception {
    server.script("m", Script.error(status, "", "").body(body).retryAfter("12"));

    try (OpenAiProvider provider = provider(known)) {
      provider.generate(prompt(known), heard);
      heard.end();
    }

    Failed failed = heard.failure();
    assertEquals(expected, failed.code());
    assertEquals(Optional.of(Duration.ofSeconds(12)), failed.retryAfter());
  }

  @Test
  void openRoutersErrorInMidStreamIsUnderstood() throws Exception {
    server.script(
        "m",
        Script.text("one two three")
            .eventAfter(
                2,
                """
                {"id":"gen-1","object":"chat.completion.chunk","created":1,"model":"m",\
                "provider":"OpenAI","error":{"code":429,"message":"Rate limited upstream"},\
                "choices":[{"index":0,"delta":{"content":""},"finish_reason":"error"}]}\
                """));

    try (OpenAiProvider provider = provider(KnownProvider.OPENROUTER)) {
      provider.generate(prompt(KnownProvider.OPENROUTER), heard);
      heard.end();
    }

    assertEquals(FailureCode.RATE_LIMITED, heard.failure().code());
    assertEquals("one two", heard.text());
  }

  @Test
  void vllmsErrorInMidStreamIsUnderstood() throws Exception {
    server.script(
        "m",
        Script.text("one two three")
            .eventAfter(
                1,
                """
                {"object":"error","message":"EngineCore died","type":"InternalServerError",\
                "code":500}\
                """));

    try (OpenAiProvider provider = provider(KnownProvider.VLLM)) {
      provider.generate(prompt(KnownProvider.VLLM), heard);
      heard.end();
    }

    assertEquals(FailureCode.PROVIDER_ERROR, heard.failure().code());
    assertEquals("one", heard.text());
  }

  @Test
  void openRoutersListTellsTitlesLengthsPricesAndCapabilities() {
    assertEquals(
        List.of(
            new Model(
                ModelId.of("openrouter/openai/gpt-4o"),
                Optional.of("OpenAI: GPT-4o"),
                OptionalInt.of(128_000),
                Optional.of(new Prices(new BigDecimal("0.0000025"), new BigDecimal("0.00001"))),
                new Capabilities(
                    Optional.empty(),
                    Optional.of(true),
                    Optional.of("max_tokens"),
                    Optional.empty(),
                    Optional.of(true),
                    Optional.of(true),
                    Optional.of(false))),
            new Model(
                ModelId.of("openrouter/openrouter/auto"),
                Optional.of("Auto Router"),
                OptionalInt.of(2_000_000),
                Optional.empty())),
        models(
            KnownProvider.OPENROUTER,
            """
            {"data":[
              {"id":"openai/gpt-4o","canonical_slug":"openai/gpt-4o","name":"OpenAI: GPT-4o",
               "created":1715558400,"context_length":128000,
               "architecture":{"modality":"text+image->text","input_modalities":["text","image"],
                               "output_modalities":["text"]},
               "supported_parameters":["max_tokens","temperature","tools"],
               "pricing":{"prompt":"0.0000025","completion":"0.00001","request":"0","image":"0.003613"},
               "top_provider":{"context_length":128000,"max_completion_tokens":16384}},
              {"id":"openrouter/auto","name":"Auto Router","context_length":2000000,
               "architecture":{"output_modalities":["text"]},
               "pricing":{"prompt":"-1","completion":"-1"}},
              {"id":"black-forest-labs/flux","name":"FLUX","context_length":4096,
               "architecture":{"output_modalities":["image"]},
               "pricing":{"prompt":"0","completion":"0"}}]}\
            """));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1e999999999", "1e-2147483647", "1E+41", "1000001", "NaN", "-1", "0x1", ""})
  void aPriceThatNobodyCouldAddUpIsUnknown(String price) {
    assertEquals(
        List.of(known("openrouter/odd", Optional.empty(), 8192)),
        models(
            KnownProvider.OPENROUTER,
            """
            {"data":[{"id":"odd","context_length":8192,"architecture":{"output_modalities":["text"]},
              "pricing":{"prompt":"0.1","completion":"%s"}}]}\
            """
                .formatted(price)));
  }

  @Test
  void groqsListTellsLengthsAndWhatIsOutOfService() {
    assertEquals(
        List.of(known("groq/llama-3.3-70b-versatile", Optional.empty(), 131_072)),
        models(
            KnownProvider.GROQ,
            """
            {"object":"list","data":[
              {"id":"llama-3.3-70b-versatile","object":"model","created":1,"owned_by":"Meta",
               "active":true,"context_window":131072,"public_apps":null,"max_completion_tokens":32768},
              {"id":"retired","object":"model","created":1,"owned_by":"Meta","active":false,
               "context_window":8192},
              {"id":"whisper-large-v3","object":"model","created":1,"owned_by":"OpenAI","active":true,
               "context_window":448}]}\
            """));
  }

  @Test
  void mistralsListTellsWhatAModelIsFor() {
    assertEquals(
        List.of(
            known("mistral/mistral-large-latest", Optional.of("mistral-large-2411"), 131_072)
                .with(
                    new Capabilities(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(false),
                        Optional.of(true),
                        Optional.empty()))),
        models(
            KnownProvider.MISTRAL,
            """
            {"object":"list","data":[
              {"id":"mistral-large-latest","object":"model","created":1,"owned_by":"mistralai",
               "capabilities":{"completion_chat":true,"completion_fim":false,"vision":false,
                               "function_calling":true},
               "name":"mistral-large-2411","max_context_length":131072,"aliases":[]},
              {"id":"mistral-ocr-latest","object":"model","created":1,"owned_by":"mistralai",
               "capabilities":{"completion_chat":false},"max_context_length":16384}]}\
            """));
  }

  @Test
  void vllmsListTellsLengths() {
    assertEquals(
        List.of(known("vllm/Qwen/Qwen2.5-7B-Instruct", Optional.empty(), 32_768)),
        models(
            KnownProvider.VLLM,
            """
            {"object":"list","data":[{"id":"Qwen/Qwen2.5-7B-Instruct","object":"model","created":1,
              "owned_by":"vllm","root":"Qwen/Qwen2.5-7B-Instruct","parent":null,"max_model_len":32768,
              "permission":[{"id":"modelperm-1","object":"model_permission"}]}]}\
            """));
  }

  @ParameterizedTest
  @EnumSource(names = {"OPENAI", "NVIDIA", "CEREBRAS", "DEEPSEEK", "OLLAMA"})
  void listsOfNamesAloneAreLists(KnownProvider known) {
    assertEquals(
        List.of(Model.named(ModelId.of(known.wire() + "/some/chat-model"))),
        models(
            known,
            """
            {"object":"list","data":[
              {"id":"some/chat-model","object":"model","created":1,"owned_by":"somebody"},
              {"id":"some/embedding-model","object":"model","created":1,"owned_by":"somebody"}]}\
            """));
  }

  @Test
  void aKeyIsNowhereToBeSeenWhateverTheProviderSays() throws Exception {
    server.script("m", Script.error(401, "invalid_api_key", "Incorrect API key: " + KEY));
    server.listModels("Incorrect API key: " + KEY);
    try (Logged log = new Logged("io.parley.llm");
        OpenAiProvider provider = provider(KnownProvider.OPENAI)) {
      provider.generate(prompt(KnownProvider.OPENAI), heard);
      Failed failed = heard.failure();
      ModelListing listing =
          new Catalogue(
                  List.of(provider),
                  ModelListCache.NONE,
                  ModelCapabilities.alone(Clock.systemUTC()),
                  Set.of(),
                  Clock.systemUTC(),
                  Duration.ofHours(1),
                  Duration.ofHours(1),
                  Runnable::run)
              .list();

      String seen = failed + " " + listing + " " + config(KnownProvider.OPENAI) + log.text();
      assertTrue(log.text().contains("provider_unauthorized"), "there is something to look at");
      assertTrue(log.text().contains("malformed_event"), log.text());
      assertFalse(seen.contains(KEY), seen);
    }
  }

  private static Model known(String id, Optional<String> title, int length) {
    return new Model(ModelId.of(id), title, OptionalInt.of(length), Optional.empty());
  }

  private List<Model> models(KnownProvider known, String list) {
    server.listModels(list);
    try (OpenAiProvider provider = provider(known)) {
      return provider.models();
    }
  }

  /// As an operator sets it up: the key, and here the address, in the environment.
  private OpenAiProvider provider(KnownProvider known) {
    Endpoint endpoint = config(known);
    return new OpenAiProvider(
        endpoint,
        new Bulkhead(endpoint.name(), Bulkhead.Limits.DEFAULT, Clock.systemUTC()),
        OpenAiProvider.Room.of(EVENT_BYTES, EVENT_BYTES),
        ModelCapabilities.alone(Clock.systemUTC()));
  }

  private Endpoint config(KnownProvider known) {
    server.serveAt(path(known));
    Map<String, String> environment = new HashMap<>();
    environment.put(known.keyVariable(), KEY);
    environment.put(known.addressVariable(), server.baseUrl().toString());
    return LlmConfig.from(key -> Optional.ofNullable(environment.get(key)), environment.keySet())
        .endpoints()
        .stream()
        .filter(endpoint -> endpoint.name().equals(known.wire()))
        .findFirst()
        .orElseThrow();
  }

  /// Below which the provider itself serves.
  private static String path(KnownProvider known) {
    return URI.create(known.url(Optional.empty())).getPath();
  }

  private static Prompt prompt(KnownProvider known) {
    return new Prompt(
        new ModelId(known.wire(), "m"),
        List.of(PromptMessage.user("Hello")),
        new Parameters(
            Optional.empty(), Optional.empty(), Optional.of(100), List.of(), Optional.of(7L)));
  }
}
