package io.parley.llm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.llm.ProviderTrial.Wanted;
import io.parley.llm.TrialReport.Step;
import io.parley.testing.openai.OpenAiServer;
import io.parley.testing.openai.Script;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProviderTrialTest {
  private static final Duration SHORT = Duration.ofSeconds(2);

  private final OpenAiServer server = OpenAiServer.start();
  private final ProviderTrial trial = new ProviderTrial(Clock.systemUTC(), SHORT, SHORT);

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void aProviderThatRepliesWorks() {
    server.requireKey("secret-key");

    TrialReport report = test(server.baseUrl().toString(), "secret-key", "echo");

    assertTrue(report.works(), report.summary());
    assertEquals(Step.REPLY, report.step());
    assertEquals(
        List.of(
            "PARLEY_LLM_PROVIDERS_MY_LAB_BASE_URL=" + server.baseUrl(),
            "PARLEY_LLM_PROVIDERS_MY_LAB_API_KEY=your-key",
            "MODEL_NAME=my-lab/echo"),
        report.settings());
    assertTrue(report.models().contains("echo"));
    assertFalse(report.toString().contains("secret-key"));
  }

  @Test
  void withoutAModelOneOfTheListIsAsked() {
    server.listModels("{\"data\":[{\"id\":\"large\"},{\"id\":\"some-mini\"}]}");
    server.script("some-mini", Script.echo());

    TrialReport report =
        trial.run(wanted(server.baseUrl().toString(), Optional.empty(), Optional.empty()));

    assertTrue(report.works(), report.summary());
    assertEquals(Optional.of("some-mini"), report.model());
  }

  @Test
  void aWrongKeyIsNamed() {
    server.requireKey("secret-key");

    TrialReport report = test(server.baseUrl().toString(), "other", "echo");

    assertFailed(Step.MODELS, "refused the API key", report);
    assertEquals(List.of(), server.requests());
  }

  @Test
  void aBaseUrlWithoutV1IsCorrected() {
    String base = server.baseUrl().toString().replace("/v1", "");

    TrialReport report = test(base, "key", "echo");

    assertFailed(Step.MODELS, "below /v1", report);
    assertEquals(Optional.of(server.baseUrl().toString()), report.suggestedBaseUrl());
  }

  @Test
  void aWebPageIsNamed() {
    server.listModels("<!doctype html><title>Sign in</title>");

    assertFailed(Step.MODELS, "web page", test(server.baseUrl().toString(), "key", "echo"));
  }

  @Test
  void aRedirectIsNotFollowed() {
    server.listModels(302, "{}");

    assertFailed(Step.MODELS, "redirects", test(server.baseUrl().toString(), "key", "echo"));
  }

  @Test
  void aHostThatDoesNotExistIsNamed() {
    assertFailed(
        Step.MODELS, "cannot be resolved", test("http://nowhere.invalid/v1", "key", "echo"));
  }

  @Test
  void aClosedPortIsNamed() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }

    assertFailed(
        Step.MODELS, "refused the connection", test("http://localhost:" + port + "/v1", "k", "m"));
  }

  @Test
  void aServerWithoutTlsIsNamed() {
    String https = server.baseUrl().toString().replace("http:", "https:");

    assertFailed(Step.MODELS, "does not speak TLS", test(https, "key", "echo"));
  }

  @Test
  void aServerThatIsSilentIsNamed() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      assertFailed(
          Step.MODELS,
          "did not answer in time",
          test("http://localhost:" + silent.getLocalPort() + "/v1", "key", "echo"));
    }
  }

  @Test
  void anUnknownModelIsNamed() {
    server.script("gone", Script.error(404, "model_not_found", "no such model"));

    assertFailed(
        Step.REPLY, "does not have the model gone", test(server.baseUrl().toString(), "k", "gone"));
  }

  @Test
  void anEmptyAccountIsNamed() {
    server.script("echo", Script.error(429, "insufficient_quota", "no credit"));

    assertFailed(Step.REPLY, "no credit left", test(server.baseUrl().toString(), "key", "echo"));
  }

  @Test
  void anInvalidAddressIsRejected() {
    assertFailed(Step.ADDRESS, "not an http address", test("localhost:11434", "key", "echo"));
    assertFailed(Step.ADDRESS, "The API key", test(server.baseUrl().toString(), "a\nb", "echo"));
  }

  @Test
  void aKnownProviderNeedsItsKeyAlone() {
    assertEquals(
        List.of("OPENAI_API_KEY=your-key", "MODEL_NAME=openai/gpt-4o-mini"),
        ProviderPreset.named("openai").orElseThrow().settings());
    assertEquals(
        List.of("OLLAMA_BASE_URL=http://localhost:11434/v1", "MODEL_NAME=ollama/llama3.2:latest"),
        ProviderPreset.named("ollama").orElseThrow().settings());
  }

  private TrialReport test(String baseUrl, String key, String model) {
    return trial.run(wanted(baseUrl, Optional.of(key), Optional.of(model)));
  }

  private static Wanted wanted(String baseUrl, Optional<String> key, Optional<String> model) {
    return new Wanted("my-lab", Optional.of(baseUrl), key, model);
  }

  private static void assertFailed(Step step, String words, TrialReport report) {
    assertFalse(report.works());
    assertTrue(report.summary().contains(words), report.summary());
    assertEquals(step, report.step());
    assertEquals(List.of(), report.settings());
  }
}
