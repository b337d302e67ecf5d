package io.parley.llm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.config.Settings;
import io.parley.llm.GenerationEvent.Began;
import io.parley.llm.GenerationEvent.Completed;
import io.parley.platform.Json;
import io.parley.testing.VirtualClock;
import io.parley.testing.openai.OpenAiServer;
import io.parley.testing.openai.Script;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Models that refuse parts of requests, over real connections: asked by a conversation, and by a
/// client of `/v1`.
class ModelCapabilitiesTest {
  private static final ModelId MODEL = ModelId.of("test/m");
  private static final Parameters ALL =
      new Parameters(
          Optional.of(0.3),
          Optional.of(0.9),
          Optional.of(100),
          List.of("END"),
          Optional.of(7L),
          Optional.of(Effort.MEDIUM));

  private final OpenAiServer server = OpenAiServer.start();
  private final VirtualClock clock = new VirtualClock();
  private final Map<String, Lessons> shared = new HashMap<>();
  private final List<OpenAiProvider> providers = new ArrayList<>();
  private final ModelCapabilities capabilities = node(ConfiguredCapabilities.NONE);
  private final OpenAiProvider provider = provider(capabilities);

  @AfterEach
  void stop() throws IOException {
    providers.forEach(OpenAiProvider::close);
    server.close();
  }

