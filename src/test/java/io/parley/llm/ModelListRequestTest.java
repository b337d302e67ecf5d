package io.parley.llm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.testing.openai.OpenAiServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ModelListRequestTest {
  private final OpenAiServer server = OpenAiServer.start();
  private final HttpClient http = HttpClient.newHttpClient();

  @AfterEach
  void stop() throws IOException {
    http.close();
    server.close();
  }

  @Test
  void ofALongListOnlyWhatIsNeededIsKept() {
    server.listModels(list(12_620, "x".repeat(1_000)));
    List<Model> models = fetch();
    assertEquals(12_620, models.size());
    assertEquals(Optional.of("Model 00007"), models.get(7).title());
    assertEquals(4_096, models.get(7).contextLength().orElseThrow());
  }

  @Test
  void theListHasAnEndThatAProviderCannotMove() {
    server.listModels(list(ModelListRequest.MAX_MODELS + 500, ""));
    assertEquals(ModelListRequest.MAX_MODELS, fetch().size());
  }

  @Test
  void aListOfTooManyBytesIsNone() {
    server.listModels(list(1_000, "x".repeat(ModelListRequest.MAX_BYTES / 1_000)));
    ProviderFailure failure = assertThrows(ProviderFailure.class, this::fetch);
    assertEquals(FailureCode.ANSWER_TOO_LARGE, failure.code());
  }

  static Stream<String> lists() {
    return Stream.of(
        "{\"object\":\"list\",\"data\":[{\"id\":\"a\"},{\"id\":\"b\"}]}",
        "{\"models\":[{\"id\":\"b\"},{\"id\":\"a\"}]}",
        "{\"models\":[{\"name\":\"b\",\"model\":\"b\"},{\"name\":\"a\"}]}",
        "[{\"id\":\"a\"},{\"id\":\"b\"}]",
        "[\"a\",\"b\"]",
        "{\"data\":[\"b\",\"a\"]}",
        "{\"data\":[{\"id\":\"a\"},{\"id\":null},{\"id\":\"b\"},{},null,7,[],{\"id\":\" \"}]}",
        "{\"data\":[{\"id\":\"a\"},{\"id\":\"b\"},{\"id\":\"a\"}]}",
        "{\"error\":null,\"data\":[{\"id\":\"a\",\"name\":null},{\"id\":\"b\",\"name\":{}}]}",
        "{\"data\":[{\"id\":\"a\"}],\"models\":[{\"name\":\"a\"},{\"name\":\"b\"}]}");
  }

  @ParameterizedTest
  @MethodSource("lists")
  void whatCanBeReadOfAListIsRead(String list) {
    server.listModels(list);
    assertEquals(
        List.of("test/a", "test/b"), fetch().stream().map(model -> model.id().toString()).toList());
  }

  @Test
  void aLengthMayBeAnyNumber() {
    for (String length : List.of("8192.0", "8192", "\"8192\"", "8.192e3")) {
      server.listModels("{\"data\":[{\"id\":\"a\",\"context_length\":" + length + "}]}");
      assertEquals(OptionalInt.of(8_192), fetch().getFirst().contextLength(), length);
    }
  }

  @Test
  void aListWithoutModelsIsEmpty() {
    for (String list : List.of("{\"data\":null}", "{\"data\":[]}", "[]", "{\"models\":null}")) {
      server.listModels(list);
      assertEquals(List.of(), fetch(), list);
    }
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(200, "<!doctype html><title>Sign in</title>", "web page"),
        Arguments.of(404, "{\"error\":{\"message\":\"Not found\"}}", "HTTP 404"),
        Arguments.of(404, "<html>nginx</html>", "base-url"),
        Arguments.of(200, "{\"object\":\"list\"}", "no list of models"),
        Arguments.of(200, "{\"data\":{\"a\":1}}", "no list of models"),
        Arguments.of(200, "\"ok\"", "no list of models"),
        Arguments.of(200, "it works", "not valid JSON"),
        Arguments.of(200, "{\"data\":[{\"id\":\"a\"}", "not valid JSON"),
        Arguments.of(200, "{\"data\":[{\"id\":\"text-embedding-3\"}]}", "can chat"),
        Arguments.of(200, "{\"data\":[{\"id\":null}]}", "can chat"),
        Arguments.of(200, "{\"error\":{\"code\":401,\"message\":\"No key\"}}", "API key"),
        Arguments.of(401, "{}", "API key"),
        Arguments.of(403, "<html>", "API key"),
        Arguments.of(429, "{}", "HTTP 429"),
        Arguments.of(503, "busy", "an error"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void whyThereIsNoListIsSaidInWords(int status, String body, String words) {
    server.listModels(status, body);
    ProviderFailure failure = assertThrows(ProviderFailure.class, this::fetch);
    assertTrue(failure.detail().contains(words), failure.detail());
    assertFalse(failure.detail().contains("localhost"), "an address is nobody else's business");
  }

  @Test
  void anAddressWithoutItsV1IsRecognised() {
    server.listModels("{\"data\":[{\"id\":\"a\"}]}");
    URI root = server.baseUrl().resolve("/");
    ProviderFailure failure = assertThrows(ProviderFailure.class, () -> fetch(root));
    assertEquals(ProviderProblem.BELOW_V1, failure.detail());
  }

  private List<Model> fetch() {
    return fetch(server.baseUrl());
  }

  private List<Model> fetch(URI address) {
    Endpoint endpoint = new Endpoint("test", address, Optional.empty(), Map.of(), List.of());
    return new ModelListRequest(http, endpoint, Duration.ofSeconds(20)).fetch();
  }

  private static String list(int count, String description) {
    return IntStream.range(0, count)
        .mapToObj(n ->
            """
            {"id":"m-%05d","name":"Model %05d","description":"%s","context_length":4096,\
            "architecture":{"output_modalities":["text"]}}\
            """
                .formatted(n, n, description))
        .collect(Collectors.joining(",", "{\"object\":\"list\",\"data\":[", "]}"));
  }
}