  /// What is refused, what is told to people as left out, and what the model gets instead.
  static Stream<Arguments> refusals() {
    return Stream.of(
        Arguments.of("temperature", List.of("temperature"), ""),
        Arguments.of("top_p", List.of("top_p"), ""),
        Arguments.of("seed", List.of("seed"), ""),
        Arguments.of("stop", List.of("stop"), ""),
        Arguments.of("reasoning_effort", List.of("effort"), ""),
        Arguments.of("stream_options", List.of(), ""),
        Arguments.of("max_tokens", List.of(), "max_completion_tokens"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void aReplyIsMadeWithoutWhatItsModelRefuses(String refused, List<String> told, String instead)
      throws Exception {
    server.script("m", refusing(Script.text("Here you are"), refused));
    for (int question = 1; question <= 3; question++) {
      Heard heard = ask(provider, ALL);
      assertInstanceOf(Completed.class, heard.end());
      assertEquals("Here you are", heard.text());
      assertEquals(told, omitted(heard));
      JsonNode last = server.lastRequest().body();
      assertTrue(last.path(refused).isMissingNode(), last.toString());
      assertTrue(instead.isEmpty() || last.has(instead), last.toString());
      assertEquals(question + 1, server.requests().size(), "it is refused once");
    }
  }

  @Test
  void aModelThatRefusesNearlyEverythingRepliesAllTheSame() throws Exception {
    Script script =
        Script.text("At last").refusing("role:system", 400, "System role not supported");
    for (String name : List.of("temperature", "max_tokens", "stream_options")) {
      script = refusing(script, name);
    }
    server.script("m", script);
    Heard heard = ask(provider, ALL);
    assertEquals("At last", heard.text());
    assertEquals(List.of("temperature"), omitted(heard));
    assertEquals(List.of("user: Be brief.\n\nHello"), server.lastRequest().messages());
    assertEquals(100, server.lastRequest().body().path("max_completion_tokens").asInt());
  }

  @Test
  void aLimitThatGoesByNeitherNameIsLeftOutAndTold() throws Exception {
    server.script("m", refusing(refusing(Script.text("x"), "max_tokens"), "max_completion_tokens"));
    for (int question = 0; question < 2; question++) {
      assertEquals(List.of("max_tokens"), omitted(ask(provider, ALL)));
    }
    assertEquals(4, server.requests().size());
  }

  @Test
  void aParameterWithAWrongValueFailsByItsName() throws Exception {
    server.script(
        "m",
        Script.echo()
            .refusing(
                "temperature", 400, "{\"error\":{\"message\":\"temperature: range: 0..0.2\"}}"));
    GenerationEvent.Failed failed = ask(provider, ALL).failure();
    assertEquals(FailureCode.PROVIDER_REJECTED, failed.code());
    assertTrue(failed.detail().contains("`temperature`"), failed.detail());
    assertEquals(1, server.requests().size());
  }

  @Test
  void whatWouldNotHelpIsNotLearnt() throws Exception {
    server.script(
        "m", Script.error(400, "unsupported_parameter", "Unsupported parameter: 'temperature'"));
    assertEquals(FailureCode.PROVIDER_REJECTED, ask(provider, ALL).failure().code());
    assertEquals(Capabilities.UNKNOWN, shown());
    server.script("m", Script.text("well"));
    assertEquals(List.of(), omitted(ask(provider, ALL)));
  }

  @Test
  void aRefusalIsForgottenAfterItsTime() throws Exception {
    server.script("m", refusing(Script.text("x"), "temperature"));
    ask(provider, ALL);
    assertEquals(Optional.of(false), shown().temperature());
    server.script("m", Script.text("mended"));
    clock.advance(Duration.ofHours(23));
    assertEquals(List.of("temperature"), omitted(ask(provider, ALL)));
    clock.advance(Duration.ofHours(1));
    assertEquals(List.of(), omitted(ask(provider, ALL)));
    assertEquals(Optional.empty(), shown().temperature());
  }

  @Test
  void whatOneModelRefusesAnotherMayTake() throws Exception {
    server.script("m", refusing(Script.text("x"), "temperature"));
    server.script("other", Script.text("y"));
    ask(provider, ALL);
    Heard heard = new Heard();
    provider.generate(
        new Prompt(ModelId.of("test/other"), List.of(PromptMessage.user("Hello")), ALL), heard);
    assertEquals(List.of(), omitted(heard));
    assertEquals(0.3, server.lastRequest().body().path("temperature").asDouble());
  }

  @Test
  void whatOneNodeHasLearntTheOthersKnow() throws Exception {
    server.script("m", refusing(Script.text("x"), "seed"));
    ask(provider, ALL);
    ModelCapabilities other = node(ConfiguredCapabilities.NONE);
    OpenAiProvider there = provider(other);
    other.refresh();
    assertEquals(List.of("seed"), omitted(ask(there, ALL)));
    assertEquals(3, server.requests().size(), "it is refused once");
  }

  @Test
  void theConfigurationIsKnownFromTheFirstRequest() throws Exception {
    server.script("m", refusing(Script.text("x"), "temperature"));
    Settings values =
        Settings.of(
            key ->
                Optional.of(
                    "temperature=false,system=false,max_tokens_parameter=max_completion_tokens"),
            List.of("PARLEY_LLM_CAPABILITIES_TEST_M"));
    ModelCapabilities configured = node(ConfiguredCapabilities.from(values, Set.of()));
    assertEquals(List.of("temperature"), omitted(ask(provider(configured), ALL)));
    assertEquals(1, server.requests().size());
    assertEquals(List.of("user: Be brief.\n\nHello"), server.lastRequest().messages());
    assertTrue(server.lastRequest().body().has("max_completion_tokens"));
  }

  @Test
  void theListIsBelieved() throws Exception {
    server.script("m", Script.text("x"));
    Capabilities listed =
        ListedCapabilities.read(
            Json.MAPPER.readTree("{\"supported_parameters\":[\"max_tokens\",\"seed\"]}"));
    capabilities.readFrom(id -> Optional.of(Model.named(id).with(listed)));
    assertEquals(List.of("effort", "temperature"), omitted(ask(provider, ALL)));
    assertEquals(1, server.requests().size());
  }

  @Test
  void aClientsRequestIsAskedAgainWithoutWhatIsRefused() throws Exception {
    server.script(
        "m",
        refusing(refusing(Script.text("x"), "max_tokens"), "temperature")
            .refusing("role:system", 400, "System role not supported"));
    String body =
        "{\"model\":\"m\",\"stream\":true,\"max_tokens\":9,\"temperature\":0.5,\"messages\":["
            + "{\"role\":\"system\",\"content\":\"s\"},{\"role\":\"user\",\"content\":[{\"type\":"
            + "\"text\",\"text\":\"u\"}]}]}";
    for (int request = 0; request < 2; request++) {
      Relayed relayed = new Relayed();
      assertInstanceOf(RelayOutcome.Ended.class, relay(body, relayed));
      assertEquals(List.of("temperature"), relayed.omitted);
      assertTrue(relayed.text.toString().endsWith("data: [DONE]\n\n"));
    }
    assertEquals(List.of("user: su"), server.lastRequest().messages());
    assertEquals(5, server.requests().size());
  }

  @Test
  void aClientThatNeedsToolsIsToldThatThereAreNone() throws Exception {
    server.script(
        "m", Script.text("x").refusing("tools", 400, "{\"error\":\"m does not support tools\"}"));
    String body =
        "{\"model\":\"m\",\"stream\":true,\"messages\":[],\"tools\":[{\"type\":\"function\"}]}";
    RelayOutcome.Failed failed =
        assertInstanceOf(RelayOutcome.Failed.class, relay(body, new Relayed()));
    assertEquals("m does not support tools", failed.refusal().orElseThrow().message());
    assertEquals(Optional.of(false), shown().tools());
    assertEquals(1, server.requests().size());
  }

  @Test
  void aRequestThatNeedsNoChangePassesByteByByte() throws Exception {
    server.script("m", refusing(Script.text("x"), "temperature"));
    ask(provider, ALL);
    byte[] odd = "{\"model\": \"m\" , \"n\":1}".getBytes(StandardCharsets.UTF_8);
    assertSame(odd, capabilities.adapt(MODEL, Dialect.STANDARD, odd).body());
  }

  @Test
  void whatIsRememberedHasAnEnd() {
    for (int n = 0; n < 5_000; n++) {
      capabilities.learn(ModelId.of("test/m" + n), List.of(Lesson.omit("seed")));
    }
    assertTrue(capabilities.remembered() <= 2_000);
  }

  private Capabilities shown() {
    return capabilities.of(MODEL, Capabilities.UNKNOWN);
  }

  private static Script refusing(Script script, String parameter) {
    String body =
        "{\"error\":{\"message\":\"Unsupported parameter: '%s' is not supported with this model.\",\"param\":\"%s\",\"code\":\"unsupported_parameter\"}}"
            .formatted(parameter, parameter);
    return script.refusing(parameter, 400, body);
  }

  private static Heard ask(OpenAiProvider asked, Parameters parameters) throws Exception {
    Heard heard = new Heard();
    asked.generate(
        new Prompt(
            MODEL,
            List.of(PromptMessage.system("Be brief."), PromptMessage.user("Hello")),
            parameters),
        heard);
    heard.end();
    return heard;
  }

  private static List<String> omitted(Heard heard) throws Exception {
    heard.end();
    return heard.events().stream()
        .filter(Began.class::isInstance)
        .flatMap(event -> ((Began) event).omitted().stream())
        .toList();
  }

  private RelayOutcome relay(String body, Relayed reader) {
    return provider.relay(MODEL, new SilentMeter()).orElseThrow().stream(
            "chat/completions", body.getBytes(StandardCharsets.UTF_8), reader)
        .run();
  }

  private ModelCapabilities node(ConfiguredCapabilities configured) {
    SharedLessons lessons =
        new SharedLessons() {
          @Override
          public Map<String, Lessons> read() {
            return Map.copyOf(shared);
          }

          @Override
          public void write(String model, Lessons learnt) {
            shared.put(model, learnt);
          }
        };
    return new ModelCapabilities(configured, lessons, clock, Duration.ofDays(1), Runnable::run);
  }

  private OpenAiProvider provider(ModelCapabilities known) {
    Endpoint endpoint =
        new Endpoint("test", server.baseUrl(), Optional.empty(), Map.of(), List.of());
    OpenAiProvider made =
        new OpenAiProvider(
            endpoint,
            new Bulkhead("test", Bulkhead.Limits.DEFAULT, Clock.systemUTC()),
            OpenAiProvider.Room.of(1_000_000, 1_000_000),
            known);
    providers.add(made);
    return made;
  }

  private static final class Relayed implements RelayCall.Reader {
    private final StringBuilder text = new StringBuilder();
    private List<String> omitted = new CopyOnWriteArrayList<>();

    @Override
    public void accepted(List<String> parameters) {
      omitted = parameters;
    }

    @Override
    public boolean read(ByteBuffer bytes) {
      text.append(StandardCharsets.UTF_8.decode(bytes));
      return true;
    }

    @Override
    public void end() {}
  }
}
